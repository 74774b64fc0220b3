import {
  type KineticError,
  type NetworkDetails,
  NetworkError,
  type NetworkPhase,
  type RawRequest,
  TimeoutError,
} from "../errors/index.ts";
import { rawRequest } from "./sent.ts";
import { label, type WireRequest } from "./wire.ts";

/** Codes of node and undici that mean: no byte of the request left. */
const BEFORE_SENDING: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Turns a failure before the answer's headers into a typed error; an abort stays the caller's own reason. */
export function sendFault(cause: unknown, request: WireRequest): unknown {
  if (request.signal?.aborted) return request.signal.reason;
  const code = codeOf(cause);
  if (code === "UND_ERR_HEADERS_TIMEOUT") {
    return new TimeoutError(
      `${label(request)} on ${request.url.host}: no answer within ${request.timeouts.headersMs} ms`,
      { ...sentOf(request), phase: "headers", timeoutMs: request.timeouts.headersMs, cause },
    );
  }
  const phase: NetworkPhase = BEFORE_SENDING.has(code) ? "connect" : "in-flight";
  return networkError(request, { phase, cause });
}

/** Turns a failure in the middle of an answer's body into a typed error. */
export function bodyFault(cause: unknown, request: WireRequest, status: number): unknown {
  if (request.signal?.aborted) return request.signal.reason;
  if (codeOf(cause) === "UND_ERR_BODY_TIMEOUT") {
    return new TimeoutError(
      `${label(request)} on ${request.url.host}: the answer stalled for ${request.timeouts.bodyIdleMs} ms`,
      { ...sentOf(request), phase: "body", timeoutMs: request.timeouts.bodyIdleMs, status, cause },
    );
  }
  return networkError(request, { phase: "body", status, cause });
}

const BROKEN: Readonly<Record<NetworkPhase, string>> = {
  connect: "could not connect",
  "in-flight": "the connection broke before an answer came",
  body: "the connection broke in the middle of the answer",
};

function networkError(request: WireRequest, details: NetworkDetails & { phase: NetworkPhase }): KineticError {
  const code = codeOf(details.cause);
  const what = `${BROKEN[details.phase]}${code ? ` (${code})` : ""}`;
  return new NetworkError(`${label(request)} on ${request.url.host}: ${what}`, {
    ...details,
    ...sentOf(request),
  });
}

function sentOf(request: WireRequest): { readonly request: string; readonly rawRequest: RawRequest } {
  return { request: label(request), rawRequest: rawRequest(request) };
}

/** The innermost code of a chain of causes: undici wraps the socket's own error. */
function codeOf(error: unknown): string {
  let code = "";
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ("code" in at && typeof at.code === "string") code = at.code;
    if (at instanceof AggregateError && at.errors[0] instanceof Error) return codeOf(at.errors[0]);
  }
  return code;
}
