import { AuthenticationError } from "../errors/index.ts";
import { abortable, type Runtime, type Telemetry, type TokenSource } from "../http/index.ts";
import type { OAuthPost } from "./oauth-post.ts";
import type { AccessToken, AuthProvider } from "./provider.ts";
import type { ServerClock } from "./server-clock.ts";
import type { TokenStore } from "./token-store.ts";

/** What a session is made of. */
export interface SessionConfig {
  readonly provider: AuthProvider;
  readonly post: OAuthPost;
  readonly clock: ServerClock;
  readonly runtime: Runtime;
  readonly telemetry: Telemetry;
  /** Where tokens are shared with other processes. */
  readonly store?: TokenStore | undefined;
}

/** A token that dies within this time is renewed before it is used. */
const EARLY_MS = 60_000;

/**
 * Holds the one access token of a client. However many calls want a token at once, one login runs for all of them;
 * whoever gives up waiting does not end it for the others.
 */
export class Session implements TokenSource {
  readonly #config: SessionConfig;
  #token: AccessToken | undefined;
  #login: Promise<AccessToken> | undefined;

  constructor(config: SessionConfig) {
    this.#config = config;
  }

  /** The token at hand, or a login. */
  async current(signal?: AbortSignal): Promise<AccessToken> {
    if (this.#token !== undefined && !this.#diesSoon(this.#token)) return this.#token;
    return this.#shareLogin(this.#token?.token, signal);
  }

  /** A token other than `stale`: logs in, unless somebody else just did. */
  async refresh(stale: string, signal?: AbortSignal): Promise<AccessToken> {
    if (this.#token !== undefined && this.#token.token !== stale) return this.#token;
    return this.#shareLogin(stale, signal);
  }

  /** Forgets the token, here and in the store; the next call logs in anew. */
  async forget(): Promise<void> {
    this.#token = undefined;
    const { store, provider } = this.#config;
    if (provider.identity !== undefined) await store?.delete(provider.identity);
  }

  #diesSoon(token: AccessToken): boolean {
    return token.expiresAt !== undefined && token.expiresAt - EARLY_MS <= this.#config.clock.now();
  }

  #shareLogin(stale: string | undefined, signal: AbortSignal | undefined): Promise<AccessToken> {
    if (this.#login === undefined) {
      const login = this.#obtain(stale).finally(() => {
        this.#login = undefined;
      });
      // Everybody may have stopped waiting when it fails.
      login.catch(() => undefined);
      this.#login = login;
    }
    return abortable(this.#login, signal);
  }

  /** Another process may have stored a newer token than the stale one; otherwise logs in and stores. */
  async #obtain(stale: string | undefined): Promise<AccessToken> {
    const { store, provider } = this.#config;
    const key = provider.identity;
    if (store === undefined || key === undefined) return this.#adopt(await this.#authenticate());
    return store.exclusively(key, async () => {
      const stored = await store.get(key);
      if (stored !== undefined && stored.token !== stale && !this.#diesSoon(stored))
        return this.#adopt(stored);
      const token = this.#adopt(await this.#authenticate(stored));
      await store.set(key, token);
      return token;
    });
  }

  async #authenticate(stored?: AccessToken): Promise<AccessToken> {
    const { provider, post, clock, runtime, telemetry } = this.#config;
    const previous = stored ?? this.#token;
    const token = await provider.authenticate({ post, clock, sleep: runtime.sleep, previous });
    telemetry.refresh({ flow: provider.flow, instanceUrl: token.instanceUrl, userId: token.userId });
    return token;
  }

  /** Takes a token into use. One for another org than the first would write a customer's rows into another's org. */
  #adopt(token: AccessToken): AccessToken {
    const before = this.#token?.organizationId;
    if (before !== undefined && token.organizationId !== undefined && before !== token.organizationId) {
      throw new AuthenticationError(
        `The new login is for org ${token.organizationId}, but this client began with org ${before}; make a new client for another org`,
      );
    }
    this.#token = token;
    return token;
  }
}
