import type { BulkJobInfo } from "./bulk/bulk.ts";
import { makeKeyPair } from "./keys.ts";
import type { KeyPair, LocalOrgOptions } from "./options.ts";
import { assemble, type Parts, seedParts, urlOf } from "./parts.ts";
import { recordJson } from "./rest/record-json.ts";
import type { Schema } from "./schema/types.ts";
import { seedRow } from "./seed.ts";
import type { Faults } from "./server/faults.ts";
import { type HttpServer, startHttp } from "./server/http.ts";
import type { RequestEntry } from "./server/log.ts";
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
  /** Runs a SOQL query as the first user, without HTTP, and returns all its records. @throws Error as Salesforce refuses it */
  query(soql: string): Promise<Record<string, unknown>[]>;
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
  /** Makes the org what it was when it started: rows, ids, jobs, sessions, faults, request log. */
  reset(): void;
  /** Stops the server, closes every connection and the data. May be called twice. */
  close(): Promise<void>;
}

interface QueryPage {
  readonly records: readonly Record<string, unknown>[];
  readonly nextRecordsUrl?: string;
}

class RunningOrg implements LocalOrg {
  readonly #parts: Parts;
  readonly #keys: KeyPair;
  readonly #http: HttpServer;
  #closing: Promise<void> | undefined;

  constructor(parts: Parts, keys: KeyPair, http: HttpServer) {
    this.#parts = parts;
    this.#keys = keys;
    this.#http = http;
  }

  get url(): string {
    return urlOf(this.#parts.address);
  }

  get clientId(): string {
    return this.#parts.app.clientId;
  }

  get clientSecret(): string {
    return this.#parts.app.clientSecret;
  }

  get username(): string {
    return this.#parts.options.users[0]?.username ?? "";
  }

  get userId(): string {
    return this.#userIdOf(this.username);
  }

  get organizationId(): string {
    return this.#parts.config.organizationId;
  }

  get privateKey(): string {
    return this.#keys.privateKey;
  }

  get publicKey(): string {
    return this.#keys.publicKey;
  }

  get apiVersion(): string {
    return `${this.#parts.config.apiVersions.at(-1)}.0`;
  }

  get schema(): Schema {
    return this.#parts.store.schema;
  }

  get store(): Store {
    return this.#parts.store;
  }

  get faults(): Faults {
    return this.#parts.faults;
  }

  #userIdOf(username: string): string {
    const user = this.#parts.users.byUsername(username);
    if (!user) throw new Error(`This org has no user ${username}: add one with the option "users".`);
    return user.id;
  }

  insert(object: string, rows: readonly Fields[]): string[] {
    const { userId, store } = this;
    requireObject(this.schema, object);
    return store.transaction(() => rows.map((fields) => seedRow(store, { object, fields, userId })));
  }

  rows(name: string): Record<string, unknown>[] {
    const object = requireObject(this.schema, name);
    const sql = `SELECT * FROM ${quote(object.name)} WHERE "IsDeleted" = 0 ORDER BY "Id"`;
    const shape = { base: `/services/data/v${this.apiVersion}`, fields: object.fields };
    const rows = this.store.statement(sql).all() as Row[];
    return rows.map((row) => recordJson(object, row, shape));
  }

  async query(soql: string): Promise<Record<string, unknown>[]> {
    const records: Record<string, unknown>[] = [];
    let url: string | undefined = `/services/data/v${this.apiVersion}/query?q=${encodeURIComponent(soql)}`;
    while (url !== undefined) {
      const page = await this.#queryPage(url);
      records.push(...page.records);
      url = page.nextRecordsUrl;
    }
    return records;
  }

  async #queryPage(url: string): Promise<QueryPage> {
    const { dispatcher, users } = this.#parts;
    const user = users.byId(this.userId);
    if (!user) throw new Error(`This org has no user ${this.username}.`);
    const { status, json } = await dispatcher.inner({ method: "GET", url, user });
    if (status === 200) return json as QueryPage;
    throw new Error(`The query was refused: ${JSON.stringify(json)}`);
  }

  requests(): readonly RequestEntry[] {
    return this.#parts.log.entries();
  }

  jobs(): readonly BulkJobInfo[] {
    return this.#parts.bulk.jobs();
  }

  accessToken(username: string = this.username): string {
    const { sessions, app } = this.#parts;
    return sessions.open(this.#userIdOf(username), app).accessToken;
  }

  refreshToken(username: string = this.username): string {
    const { sessions, app } = this.#parts;
    return sessions.grant(this.#userIdOf(username), app).refreshToken;
  }

  expireSessions(): void {
    this.#parts.sessions.expireAll();
  }

  reset(): void {
    const { bulk, queries, ui, store, sessions, faults, log, usage, options } = this.#parts;
    for (const part of [bulk, queries, ui, store, usage]) part.reset();
    for (const part of [sessions, faults, log]) part.clear();
    for (const rule of options.faults ?? []) faults.add(rule);
    seedParts(this.#parts);
  }

  close(): Promise<void> {
    this.#closing ??= this.#http.close().then(() => {
      this.#parts.bulk.close();
      this.store.close();
    });
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Starts a Salesforce-compatible org in this process.
 * @throws Error when the port is in use, the data file is locked, a seed row is refused, or an option contradicts itself
 */
export async function startLocalOrg(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  const keys = options.keyPair ?? (await makeKeyPair());
  const parts = assemble(options, keys);
  const { host, port } = parts.options;
  try {
    const http = await startHttp({
      host,
      port,
      dispatcher: parts.dispatcher,
      faults: parts.faults,
      log: parts.log,
    });
    parts.address.url = http.url;
    return new RunningOrg(parts, keys, http);
  } catch (error) {
    parts.bulk.close();
    parts.store.close();
    throw error;
  }
}
