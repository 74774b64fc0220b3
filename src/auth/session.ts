import { AuthenticationError } from "../errors/index.ts";
import { abortable, events, type Runtime, type SessionToken, type TokenSource } from "../http/index.ts";
import type { OAuthPost } from "./oauth-post.ts";
import type { AccessToken, AuthProvider } from "./provider.ts";

/** What a session is made of. */
export interface SessionConfig {
  readonly provider: AuthProvider;
  readonly post: OAuthPost;
  readonly runtime: Runtime;
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
  /** How far the server's clock is ahead of ours, in milliseconds. */
  #skewMs = 0;

  constructor(config: SessionConfig) {
    this.#config = config;
  }

  /** The token at hand, or a login. */
  async current(signal?: AbortSignal): Promise<AccessToken & SessionToken> {
    const token = this.#token;
    if (token !== undefined && !this.#diesSoon(token)) return token;
    return this.#shareLogin(signal);
  }

  /** A token other than `stale`: logs in, unless somebody else just did. */
  async refresh(stale: string, signal?: AbortSignal): Promise<AccessToken & SessionToken> {
    if (this.#token !== undefined && this.#token.token !== stale) return this.#token;
    return this.#shareLogin(signal);
  }

  #diesSoon(token: AccessToken): boolean {
    return token.expiresAt !== undefined && token.expiresAt - EARLY_MS <= this.#now();
  }

  #now(): number {
    return this.#config.runtime.now() + this.#skewMs;
  }

  #shareLogin(signal: AbortSignal | undefined): Promise<AccessToken> {
    if (this.#login === undefined) {
      const login = this.#authenticate().finally(() => {
        this.#login = undefined;
      });
      // Everybody may have stopped waiting when it fails.
      login.catch(() => undefined);
      this.#login = login;
    }
    return abortable(this.#login, signal);
  }

  async #authenticate(): Promise<AccessToken> {
    const { provider, runtime } = this.#config;
    const post: OAuthPost = async (request) => {
      const answer = await this.#config.post(request);
      if (answer.serverTime !== undefined) this.#skewMs = answer.serverTime - runtime.now();
      return answer;
    };
    const token = await provider.authenticate({ post, now: () => this.#now() });
    this.#pinOrganization(token);
    this.#token = token;
    events.refresh({ flow: provider.flow, instanceUrl: token.instanceUrl, userId: token.userId });
    return token;
  }

  /** A login that lands in another org than the first one would write one customer's rows into another's org. */
  #pinOrganization(token: AccessToken): void {
    const before = this.#token?.organizationId;
    if (before === undefined || token.organizationId === undefined || before === token.organizationId) return;
    throw new AuthenticationError(
      `The new login is for org ${token.organizationId}, but this client began with org ${before}; make a new client for another org`,
    );
  }
}
