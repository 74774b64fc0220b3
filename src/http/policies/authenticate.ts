import { AuthenticationError, type ErrorDetails, isKineticError, isRefreshable } from "../../errors/index.ts";
import { checkOrigin } from "../url.ts";
import { type Policy, type WireRequest, withHeaders } from "../wire.ts";

/** The token that a call is sent with, and the only origin that may see it. */
export interface SessionToken {
  readonly token: string;
  /** An origin: no path, no slash at the end. */
  readonly instanceUrl: string;
}

/** Where the transport gets tokens from; `auth` provides it. */
export interface TokenSource {
  /** Whether there is another token to be had when the present one is dead. */
  readonly renewable: boolean;
  /** The present token; logs in when there is none. */
  current(signal?: AbortSignal): Promise<SessionToken>;
  /** A token other than the `stale` one: logs in, unless another call already has. */
  refresh(stale: string, signal?: AbortSignal): Promise<SessionToken>;
}

/**
 * Adds the token to each attempt. When the org says that the token is dead, it is refreshed once per call, and the
 * call sent again: the refusal came before any processing, so that is safe for every call. The token goes to the
 * session's own origin only, wherever a policy may have turned the call.
 */
export function authenticatePolicy(source: TokenSource): Policy {
  return async (request, next, context) => {
    if (!request.authenticated) return next(request, context);
    const session = await source.current(request.signal);
    checkOrigin(request.url, session.instanceUrl);
    try {
      return await next(withToken(request, session.token), context);
    } catch (error) {
      if (context.refreshed || !isKineticError(error) || !isRefreshable(error)) throw error;
      if (!source.renewable) throw deadToken(error);
      context.refreshed = true;
      const fresh = await source.refresh(session.token, request.signal);
      return next(withToken(moved(request, fresh.instanceUrl), fresh.token), context);
    }
  };
}

/** Says more than the refusal alone, with its facts: request id, status, attempts. */
function deadToken(refusal: ErrorDetails): AuthenticationError {
  const { status, errorCode, requestId, request, attempts, platformErrors } = refusal;
  return new AuthenticationError(
    "The access token is no longer valid, and it came without a way to renew it",
    { status, errorCode, requestId, request, attempts, platformErrors, cause: refusal },
  );
}

function withToken(request: WireRequest, token: string): WireRequest {
  return withHeaders(request, { ...request.headers, authorization: `Bearer ${token}` });
}

/** The org may have moved to another instance between two logins: the call follows it. */
function moved(request: WireRequest, instanceUrl: string): WireRequest {
  const { url } = request;
  return url.origin === instanceUrl
    ? request
    : { ...request, url: new URL(url.pathname + url.search, instanceUrl) };
}
