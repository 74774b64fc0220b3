import {
  type CallContext,
  checkPolicy,
  compose,
  parseJson,
  type ResolvedHttpOptions,
  retryPolicy,
  sendWithin,
  type Transport,
  telemetryPolicy,
  type WireRequest,
} from "../http/index.ts";

/** A form for an OAuth endpoint. */
export interface OAuthForm {
  readonly url: URL;
  readonly form: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether the server may see the form twice. @default true */
  readonly repeatable?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An OAuth endpoint's answer. */
export interface OAuthAnswer {
  readonly body: unknown;
  /** The server's clock at the answer, in milliseconds since the epoch, from its `Date` header. */
  readonly serverTime?: number | undefined;
}

/** Posts a form; rejects with an `AuthenticationError` and the like. */
export type OAuthPost = (request: OAuthForm) => Promise<OAuthAnswer>;

const HEADERS_MS = 60_000;

/** Makes the function that providers post with: the client's transport and retries, but no token and no throttle. */
export function createOAuthPost(transport: Transport, http: ResolvedHttpOptions): OAuthPost {
  const chain = compose(
    [telemetryPolicy(http.runtime), retryPolicy(http.retry, http.runtime), checkPolicy()],
    (request: WireRequest, context: CallContext) => transport.send(request, context),
  );
  return async (post) => {
    const request: WireRequest = {
      method: "POST",
      url: post.url,
      headers: { accept: "application/json", ...post.headers },
      body: { form: post.form },
      idempotency: post.repeatable === false ? "unsafe" : "idempotent",
      responseType: "buffer",
      timeouts: { ...http.timeouts, headersMs: Math.min(http.timeouts.headersMs || HEADERS_MS, HEADERS_MS) },
      signal: post.signal,
      expect: [],
      kind: "oauth",
      authenticated: false,
    };
    const answer = await sendWithin(chain, request);
    const serverTime = Date.parse(answer.headers["date"] ?? "");
    return {
      body: parseJson<unknown>(answer, request),
      serverTime: Number.isNaN(serverTime) ? undefined : serverTime,
    };
  };
}
