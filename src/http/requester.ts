import { setMaxListeners } from "node:events";
import { UnexpectedResponseError } from "../errors/index.ts";
import { once } from "./abort.ts";
import { newestVersion } from "./api-version.ts";
import { withinLimits } from "./deadline.ts";
import { mergeTimeouts, type ResolvedHttpOptions } from "./options.ts";
import { authenticatePolicy, type TokenSource } from "./policies/authenticate.ts";
import { checkPolicy, requestIdOf } from "./policies/check.ts";
import { retryPolicy } from "./policies/retry.ts";
import { telemetryPolicy } from "./policies/telemetry.ts";
import { throttlePolicy } from "./policies/throttle.ts";
import { usageMeter } from "./policies/usage.ts";
import type { HttpMethod, JsonAnswer, Requester, ResolvedTimeouts, SalesforceRequest } from "./request.ts";
import type { Transport } from "./transport.ts";
import { isVersionRelative, resolveUrl, shownPath } from "./url.ts";
import type { ApiUsage } from "./usage.ts";
import { compose, label, type WireAnswer, type WireRequest } from "./wire.ts";

/** What a requester is made of. */
export interface RequesterConfig {
  readonly transport: Transport;
  readonly tokens: TokenSource;
  readonly http: ResolvedHttpOptions;
  /** Pinned API version, e.g. `68.0`; the org's newest one when absent. */
  readonly apiVersion?: string | undefined;
}

/** A requester that also tells the org's API usage. */
export interface MeteredRequester extends Requester {
  apiUsage(): ApiUsage | undefined;
}

const IDEMPOTENT: ReadonlySet<HttpMethod> = new Set(["GET", "HEAD", "PUT", "DELETE"]);

const NONE: readonly number[] = Object.freeze([]);

/**
 * Wires the chain that every call to the org goes through, outermost first: the user's own policies, telemetry,
 * retry, usage, throttle, authentication, check of the answer, transport. Authentication lies inside retry, so that
 * every attempt carries the present token.
 */
export function createRequester(config: RequesterConfig): MeteredRequester {
  const { http, tokens, transport } = config;
  const meter = usageMeter(http.budget);
  const chain = compose(
    [
      ...http.policies,
      telemetryPolicy(http),
      retryPolicy(http.retry, http),
      meter.budget,
      throttlePolicy(http.limiter),
      authenticatePolicy(tokens),
      checkPolicy(http.remediations),
      meter.reader,
    ],
    (request, context) => transport.send(request, context),
  );

  const headers = { accept: "application/json", "sforce-call-options": `client=${http.clientName}` };

  const newest = once(async () =>
    newestVersion((await call({ method: "GET", path: "/services/data" })).body),
  );
  const apiVersion = async (signal?: AbortSignal): Promise<string> => config.apiVersion ?? newest(signal);

  const send = async (
    request: SalesforceRequest,
    responseType: WireRequest["responseType"],
  ): Promise<{ answer: WireAnswer; wire: WireRequest }> => {
    if (request.signal !== undefined) setMaxListeners(0, request.signal);
    const timeouts =
      request.timeouts === undefined ? http.timeouts : mergeTimeouts(http.timeouts, request.timeouts);
    const shown = `${request.method} ${shownPath(request.path)}`;
    const limits = { signal: request.signal, totalMs: timeouts.totalMs, request: shown };
    let wire: WireRequest | undefined;
    const answer = await withinLimits(limits, async (signal) => {
      const { instanceUrl } = await tokens.current(signal);
      const version = isVersionRelative(request.path) ? await apiVersion(signal) : undefined;
      const url = resolveUrl(request, { instanceUrl, apiVersion: version });
      wire = toWire(request, { headers, url, responseType, timeouts, signal });
      return chain(wire, { attempts: 0, refreshed: false });
    });
    return { answer, wire: wire as WireRequest };
  };

  const call = async <T>(request: SalesforceRequest): Promise<JsonAnswer<T>> => {
    const { answer, wire } = await send(request, "buffer");
    const { status, headers } = answer;
    return { status, headers, requestId: requestIdOf(headers), body: parseJson<T>(answer, wire) };
  };

  return {
    apiVersion,
    apiUsage: meter.usage,
    json: call,
    async stream(request) {
      const { answer, wire } = await send(request, "stream");
      if (answer.stream === undefined) throw new TypeError(`${label(wire)}: a policy dropped the stream`);
      const { status, headers, stream } = answer;
      return { status, headers, requestId: requestIdOf(headers), body: stream };
    },
  };
}

interface WireDecisions {
  readonly headers: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly responseType: "buffer" | "stream";
  readonly timeouts: ResolvedTimeouts;
  readonly signal: AbortSignal | undefined;
}

/** Written out member by member: a spread would take longer than all other steps of a small call together. */
function toWire(request: SalesforceRequest, decided: WireDecisions): WireRequest {
  const { headers, url, responseType, timeouts, signal } = decided;
  return {
    method: request.method,
    url,
    headers: request.headers === undefined ? headers : { ...headers, ...lowerCase(request.headers) },
    body: request.body,
    idempotency: request.idempotency ?? (IDEMPOTENT.has(request.method) ? "idempotent" : "unsafe"),
    responseType,
    timeouts,
    signal,
    expect: request.expect ?? NONE,
    kind: "rest",
    authenticated: true,
  };
}

/**
 * Parses an answer's JSON. An empty body is `undefined`: 204, and some answers to PUT and PATCH, have none. What the
 * JSON parser says is left out: it quotes the body, and that of a token endpoint is a secret.
 */
export function parseJson<T>(answer: WireAnswer, request: WireRequest): T {
  const { bytes, status, headers } = answer;
  if (bytes === undefined || bytes.length === 0) return undefined as T;
  try {
    return JSON.parse(bytes.toString()) as T;
  } catch {
    throw new UnexpectedResponseError(
      `${label(request)} on ${request.url.host} answered ${status} with a body of ${bytes.length} bytes that is not JSON`,
      {
        status,
        request: label(request),
        requestId: requestIdOf(headers),
        contentType: headers["content-type"],
        excerpt: request.kind === "oauth" ? undefined : bytes.toString(),
      },
    );
  }
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
