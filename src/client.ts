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
  type BatchOptions,
  type BatchSteps,
  type CallOptions,
  type CheckedName,
  type CollectionsApi,
  type CompositeOptions,
  type CompositeSteps,
  createRest,
  type GraphBuild,
  type GraphResults,
  type ProposedName,
  type QueryOptions,
  type QueryResult,
  type RestApi,
  type SObjectOf,
  type Steps,
  type StepsResult,
  type TreeChildren,
  type TreeResult,
  type WriteOptions,
} from "./rest/index.ts";
import {
  type AnyOrg,
  DescribeCache,
  type DescribeOptions,
  type ObjectDescribe,
  type SalesforceRecord,
} from "./schema/index.ts";
import type { CheckedSoql, RowOf } from "./soql/index.ts";

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
 *
 * With the types of an org, which `generateTypes` writes, the compiler knows its objects and fields: what `create` and
 * `update` take, and the rows of a query by its text. Without them any object and field may be named.
 *
 * ```ts
 * import type { Org } from "./org/index.js";
 *
 * const sf = new SalesforceClient<Org>({ auth });
 * for await (const row of sf.query("SELECT Id, Owner.Name, (SELECT Email FROM Contacts) FROM Account"))
 *   console.log(row.Owner.Name, row.Contacts?.records[0]?.Email);
 * ```
 */
export class SalesforceClient<out Org extends object = AnyOrg> {
  /** Bulk API 2.0: loads and exports of any size, and the jobs underneath. */
  readonly bulk: BulkApi;
  /** Any number of records in few calls: create, update, upsert, delete, retrieve. */
  readonly collections: CollectionsApi;
  readonly #transport: Transport;
  readonly #session: Session;
  readonly #requester: MeteredRequester;
  readonly #describes: DescribeCache;
  readonly #rest: RestApi;

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
    this.#describes = new DescribeCache(this.#requester, runtime);
    this.#rest = createRest({ requester: this.#requester, describes: this.#describes, runtime });
    this.collections = this.#rest.collections;
    this.bulk = createBulk(this.#requester, {
      runtime,
      describe: (object, call) => this.#describes.get(object, call),
    });
  }

  /**
   * Makes a client from `SF_*` environment variables; see `authFromEnvironment` for which and how the flow is chosen.
   *
   * @throws ConfigurationError naming every missing and malformed variable at once
   */
  static fromEnv<Org extends object = AnyOrg>(options: FromEnvOptions = {}): SalesforceClient<Org> {
    const { env = process.env, onChoice, ...rest } = options;
    const chosen = authFromEnvironment(env);
    onChoice?.(chosen.reason);
    return new SalesforceClient<Org>({ apiVersion: chosen.apiVersion, ...rest, auth: chosen.auth });
  }

  /** The records of one object, one at a time. */
  sobject<const Name extends ProposedName<Org>>(object: CheckedName<Org, Name>): SObjectOf<Org, Name> {
    return this.#rest.sobject(object) as SObjectOf<Org, Name>;
  }

  /**
   * Runs SOQL; reading the result fetches its pages one after another. With the types of an org, a query written out in
   * the code has typed rows, and one that names an unknown object, field or relationship does not compile. The type of
   * the rows can be given instead.
   *
   * @example
   * ```ts
   * for await (const account of sf.query<{ Id: string }>("SELECT Id FROM Account")) console.log(account.Id);
   * ```
   */
  query<const Query extends string | object = string>(
    soql: CheckedSoql<Org, Query>,
    options?: QueryOptions,
  ): QueryResult<RowOf<Org, Query>> {
    return this.#rest.query<RowOf<Org, Query>>(soql, options);
  }

  /**
   * Goes on with a query from the `locator` of a page.
   *
   * @throws InputError when it is no locator
   * @example
   * ```ts
   * for await (const account of sf.resumeQuery("01g000000000001AAA-2000")) console.log(account);
   * ```
   */
  resumeQuery<T = SalesforceRecord>(locator: string, options?: QueryOptions): QueryResult<T> {
    return this.#rest.resumeQuery<T>(locator, options);
  }

  /**
   * Runs up to 25 steps in one call; a step may use what the steps before it answered.
   *
   * @throws InputError when the steps are too many, or one of them is bad; nothing is sent then
   * @example
   * ```ts
   * const { steps } = await sf.composite((c) => {
   *   const account = c.create("Account", { Name: "Acme" });
   *   const contact = c.create("Contact", { LastName: "Muster", AccountId: account.ref.id });
   *   return { account, contact };
   * }, { allOrNone: true });
   * if (steps.account.ok) console.log(steps.account.body.id);
   * ```
   */
  composite<S extends Steps>(
    build: (steps: CompositeSteps) => S,
    options?: CompositeOptions,
  ): Promise<StepsResult<S>> {
    return this.#rest.composite(build, options);
  }

  /**
   * Runs graphs of record steps, up to 500 steps in one call; each graph is done as a whole or not at all.
   *
   * @throws InputError when a graph breaks a limit; nothing is sent then
   * @example
   * ```ts
   * const { acme } = await sf.graph({
   *   acme: (g) => {
   *     const account = g.create("Account", { Name: "Acme" });
   *     return { account, contact: g.create("Contact", { LastName: "Muster", AccountId: account.ref.id }) };
   *   },
   * });
   * console.log(acme.ok, acme.unwrap().contact.id);
   * ```
   */
  graph<G extends Readonly<Record<string, GraphBuild>>>(
    graphs: G,
    options?: CallOptions,
  ): Promise<GraphResults<G>> {
    return this.#rest.graph(graphs, options);
  }

  /**
   * Sends up to 25 calls in one; each counts as a call of its own, and none knows of the others.
   *
   * @throws InputError when they are too many; nothing is sent then
   * @example
   * ```ts
   * const { steps } = await sf.batch((b) => ({ limits: b.get("limits"), account: b.get("sobjects/Account") }));
   * if (!steps.limits.ok) console.log(steps.limits.error.remediation.summary);
   * ```
   */
  batch<S extends Steps>(build: (steps: BatchSteps) => S, options?: BatchOptions): Promise<StepsResult<S>> {
    return this.#rest.batch(build, options);
  }

  /**
   * Creates records with their children, up to 200 in all, as a whole or not at all.
   *
   * @throws InputError when the tree breaks a limit; nothing is sent then
   * @example
   * ```ts
   * const Contacts = { object: "Contact", records: [{ fields: { LastName: "Muster" } }] };
   * const tree = await sf.tree({ object: "Account", records: [{ fields: { Name: "Acme" }, children: { Contacts } }] });
   * if (tree.ok) console.log(tree.ids["0.Contacts.0"]);
   * ```
   */
  tree(tree: TreeChildren, options?: WriteOptions): Promise<TreeResult> {
    return this.#rest.tree(tree, options);
  }

  /**
   * Reads what an object consists of. The answer is kept, and checked with the org when it is older than five minutes.
   *
   * @example
   * ```ts
   * const { fields } = await sf.describe("Account", { maxAgeMs: 0 });
   * ```
   */
  describe(object: string, options?: DescribeOptions): Promise<ObjectDescribe> {
    return this.#describes.get(object, options);
  }

  /**
   * Reads what many objects consist of, 25 to a call.
   *
   * @example
   * ```ts
   * const [account, contact] = await sf.describeMany(["Account", "Contact"]);
   * ```
   */
  describeMany(objects: readonly string[], options?: DescribeOptions): Promise<ObjectDescribe[]> {
    return this.#describes.getMany(objects, options);
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
