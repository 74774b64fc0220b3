import {
  type AccessToken,
  type AuthProvider,
  authFromEnvironment,
  createOAuthApi,
  createOAuthPost,
  type Environment,
  type OAuthApi,
  Session,
  serverClock,
  type TokenStore,
} from "./auth/index.ts";
import { type BulkApi, createBulk } from "./bulk/index.ts";
import {
  type ApiUsage,
  createRequester,
  createTransport,
  type HttpOptions,
  type JsonAnswer,
  type MeteredRequester,
  normaliseVersion,
  resolveHttpOptions,
  type SalesforceRequest,
  type Transport,
} from "./http/index.ts";
import {
  type CallOptions,
  describeObject,
  type QueryOptions,
  type QueryResult,
  queryResult,
  type SalesforceRecord,
  type SObjectResource,
  sobjectResource,
} from "./rest/index.ts";
import type { ObjectDescribe } from "./schema/index.ts";

/** How to make a client. */
export interface ClientOptions {
  /** How to sign in: `jwtBearer(…)`, `clientCredentials(…)`, `accessToken(…)`. */
  readonly auth: AuthProvider;
  /** API version such as `68.0`. @default the newest one that the org offers */
  readonly apiVersion?: string | undefined;
  /** Shares tokens with other processes, so that they do not all log in: `fileTokenStore(folder)`. @default none */
  readonly tokenStore?: TokenStore | undefined;
  /** Time limits, retries, concurrency, proxy. */
  readonly http?: HttpOptions | undefined;
}

/** Options of `SalesforceClient.fromEnv`. */
export interface FromEnvOptions extends Omit<ClientOptions, "auth"> {
  /** @default process.env */
  readonly env?: Environment | undefined;
  /** Told in one sentence which flow was chosen and why. */
  readonly onChoice?: ((reason: string) => void) | undefined;
}

/**
 * A client of one org. It signs in with the first call, keeps its own connections, and must be closed when it is no
 * longer needed: `await using sf = new SalesforceClient(…)`, or `await sf.close()`.
 */
export class SalesforceClient {
  /** Bulk API 2.0: loads and exports of any size, and the jobs underneath. */
  readonly bulk: BulkApi;
  readonly #transport: Transport;
  readonly #session: Session;
  readonly #requester: MeteredRequester;

  /** The client's own token: whose it is, whether it is alive, and how to end it. */
  readonly oauth: OAuthApi;

  /**
   * Makes a client; nothing is sent yet.
   *
   * @throws ConfigurationError for an API version that is none
   */
  constructor(options: ClientOptions) {
    const http = resolveHttpOptions(options.http);
    const apiVersion = options.apiVersion === undefined ? undefined : normaliseVersion(options.apiVersion);
    this.#transport = createTransport(http);
    const clock = serverClock(http.runtime);
    const post = createOAuthPost({ transport: this.#transport, http, onDate: clock.learn });
    const { runtime, telemetry } = http;
    const { auth: provider, tokenStore: store } = options;
    this.#session = new Session({ provider, post, clock, runtime, telemetry, store });
    this.#requester = createRequester({
      transport: this.#transport,
      tokens: this.#session,
      http,
      apiVersion,
    });
    this.oauth = createOAuthApi({ session: this.#session, requester: this.#requester, post });
    this.bulk = createBulk(this.#requester, {
      runtime: http.runtime,
      describe: (object, call) => describeObject(this.#requester, object, call),
    });
  }

  /**
   * Makes a client from `SF_*` environment variables; see `authFromEnvironment` for which and how the flow is chosen.
   *
   * @throws ConfigurationError naming every missing and malformed variable at once
   */
  static fromEnv(options: FromEnvOptions = {}): SalesforceClient {
    const { env = process.env, onChoice, ...rest } = options;
    const chosen = authFromEnvironment(env);
    onChoice?.(chosen.reason);
    return new SalesforceClient({ apiVersion: chosen.apiVersion, ...rest, auth: chosen.auth });
  }

  /** The records of one object, one at a time. */
  sobject(object: string): SObjectResource {
    return sobjectResource(this.#requester, object);
  }

  /** Runs SOQL; reading the result fetches its pages one after another. */
  query<T = SalesforceRecord>(soql: string, options?: QueryOptions): QueryResult<T> {
    return queryResult<T>(this.#requester, soql, options);
  }

  /** Reads what an object consists of. */
  describe(object: string, options?: CallOptions): Promise<ObjectDescribe> {
    return describeObject(this.#requester, object, options);
  }

  /** Sends any call to the org, with this client's token, retries and errors. */
  request<T>(request: SalesforceRequest): Promise<JsonAnswer<T>> {
    return this.#requester.json<T>(request);
  }

  /** Signs in if that has not happened yet, and tells as whom and where. The token itself stays inside. */
  async whoAmI(options: CallOptions = {}): Promise<Omit<AccessToken, "token" | "refreshToken">> {
    const { token: _, refreshToken: __, ...identity } = await this.#session.current(options.signal);
    return identity;
  }

  /** The API version in use, e.g. `68.0`. */
  apiVersion(options: CallOptions = {}): Promise<string> {
    return this.#requester.apiVersion(options.signal);
  }

  /** The org's last word on its API calls of 24 hours; `undefined` before the first answer that carried it. */
  get apiUsage(): ApiUsage | undefined {
    return this.#requester.apiUsage();
  }

  /** Closes the client's connections. The session in the org stays: nothing is revoked. */
  async close(): Promise<void> {
    await this.#transport.close();
  }

  /** Same as `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
