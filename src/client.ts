import {
  type AccessToken,
  type AuthProvider,
  authFromEnvironment,
  createOAuthApi,
  createOAuthPost,
  type Environment,
  type OAuthApi,
  type ServerClock,
  Session,
  serverClock,
  type TokenStore,
} from "./auth/index.ts";
import { type BulkApi, createBulk } from "./bulk/index.ts";
import {
  clientSubject,
  type DiagnoseOptions,
  type Diagnosis,
  type DoctorSubject,
  diagnose,
  diagnoseSettings,
} from "./doctor/index.ts";
import { isKineticError } from "./errors/index.ts";
import {
  type ApiUsage,
  createRequester,
  createTransport,
  type HttpOptions,
  type JsonAnswer,
  type MeteredRequester,
  normaliseVersion,
  type Runtime,
  resolveHttpOptions,
  type SalesforceRequest,
  type Transport,
} from "./http/index.ts";
import {
  type CallOptions,
  type CheckedName,
  explainPermissions,
  type PermissionParts,
  type PermissionQuestion,
  type PermissionReport,
  type ProposedName,
  RestClient,
} from "./rest/index.ts";
import { AnswerCache, type AnyOrg, DescribeCache, renewing } from "./schema/index.ts";
import {
  type SyncOptions,
  type SyncResult,
  syncRows,
  type WriteOperation,
  type WriteParts,
  type WriteResult,
  type WriteRow,
  type WriteRows,
  type WriteRowsOptions,
  writeRows,
} from "./write/index.ts";

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
export class SalesforceClient<out Org extends object = AnyOrg> extends RestClient<Org> {
  /** Bulk API 2.0: loads and exports of any size, and the jobs underneath. */
  readonly bulk: BulkApi;
  /** The client's own token: whose it is, whether it is alive, and how to end it. */
  readonly oauth: OAuthApi;
  readonly #transport: Transport;
  readonly #session: Session;
  readonly #requester: MeteredRequester;
  readonly #runtime: Runtime;
  readonly #subject: DoctorSubject;
  readonly #writing: WriteParts;
  readonly #permissions: PermissionParts;

  /**
   * Makes a client; nothing is sent yet.
   *
   * @throws ConfigurationError for an API version that is none
   */
  constructor(options: ClientOptions) {
    const { transport, session, requester, post, runtime, clock } = assemble(options);
    const answers = new AnswerCache(requester, runtime);
    const describes = new DescribeCache(requester, answers);
    const renewed = renewing(requester, describes);
    super({ requester: renewed, answers, describes, runtime });
    this.#transport = transport;
    this.#session = session;
    this.#requester = requester;
    this.oauth = createOAuthApi({ session, requester, post });
    this.bulk = createBulk(renewed, {
      runtime,
      describe: (object, call) => describes.get(object, call),
      query: (soql, call) => this.query<object>(soql, call),
    });
    this.#runtime = runtime;
    this.#permissions = { requester: renewed, describes, me: (signal) => this.#me(signal) };
    this.#writing = {
      sobject: (object) => this.sobject(object as never) as ReturnType<WriteParts["sobject"]>,
      collections: this.collections,
      bulk: this.bulk,
      describe: (object, call) => describes.get(object, call),
    };
    const { flow, login } = options.auth;
    this.#subject = clientSubject({
      login: { flow, ...login },
      signIn: (signal) => this.whoAmI({ signal }),
      requester,
      oauth: this.oauth,
      bulk: this.bulk,
      describes,
      clock,
    });
  }

  /**
   * Makes a client from `SF_*` environment variables; see `authFromEnvironment` for which and how the flow is chosen.
   *
   * @throws ConfigurationError naming every missing and malformed variable at once
   * @example
   * ```ts
   * await using sf = SalesforceClient.fromEnv({ onChoice: (reason) => console.error(reason) });
   * ```
   */
  static fromEnv<Org extends object = AnyOrg>(options: FromEnvOptions = {}): SalesforceClient<Org> {
    const { env = process.env, onChoice, ...rest } = options;
    const chosen = authFromEnvironment(env);
    onChoice?.(chosen.reason);
    return new SalesforceClient<Org>({ apiVersion: chosen.apiVersion, ...rest, auth: chosen.auth });
  }

  /**
   * Writes any number of rows by the way that fits: one row by a call of its own, up to 2,000 by collections, more by
   * Bulk API 2.0, and so CSV of any length; `via` decides otherwise. The result has the same shape whichever way they
   * went: counts that add up to the rows, the ids, and for each refused row its place and a typed error. The rows mean
   * the same on each way: `null` and `""` empty a field, `undefined` leaves it alone.
   *
   * @throws InputError for bad rows or options, before anything is sent
   * @example
   * ```ts
   * await using result = await sf.write("Account", "insert", [{ Name: "Acme" }, { Name: "" }]);
   * for await (const { index, error } of result.failures()) console.log(index, error.code, error.remediation.summary);
   * ```
   */
  // biome-ignore lint/complexity/useMaxParams: what, how, and which rows are what every call has; options follow.
  write<const Name extends ProposedName<Org>, Operation extends WriteOperation>(
    object: CheckedName<Org, Name>,
    operation: Operation,
    rows: WriteRows<WriteRow<Org, Name, Operation>>,
    options: WriteRowsOptions = {},
  ): Promise<WriteResult> {
    return writeRows(this.#writing, { object, operation, rows: rows as WriteRows, options });
  }

  /**
   * Maps the rows of a source and writes them by the way that fits, with one report on every row of the source: what the
   * mapping left out or could not map, and what the org made of the rest.
   *
   * @throws ConfigurationError for a mapping that cannot work
   * @throws InputError for a value that cannot be mapped, unless `onError` says otherwise; nothing is sent then
   * @example
   * ```ts
   * await using result = await sf.sync({
   *   source: "customers.csv",
   *   mapping: { onError: "skip", fields: { Name: "name", AnnualRevenue: { from: "revenue", transforms: ["number"] } } },
   *   object: "Account",
   *   operation: "insert",
   * });
   * console.log(result.totals);
   * for await (const { index, stage, error } of result.failures()) console.log(index, stage, error.message);
   * ```
   */
  sync(options: SyncOptions): Promise<SyncResult> {
    return syncRows(this.#writing, options);
  }

  /**
   * Looks into the org's configuration: each check with what was seen, a verdict, and what to do. It only reads, unless
   * `writeProbe` is set, and never throws for what it finds.
   *
   * @example
   * ```ts
   * const { verdict, checks } = await sf.diagnose({ objects: ["Account"], needs: ["bulkApiHardDelete"] });
   * for (const { title, evidence, remedy } of checks) console.log(title, evidence, remedy?.summary ?? "");
   * console.log(verdict);
   * ```
   */
  diagnose(options: DiagnoseOptions = {}): Promise<Diagnosis> {
    return diagnose(this.#subject, options, this.#runtime.now);
  }

  /**
   * The same for the org of the `SF_*` variables: settings that are missing or malformed are findings, too.
   *
   * @example
   * ```ts
   * const { checks } = await SalesforceClient.diagnoseEnv({ env: process.env });
   * ```
   */
  static diagnoseEnv(options: FromEnvOptions & DiagnoseOptions = {}): Promise<Diagnosis> {
    return SalesforceClient.diagnoseClient(() => SalesforceClient.fromEnv(options), options);
  }

  /**
   * The same for a client that perhaps cannot be made: what its settings lack is a finding, too. The client is closed in
   * the end.
   *
   * @example
   * ```ts
   * const { verdict } = await SalesforceClient.diagnoseClient(() => new SalesforceClient({ auth }));
   * ```
   */
  static async diagnoseClient(
    make: () => SalesforceClient | Promise<SalesforceClient>,
    options: DiagnoseOptions = {},
  ): Promise<Diagnosis> {
    try {
      await using client = await make();
      return await client.diagnose(options);
    } catch (error) {
      if (isKineticError(error, "CONFIGURATION")) return diagnoseSettings(error.problems, options);
      throw error;
    }
  }

  /**
   * Explains what somebody may do, and which profile or permission set says so. The user of the client needs "View Setup and
   * Configuration" to see the permissions of others.
   *
   * @throws InputError for a question that cannot be, or a system permission that the org does not have
   * @throws NotFoundError when there is nobody of that name
   * @example
   * ```ts
   * const { grants } = await sf.explainPermissions({ user: username, object: "Account", field: "Site", system: "ApiEnabled" });
   * for (const { permission, target, grantedBy } of grants)
   *   console.log(permission, target ?? "", grantedBy.map(({ name }) => name).join(", ") || "nobody grants it");
   * ```
   */
  explainPermissions(question: PermissionQuestion): Promise<PermissionReport> {
    return explainPermissions(this.#permissions, question);
  }

  async #me(signal: AbortSignal | undefined): Promise<{ readonly id: string; readonly username: string }> {
    const { user_id, preferred_username } = await this.oauth.userInfo({ signal });
    return { id: user_id, username: preferred_username };
  }

  /**
   * Sends any call to the org, with this client's token, retries and errors.
   *
   * @example
   * ```ts
   * const { body } = await sf.request<{ count: number }>({ method: "GET", path: "/services/apexrest/orders/count" });
   * ```
   */
  request<T>(request: SalesforceRequest): Promise<JsonAnswer<T>> {
    return this.#requester.json<T>(request);
  }

  /**
   * Signs in if that has not happened yet, and tells as whom and where. The token itself stays inside.
   *
   * @example
   * ```ts
   * const { userId, organizationId, instanceUrl } = await sf.whoAmI();
   * ```
   */
  async whoAmI(options: CallOptions = {}): Promise<Omit<AccessToken, "token" | "refreshToken">> {
    const { token: _, refreshToken: __, ...identity } = await this.#session.current(options.signal);
    return identity;
  }

  /**
   * The API version in use, e.g. `68.0`.
   *
   * @example
   * ```ts
   * const version = await sf.apiVersion(); // "68.0"
   * ```
   */
  apiVersion(options: CallOptions = {}): Promise<string> {
    return this.#requester.apiVersion(options.signal);
  }

  /** The org's last word on its API calls of 24 hours; `undefined` before the first answer that carried it. */
  get apiUsage(): ApiUsage | undefined {
    return this.#requester.apiUsage();
  }

  /**
   * Closes the client: a login under way is ended, calls in flight have five seconds to end, and no further ones are
   * sent. The session in the org stays: nothing is revoked.
   *
   * @example
   * ```ts
   * const sf = SalesforceClient.fromEnv();
   * await sf.close();
   * ```
   */
  async close(): Promise<void> {
    this.#session.close();
    await this.#transport.close();
  }

  /** Same as `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

interface ClientParts {
  readonly transport: Transport;
  readonly session: Session;
  readonly requester: MeteredRequester;
  readonly post: ReturnType<typeof createOAuthPost>;
  readonly runtime: Runtime;
  readonly clock: ServerClock;
}

/** Puts together what carries the calls of a client. */
function assemble({ auth: provider, tokenStore: store, ...options }: ClientOptions): ClientParts {
  const http = resolveHttpOptions(options.http);
  const { runtime, telemetry } = http;
  const apiVersion = options.apiVersion === undefined ? undefined : normaliseVersion(options.apiVersion);
  const transport = createTransport(http);
  const clock = serverClock(runtime);
  const post = createOAuthPost({ transport, http, onDate: clock.learn });
  const session = new Session({ provider, post, clock, runtime, telemetry, store });
  const requester = createRequester({ transport, tokens: session, http, apiVersion });
  return { transport, session, requester, post, runtime, clock };
}
