import type { Readable } from "node:stream";
import type { HttpMethod, Idempotency, RequestBody, ResolvedTimeouts } from "./request.ts";

/** A call with everything decided: what goes down the chain of policies to the transport. */
export interface WireRequest {
  readonly method: HttpMethod;
  /** Absolute URL. */
  readonly url: URL;
  /** Header names are lower-case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: RequestBody | undefined;
  readonly idempotency: Idempotency;
  /** `buffer`: the answer's body is read whole within the attempt; `stream`: it is handed over unread. */
  readonly responseType: "buffer" | "stream";
  readonly timeouts: ResolvedTimeouts;
  readonly signal?: AbortSignal | undefined;
  /** Statuses that are answers although they are not 2xx. */
  readonly expect: readonly number[];
  /** Which parser reads an error body. */
  readonly kind: "rest" | "oauth";
  /** Whether the session's token is sent. Only ever true for the instance's own origin. */
  readonly authenticated: boolean;
}

/** An answer on its way up. Exactly one of `bytes` and `stream` is there. */
export interface WireAnswer {
  readonly status: number;
  /** Header names are lower-case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes?: Buffer | undefined;
  readonly stream?: Readable | undefined;
}

/** What the policies of one call share. */
export interface CallContext {
  /** How many times the call went to the transport. */
  attempts: number;
  /** Whether the token was refreshed for this call: it is done at most once. */
  refreshed: boolean;
  /** The token that the last attempt was sent with, to tell whether another call refreshed it meanwhile. */
  token?: string | undefined;
}

/** Hands a request on. */
export type Next = (request: WireRequest, context: CallContext) => Promise<WireAnswer>;

/** One step of the chain: may change the request, the answer, or call `next` again. */
export type Policy = (request: WireRequest, next: Next, context: CallContext) => Promise<WireAnswer>;

/** Chains policies in front of a transport: the first one is the outermost. */
export function compose(policies: readonly Policy[], transport: Next): Next {
  return policies.reduceRight<Next>(
    (next, policy) => (request, context) => policy(request, next, context),
    transport,
  );
}

/** A call as it may be shown: method and path, without the query. */
export function label(request: Pick<WireRequest, "method" | "url">): string {
  return `${request.method} ${request.url.pathname}`;
}

/** Copies a request with other headers, member by member: every call is copied so, and a spread takes ten times as long. */
export function withHeaders(request: WireRequest, headers: WireRequest["headers"]): WireRequest {
  const { method, url, body, idempotency, responseType, timeouts, signal, expect, kind, authenticated } =
    request;
  return {
    method,
    url,
    headers,
    body,
    idempotency,
    responseType,
    timeouts,
    signal,
    expect,
    kind,
    authenticated,
  };
}
