import { setMaxListeners } from "node:events";
import { UnexpectedResponseError } from "../errors/index.ts";
import { once } from "./abort.ts";
import { newestVersion } from "./api-version.ts";
import { deadline } from "./deadline.ts";
import { mergeTimeouts, type ResolvedHttpOptions } from "./options.ts";
import { authenticatePolicy, type TokenSource } from "./policies/authenticate.ts";
import { checkPolicy, requestIdOf } from "./policies/check.ts";
import { retryPolicy } from "./policies/retry.ts";
import { telemetryPolicy } from "./policies/telemetry.ts";
import { throttlePolicy } from "./policies/throttle.ts";
import { usageMeter } from "./policies/usage.ts";
import type {
  AnswerHead,
  HttpMethod,
  Idempotency,
  JsonAnswer,
  Requester,
  SalesforceRequest,
} from "./request.ts";
import type { Transport } from "./transport.ts";
import { isVersionRelative, resolveUrl } from "./url.ts";
import type { ApiUsage } from "./usage.ts";
import { type CallContext, compose, label, type Next, type WireAnswer, type WireRequest } from "./wire.ts";

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
      meter.policy,
      throttlePolicy(http.limiter),
      authenticatePolicy(tokens),
      checkPolicy(),
    ],
    (request, context) => transport.send(request, context),
  );

  const newest = once(async () =>
    newestVersion((await call({ method: "GET", path: "/services/data" })).body),
  );
  const apiVersion = async (signal?: AbortSignal): Promise<string> => config.apiVersion ?? newest(signal);

  const send = async (
    request: SalesforceRequest,
    responseType: WireRequest["responseType"],
  ): Promise<{ answer: WireAnswer; wire: WireRequest }> => {
    const { instanceUrl } = await tokens.current(request.signal);
    const version = isVersionRelative(request.path) ? await apiVersion(request.signal) : undefined;
    const url = resolveUrl(request, { instanceUrl, apiVersion: version });
    const wire = toWire(request, { http, url, responseType });
    return { answer: await sendWithin(chain, wire), wire };
  };

  const call = async <T>(request: SalesforceRequest): Promise<JsonAnswer<T>> => {
    const { answer, wire } = await send(request, "buffer");
    return { ...head(answer), body: parseJson<T>(answer, wire) };
  };

  return {
    apiVersion,
    apiUsage: meter.usage,
    json: call,
    async stream(request) {
      const { answer, wire } = await send(request, "stream");
      if (answer.stream === undefined) throw new TypeError(`${label(wire)}: a policy dropped the stream`);
      return { ...head(answer), body: answer.stream };
    },
  };
}

interface WireDecisions {
  readonly http: ResolvedHttpOptions;
  readonly url: URL;
  readonly responseType: "buffer" | "stream";
}

function toWire(request: SalesforceRequest, { http, url, responseType }: WireDecisions): WireRequest {
  if (request.signal !== undefined) setMaxListeners(0, request.signal);
  const idempotency: Idempotency = IDEMPOTENT.has(request.method) ? "idempotent" : "unsafe";
  return {
    method: request.method,
    url,
    headers: {
      accept: "application/json",
      "sforce-call-options": `client=${http.clientName}`,
      ...lowerCase(request.headers),
    },
    body: request.body,
    idempotency: request.idempotency ?? idempotency,
    responseType,
    timeouts: mergeTimeouts(http.timeouts, request.timeouts),
    signal: request.signal,
    expect: request.expect ?? [],
    kind: "rest",
    authenticated: true,
  };
}

/** Sends a call under its deadline; for a streamed answer the deadline runs until the body has ended. */
export async function sendWithin(chain: Next, request: WireRequest): Promise<WireAnswer> {
  const { signal, clear } = deadline(request);
  const context: CallContext = { attempts: 0, refreshed: false };
  try {
    const answer = await chain({ ...request, signal }, context);
    if (answer.stream === undefined) clear();
    else answer.stream.once("close", clear);
    return answer;
  } catch (error) {
    clear();
    throw error;
  }
}

function head(answer: WireAnswer): AnswerHead {
  return { status: answer.status, headers: answer.headers, requestId: requestIdOf(answer.headers) };
}

/** Parses an answer's JSON. An empty body is `undefined`: 204, and some answers to PUT and PATCH, have none. */
export function parseJson<T>(answer: WireAnswer, request: WireRequest): T {
  const text = answer.bytes?.toString("utf8") ?? "";
  if (text === "") return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new UnexpectedResponseError(
      `${label(request)} on ${request.url.host} answered ${answer.status} with a body of ${text.length} characters that is not JSON`,
      { status: answer.status, request: label(request), requestId: requestIdOf(answer.headers), cause },
    );
  }
}

function lowerCase(headers: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
