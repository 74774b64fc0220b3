import type { OAuthPost } from "./oauth-post.ts";

/** What a flow yields: a token and the instance that it is for. */
export interface AccessToken {
  readonly token: string;
  /** Base URL of the org's API; the token is sent to this origin only. */
  readonly instanceUrl: string;
  /** When the token dies, in milliseconds since the epoch, where the org says so (it seldom does). */
  readonly expiresAt?: number | undefined;
  /** 18-character id of the org. */
  readonly organizationId?: string | undefined;
  /** 18-character id of the user. */
  readonly userId?: string | undefined;
  /** Scopes of the token, where the answer names them. */
  readonly scope?: readonly string[] | undefined;
  /** Identity URL of the user. */
  readonly identityUrl?: string | undefined;
}

/** What a provider is given to log in with. */
export interface AuthContext {
  /** Posts a form to an OAuth endpoint and returns its checked answer. */
  readonly post: OAuthPost;
  /** Milliseconds since the epoch by the server's clock as far as it is known. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A way to get an access token. Made by `jwtBearer`, `clientCredentials` and the like; caching, single flight and
 * refresh are the session's work, so a provider only logs in.
 */
export interface AuthProvider {
  /** Name of the flow, for messages and events. */
  readonly flow: string;
  /** Logs in once. */
  authenticate(context: AuthContext): Promise<AccessToken>;
}
