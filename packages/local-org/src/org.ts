import { type BulkJobInfo, type BulkResources, createBulkResources } from "./bulk/bulk.ts";
import { madeUp, makeKeyPair, seededRandom } from "./keys.ts";
import { type App, resolveApp } from "./oauth/options.ts";
import type { OAuthScope } from "./oauth/routes.ts";
import { oauthRoutes } from "./oauth/routes.ts";
import { Sessions } from "./oauth/sessions.ts";
import { createUsers, type Users } from "./oauth/users.ts";
import { DEFAULT_LOCAL_ORG_OPTIONS, type KeyPair, type LocalOrgOptions } from "./options.ts";
import { routes as describeRoutes } from "./rest/describe.ts";
import { routes as externalIdRoutes } from "./rest/external-ids.ts";
import { routes as limitRoutes } from "./rest/limits.ts";
import { createQueryResources, type QueryResources } from "./rest/query.ts";
import { routes as recentRoutes } from "./rest/recent.ts";
import { recordJson } from "./rest/record-json.ts";
import { routes as recordRoutes } from "./rest/records.ts";
import { routes as replicationRoutes } from "./rest/replication.ts";
import { routes as versionRoutes } from "./rest/versions.ts";
import { createIdSource } from "./schema/ids.ts";
import { standardSchema } from "./schema/standard.ts";
import type { Schema } from "./schema/types.ts";
import { seedOrg, seedRow } from "./seed.ts";
import { createDispatcher, type Dispatcher } from "./server/dispatch.ts";
import { FaultBook, type Faults } from "./server/faults.ts";
import { type HttpServer, startHttp } from "./server/http.ts";
import { type RequestEntry, RequestLog } from "./server/log.ts";
import type { OrgConfig, OrgServices, Route } from "./server/types.ts";
import { openStore } from "./store/store.ts";
import { type Fields, quote, type Row, requireObject, type Store } from "./store/types.ts";

/** A Salesforce-compatible org in this process. */
export interface LocalOrg extends AsyncDisposable {
  /** Where the org answers: login URL and instance URL in one. */
  readonly url: string;
  /** The consumer key and secret of the first app. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** The first user. */
  readonly username: string;
  readonly userId: string;
  readonly organizationId: string;
  /** The private key (PKCS #8 PEM) that signs JWTs for the first app, and its public key (SPKI PEM). */
  readonly privateKey: string;
  readonly publicKey: string;
  /** The newest API version that is answered, e.g. `68.0`. */
  readonly apiVersion: string;
  readonly schema: Schema;
  /** The data behind the API, for what a test cannot ask over HTTP. */
  readonly store: Store;
  /** What goes wrong: add and remove rules while the org runs. */
  readonly faults: Faults;
  /** Inserts rows as an administrator would who may set `Id`, `CreatedDate` and the like; returns their ids. */
  insert(object: string, rows: readonly Fields[]): string[];
  /** Returns an object's live rows as JSON records, oldest id first. */
  rows(object: string): Record<string, unknown>[];
  /** Returns the latest requests, oldest first. */
  requests(): readonly RequestEntry[];
  /** Returns the Bulk API 2.0 jobs, oldest first. */
  jobs(): readonly BulkJobInfo[];
  /** Opens a session without OAuth and returns its access token. @throws Error for an unknown user */
  accessToken(username?: string): string;
  /** Issues a refresh token, as the web server flow would. @throws Error for an unknown user */
  refreshToken(username?: string): string;
  /** Ends every session: each client's next call is 401 `INVALID_SESSION_ID`. */
  expireSessions(): void;
  /** Makes the org what it was when it started: rows, ids, sessions, faults, request log. */
  reset(): void;
  /** Stops the server, closes every connection and the data. */
  close(): Promise<void>;
}

const LOGIN = "https://login.salesforce.com";

class RunningOrg implements LocalOrg {
  readonly #options: LocalOrgOptions;
  readonly #keys: KeyPair;
  readonly #ids: ReturnType<typeof createIdSource>;
  readonly #log: RequestLog;
  readonly #faultBook: FaultBook;
  readonly #sessions: Sessions;
  readonly #users: Users;
  readonly #apps: readonly App[];
  readonly #config: OrgConfig;
  readonly #startedAt: Date;
  readonly #bulk: BulkResources;
  readonly #queries: QueryResources;
  readonly #dispatcher: Dispatcher;
  #http: HttpServer | undefined;
  #used = 0;
  readonly schema: Schema;
  readonly store: Store;

  constructor(options: LocalOrgOptions, keys: KeyPair) {
    const defaults = DEFAULT_LOCAL_ORG_OPTIONS;
    const seed = options.seed ?? defaults.seed;
    const clock = options.clock ?? (() => new Date());
    this.#options = options;
    this.#keys = keys;
    this.#ids = createIdSource(seed);
    this.#log = new RequestLog(options.requestLogSize ?? defaults.requestLogSize);
    this.#faultBook = new FaultBook(seededRandom(seed), options.faults);
    this.#startedAt = clock();
    this.schema = standardSchema(options.objects);
    const file = options.file ?? defaults.file;
    this.store = openStore({
      schema: this.schema,
      ids: this.#ids,
      clock,
      file,
      beforeSave: options.beforeSave,
    });
    if (this.store.count("Organization") === 0) this.#seed();
    this.#config = this.#configure();
    this.#users = createUsers(this.store, this.#userOptions);
    this.#sessions = new Sessions({
      organizationId: this.organizationId,
      clock,
      users: this.#users,
      sessionTimeoutSeconds: options.sessionTimeoutSeconds ?? defaults.sessionTimeoutSeconds,
      secret: String(seed),
    });
    this.#apps = this.#makeApps(seed);
    this.#bulk = createBulkResources(options.bulk);
    this.#queries = createQueryResources(options.cursors);
    const services = this.#services();
    this.#dispatcher = createDispatcher({
      routes: this.#routes(),
      authenticate: this.#sessions.authenticate,
      usage: { count: () => this.#used++, used: () => this.#used },
      config: this.#config,
      services: () => services,
    });
  }

  get #userOptions(): NonNullable<LocalOrgOptions["users"]> {
    return this.#options.users ?? DEFAULT_LOCAL_ORG_OPTIONS.users;
  }

  #seed(): void {
    seedOrg(this.store, this.#ids, { users: this.#userOptions, rows: this.#options.rows ?? {} });
  }

  #configure(): OrgConfig {
    const defaults = DEFAULT_LOCAL_ORG_OPTIONS;
    const { min, max } = this.#options.apiVersions ?? defaults.apiVersions;
    if (!(min <= max))
      throw new Error(`apiVersions goes from ${min} to ${max}: the first must not be the greater.`);
    return {
      apiVersions: Array.from({ length: max - min + 1 }, (_, index) => min + index),
      organizationId: this.#onlyId("Organization"),
      dailyApiRequests: this.#options.dailyApiRequests ?? defaults.dailyApiRequests,
      maxBodyBytes: this.#options.maxBodyBytes ?? defaults.maxBodyBytes,
    };
  }

  #onlyId(object: string): string {
    return String(this.store.statement(`SELECT min("Id") AS id FROM ${quote(object)}`).get()?.["id"]);
  }

  #makeApps(seed: number): App[] {
    const given = this.#options.apps ?? [{ name: "Local App" }];
    return given.map((app, index) => {
      const clientId = `3MVG9${madeUp(seed, `id ${index}`, 80)}`;
      const clientSecret = madeUp(seed, `secret ${index}`, 64).toUpperCase();
      const withKey = index === 0 ? { certificate: this.#keys.publicKey, ...app } : app;
      return resolveApp(withKey, { clientId, clientSecret, runAs: this.username });
    });
  }

  #services(): OrgServices {
    return {
      schema: this.schema,
      store: this.store,
      clock: this.store.clock,
      ids: this.#ids,
      config: this.#config,
      url: () => this.url,
      apiUsage: () => this.#used,
      limits: () => this.#bulk.limits(this.store.clock()),
      startedAt: () => this.#startedAt,
      dispatch: (request) => this.#dispatcher.inner(request),
    };
  }

  #routes(): Route[] {
    const oauth: OAuthScope = {
      users: this.#users,
      sessions: this.#sessions,
      clock: this.store.clock,
      organizationId: this.organizationId,
      url: () => this.url,
      app: (clientId) => this.#apps.find((app) => app.clientId === clientId),
      audiences: () => [LOGIN, this.url],
      strictJwtExpiry: this.#options.strictJwtExpiry ?? false,
    };
    return [
      ...oauthRoutes(oauth),
      ...versionRoutes,
      ...limitRoutes,
      ...describeRoutes,
      ...recentRoutes,
      ...recordRoutes,
      ...externalIdRoutes,
      ...replicationRoutes,
      ...this.#queries.routes,
      ...this.#bulk.routes,
    ];
  }

  async start(): Promise<void> {
    this.#http = await startHttp({
      host: this.#options.host ?? DEFAULT_LOCAL_ORG_OPTIONS.host,
      port: this.#options.port ?? DEFAULT_LOCAL_ORG_OPTIONS.port,
      dispatcher: this.#dispatcher,
      faults: this.#faultBook,
      log: this.#log,
    });
  }

  get url(): string {
    if (!this.#http) throw new Error("The local org is not listening.");
    return this.#http.url;
  }

  get #app(): App {
    const [app] = this.#apps;
    if (!app) throw new Error("This org has no app: name one in the option `apps`.");
    return app;
  }

  get clientId(): string {
    return this.#app.clientId;
  }

  get clientSecret(): string {
    return this.#app.clientSecret;
  }

  get username(): string {
    return this.#userOptions[0]?.username ?? "";
  }

  get userId(): string {
    return this.#userIdOf(this.username);
  }

  get organizationId(): string {
    return this.#config.organizationId;
  }

  get privateKey(): string {
    return this.#keys.privateKey;
  }

  get publicKey(): string {
    return this.#keys.publicKey;
  }

  get apiVersion(): string {
    return `${this.#config.apiVersions.at(-1)}.0`;
  }

  get faults(): Faults {
    return this.#faultBook;
  }

  #userIdOf(username: string): string {
    const user = this.#users.byUsername(username);
    if (!user) throw new Error(`This org has no user ${username}: add one with the option "users".`);
    return user.id;
  }

  insert(object: string, rows: readonly Fields[]): string[] {
    const { userId } = this;
    return this.store.transaction(() =>
      rows.map((fields) => seedRow(this.store, { object, fields, userId })),
    );
  }

  rows(name: string): Record<string, unknown>[] {
    const object = requireObject(this.schema, name);
    const sql = `SELECT * FROM ${quote(object.name)} WHERE "IsDeleted" = 0 ORDER BY "Id"`;
    const shape = { base: `/services/data/v${this.apiVersion}`, fields: object.fields };
    return this.store
      .statement(sql)
      .all()
      .map((row) => recordJson(object, row as Row, shape));
  }

  requests(): readonly RequestEntry[] {
    return this.#log.entries();
  }

  jobs(): readonly BulkJobInfo[] {
    return this.#bulk.jobs();
  }

  accessToken(username: string = this.username): string {
    return this.#sessions.open(this.#userIdOf(username), this.#app).accessToken;
  }

  refreshToken(username: string = this.username): string {
    return this.#sessions.grant(this.#userIdOf(username), this.#app).refreshToken;
  }

  expireSessions(): void {
    this.#sessions.expireAll();
  }

  reset(): void {
    this.#bulk.reset();
    this.#queries.reset();
    this.store.reset();
    this.#sessions.clear();
    this.#faultBook.clear();
    for (const rule of this.#options.faults ?? []) this.#faultBook.add(rule);
    this.#log.clear();
    this.#used = 0;
    this.#seed();
  }

  async close(): Promise<void> {
    await this.#http?.close();
    this.#bulk.close();
    this.store.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Starts a Salesforce-compatible org in this process.
 * @throws Error when the port is in use, the data file is locked, or an option contradicts itself
 */
export async function startLocalOrg(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  const org = new RunningOrg(options, options.keyPair ?? (await makeKeyPair()));
  try {
    await org.start();
  } catch (error) {
    org.store.close();
    throw error;
  }
  return org;
}
