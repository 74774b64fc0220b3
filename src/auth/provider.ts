import type { OAuthPost } from "./oauth-post.ts";
import type { ServerClock } from "./server-clock.ts";

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
  /** Renews the token, where the flow grants one. */
  readonly refreshToken?: string | undefined;
}

/** What a provider is given to log in with. */
export interface AuthContext {
  /** Posts a form to an OAuth endpoint and returns its checked answer. */
  readonly post: OAuthPost;
  /** The server's time, for assertions that expire. */
  readonly clock: ServerClock;
  /** Waits; rejects with the signal's reason when it aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** The token that this one replaces, which may hold a newer refresh token than the settings do. */
  readonly previous?: AccessToken | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Where and as whom a provider logs in. */
export interface ProviderLogin {
  readonly loginUrl?: string | undefined;
  /** `aud` of the assertion. */
  readonly audience?: string | undefined;
  readonly username?: string | undefined;
  /** What it signs with, where it signs. */
  readonly key?: SigningKey | undefined;
}

/** What is known of the key that a provider signs with; never the key. */
export interface SigningKey {
  /** Length of the RSA key; absent where a signer keeps the key. */
  readonly bits?: number | undefined;
  /** End of the certificate in the settings, in milliseconds since the epoch. */
  readonly certificateEndsAt?: number | undefined;
}

/**
 * A way to get an access token. Made by `jwtBearer`, `clientCredentials` and the like; caching, single flight and
 * refresh are the session's work, so a provider only logs in.
 */
export interface AuthProvider {
  /** Name of the flow, for messages and events. */
  readonly flow: string;
  /**
   * Says whose token this is, without a secret: host, app and user. Processes that share a token store share the
   * tokens of equal identities. A provider without one is never stored.
   */
  readonly identity?: string | undefined;
  /** Where and as whom it logs in, for a diagnosis. Never a secret. */
  readonly login?: ProviderLogin | undefined;
  /**
   * Whether logging in again yields another token. Where it does not, a dead token ends the call at once.
   * @default true
   */
  readonly renewable?: boolean | undefined;
  /** Logs in once. */
  authenticate(context: AuthContext): Promise<AccessToken>;
}
