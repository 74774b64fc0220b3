import {
  type CallContext,
  checkPolicy,
  compose,
  label,
  type Policy,
  parseJson,
  type ResolvedHttpOptions,
  retryPolicy,
  type Transport,
  telemetryPolicy,
  type WireRequest,
  withinLimits,
} from "../http/index.ts";

/** A form for an OAuth endpoint. */
export interface OAuthForm {
  readonly url: URL;
  readonly form: Readonly<Record<string, string>>;
  /** Whether the server may see the form twice: not so a code or a rotating refresh token. @default true */
  readonly repeatable?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Posts a form and returns the JSON of a good answer; rejects with an `AuthenticationError` and the like. */
export type OAuthPost = (request: OAuthForm) => Promise<unknown>;

/** What the posting function is made of. */
export interface OAuthPostConfig {
  readonly transport: Transport;
  readonly http: ResolvedHttpOptions;
  /** Told the `Date` header of every answer, bad ones included. */
  readonly onDate: (date: string | undefined) => void;
}

const HEADERS_MS = 60_000;

/** Makes the function that providers post with: the client's transport and retries, but no token and no throttle. */
export function createOAuthPost({ transport, http, onDate }: OAuthPostConfig): OAuthPost {
  const noteDate: Policy = async (request, next, context) => {
    const answer = await next(request, context);
    onDate(answer.headers["date"]);
    return answer;
  };
  const chain = compose(
    [telemetryPolicy(http), retryPolicy(http.retry, http), checkPolicy(http.remediations), noteDate],
    (request: WireRequest, context: CallContext) => transport.send(request, context),
  );
  return async (post) => {
    const request: WireRequest = {
      method: "POST",
      url: post.url,
      headers: { accept: "application/json" },
      body: { form: post.form },
      idempotency: post.repeatable === false ? "unsafe" : "idempotent",
      responseType: "buffer",
      timeouts: { ...http.timeouts, headersMs: Math.min(http.timeouts.headersMs || HEADERS_MS, HEADERS_MS) },
      signal: post.signal,
      expect: [],
      kind: "oauth",
      authenticated: false,
    };
    const limits = { signal: post.signal, totalMs: request.timeouts.totalMs, request: label(request) };
    const answer = await withinLimits(limits, (signal) =>
      chain({ ...request, signal }, { attempts: 0, refreshed: false }),
    );
    return parseJson<unknown>(answer, request);
  };
}
