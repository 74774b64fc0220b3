import { AuthenticationError, RequestError } from "../errors/index.ts";
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

/** A login that is under way, and how many wait for it. */
interface Login {
  readonly token: Promise<AccessToken>;
  readonly controller: AbortController;
  waiting: number;
}

/** A token that dies within this time is renewed before it is used. */
const EARLY_MS = 60_000;

/**
 * Holds the one access token of a client. However many calls want a token at once, one login runs for all of them;
 * whoever gives up waiting does not end it for the others; when nobody waits any more, it ends.
 */
export class Session implements TokenSource {
  readonly #config: SessionConfig;
  #token: AccessToken | undefined;
  #login: Login | undefined;
  #organizationId: string | undefined;

  constructor(config: SessionConfig) {
    this.#config = config;
  }

  get renewable(): boolean {
    return this.#config.provider.renewable ?? true;
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

  /** Ends a login that is under way. */
  close(): void {
    if (this.#login !== undefined) this.#abandon(this.#login, new RequestError("This client is closed"));
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

  async #shareLogin(stale: string | undefined, signal: AbortSignal | undefined): Promise<AccessToken> {
    signal?.throwIfAborted();
    this.#login ??= this.#begin(stale);
    const login = this.#login;
    login.waiting += 1;
    try {
      return await abortable(login.token, signal);
    } finally {
      login.waiting -= 1;
      if (login.waiting === 0) this.#abandon(login, signal?.reason);
    }
  }

  #begin(stale: string | undefined): Login {
    const controller = new AbortController();
    const login = { token: this.#obtain(stale, controller.signal), controller, waiting: 0 };
    const ended = (): void => {
      if (this.#login === login) this.#login = undefined;
    };
    // Everybody may have stopped waiting when it fails.
    login.token.then(ended, ended);
    return login;
  }

  /** Whoever comes after the last one gave up begins anew, rather than wait for a login that is being ended. */
  #abandon(login: Login, reason: unknown): void {
    if (this.#login !== login) return;
    this.#login = undefined;
    login.controller.abort(reason);
  }

  /** Another process may have stored a newer token than the stale one; otherwise logs in and stores. */
  async #obtain(stale: string | undefined, signal: AbortSignal): Promise<AccessToken> {
    const { store, provider } = this.#config;
    const key = provider.identity;
    if (store === undefined || key === undefined) {
      return this.#adopt(await this.#authenticate(signal));
    }
    return store.exclusively(key, async () => {
      const stored = await store.get(key);
      if (stored !== undefined && stored.token !== stale && !this.#diesSoon(stored))
        return this.#adopt(stored);
      const token = this.#adopt(await this.#authenticate(signal, stored));
      await store.set(key, token);
      return token;
    });
  }

  async #authenticate(signal: AbortSignal, stored?: AccessToken): Promise<AccessToken> {
    const { provider, post, clock, runtime, telemetry } = this.#config;
    const previous = stored ?? this.#token;
    const token = await provider.authenticate({ post, clock, sleep: runtime.sleep, previous, signal });
    telemetry.refresh({ flow: provider.flow, instanceUrl: token.instanceUrl, userId: token.userId });
    return token;
  }

  /** Takes a token into use. One for another org than the first would write a customer's rows into another's org. */
  #adopt(token: AccessToken): AccessToken {
    const before = this.#organizationId;
    const now = token.organizationId;
    if (before !== undefined && now !== undefined && shortId(before) !== shortId(now)) {
      throw new AuthenticationError(
        `The new login is for org ${now}, but this client began with org ${before}; make a new client for another org`,
      );
    }
    this.#organizationId ??= now;
    this.#token = token;
    return token;
  }
}

/** The first 15 characters are the id; three more only repeat their case for those who ignore it. */
function shortId(id: string): string {
  return id.slice(0, 15);
}
