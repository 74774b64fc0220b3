import { isRefreshable } from "../../errors/index.ts";
import type { Policy } from "../wire.ts";

/** The token that a call is sent with, and the only origin that may see it. */
export interface SessionToken {
  readonly token: string;
  readonly instanceUrl: string;
}

/** Where the transport gets tokens from; `auth` provides it. */
export interface TokenSource {
  /** The present token; logs in when there is none. */
  current(signal?: AbortSignal): Promise<SessionToken>;
  /** A token other than the `stale` one: logs in, unless another call already has. */
  refresh(stale: string, signal?: AbortSignal): Promise<SessionToken>;
}

/**
 * Adds the token to each attempt. When the org says that the token is dead, it is refreshed once per call, and the
 * call sent again: the refusal came before any processing, so that is safe for every call.
 */
export function authenticatePolicy(source: TokenSource): Policy {
  return async (request, next, context) => {
    if (!request.authenticated) return next(request, context);
    const session = await source.current(request.signal);
    const send = (token: string): ReturnType<typeof next> =>
      next({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }, context);
    try {
      return await send(session.token);
    } catch (error) {
      if (context.refreshed || !isRefreshable(error)) throw error;
      context.refreshed = true;
      return await send((await source.refresh(session.token, request.signal)).token);
    }
  };
}
