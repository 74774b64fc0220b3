import type { BulkJobInfo } from "./bulk/bulk.ts";
import { type ControlTarget, controlRoutes } from "./control/routes.ts";
import { makeKeyPair } from "./keys.ts";
import { authorizeAs } from "./oauth/authorize.ts";
import { decideDevice } from "./oauth/device-page.ts";
import type { KeyPair, LocalOrgOptions } from "./options.ts";
import { assemble, type Parts, seedParts, urlOf } from "./parts.ts";
import { recordJson } from "./rest/record-json.ts";
import type { Schema } from "./schema/types.ts";
import { seedRow } from "./seed.ts";
import type { Faults } from "./server/faults.ts";
import { type HttpServer, startHttp } from "./server/http.ts";
import type { RequestEntry } from "./server/log.ts";
import { type Fields, type LedgerEntry, quote, type Row, requireObject, type Store } from "./store/types.ts";

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
  /**
   * Answers an authorization request as a person would who logs in and allows it, or does not.
   * @param url - the address that the client would open in a browser
   * @returns the address that the browser would be sent back to, with the code or the error in it
   * @throws Error where the person would see an error page: it says which
   */
  authorize(url: string, person?: Person): string;
  /**
   * Lets a device in that waits with this code, as a person on the verification page would, or does not.
   * @throws Error where no device waits with this code
   */
  approveDevice(userCode: string, person?: Person): void;
  /** Ends every session: each client's next call is 401 `INVALID_SESSION_ID`. */
  expireSessions(): void;
  /**
   * Returns how often clients wrote each key of an object, in the order of the keys: nothing lost, nothing doubled.
   * @throws Error where the option `ledger` does not name the object's key field
   */
  ledger(object: string): LedgerEntry[];
  /** Keeps the rows and the ids as they are now. A snapshot of the same name gives way. @param name - @default "default" */
  snapshot(name?: string): void;
  /**
   * Puts the rows and the ids back as they were at a snapshot, as often as one likes. Bulk jobs, query locators and idempotency keys
   * are dropped; sessions, faults, the clock and the request log stay.
   * @param name - @default "default"
   * @throws Error where there is no such snapshot
   */
  restore(name?: string): void;
  /** Moves the org's clock on. */
  advanceClock(seconds: number): void;
  /** Makes the org what it was when it started: rows, ids, jobs, sessions, faults, clock, request log. Drops every snapshot. */
  reset(): void;
  /** Stops the server, closes every connection and the data. May be called twice. */
  close(): Promise<void>;
}

/** Who answers a login page, and how. */
export interface Person {
  /** @default the org's first user */
  readonly username?: string | undefined;
  /** Denies instead of allowing. @default false */
  readonly deny?: boolean | undefined;
}

interface QueryPage {
  readonly records: readonly Record<string, unknown>[];
  readonly nextRecordsUrl?: string;
}

class RunningOrg implements LocalOrg {
  readonly #parts: Parts;
  readonly #keys: KeyPair;
  readonly #http: HttpServer;
  readonly #accessMarks = new Map<string, () => void>();
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

  authorize(url: string, person: Person = {}): string {
    const { oauth } = this.#parts;
    const userId = this.#userIdOf(person.username ?? this.username);
    return authorizeAs(oauth, new URL(url).searchParams, { userId, allow: person.deny !== true });
  }

  approveDevice(userCode: string, person: Person = {}): void {
    const { oauth, codes } = this.#parts;
    const device = codes.byUserCode(userCode);
    if (!device) throw new Error(`No device waits with the code ${userCode}.`);
    decideDevice(oauth, device, {
      userId: this.#userIdOf(person.username ?? this.username),
      allow: person.deny !== true,
    });
  }

  expireSessions(): void {
    this.#parts.sessions.expireAll();
  }

  ledger(object: string): LedgerEntry[] {
    return this.store.ledger.entries(object);
  }

  snapshot(name = "default"): void {
    this.store.snapshot(name);
    this.#accessMarks.set(name, this.#parts.access.mark());
  }

  restore(name = "default"): void {
    const { bulk, queries, ui, store } = this.#parts;
    store.restore(name);
    for (const part of [bulk, queries, ui]) part.reset();
    this.#accessMarks.get(name)?.();
  }

  advanceClock(seconds: number): void {
    this.#parts.clock.advance(seconds);
  }

  reset(): void {
    this.#accessMarks.clear();
    const { bulk, queries, ui, store, clock, sessions, codes, faults, log, usage, options } = this.#parts;
    for (const part of [bulk, queries, ui, store, clock, usage]) part.reset();
    for (const part of [sessions, codes, faults, log]) part.clear();
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

/** Says what HTTP may do with an org, for tests in other languages. */
function controlOf(org: LocalOrg, { clock, log, bulk }: Parts): ControlTarget {
  const { url, clientId, clientSecret, username, userId, organizationId, apiVersion } = org;
  return {
    clock,
    faults: org.faults,
    ledger: org.store.ledger,
    url: () => url,
    facts: () => ({ url, clientId, clientSecret, username, userId, organizationId, apiVersion }),
    requests: () => org.requests(),
    clearRequests: () => log.clear(),
    jobs: () => org.jobs(),
    faultJobs: (fault) => bulk.force(fault),
    rows: (object) => org.rows(object),
    insert: (object, rows) => org.insert(object, rows),
    accessToken: (name) => org.accessToken(name),
    expireSessions: () => org.expireSessions(),
    snapshot: (name) => org.snapshot(name),
    restore: (name) => org.restore(name),
    reset: () => org.reset(),
  };
}

/**
 * Starts a Salesforce-compatible org in this process.
 * @throws Error when the port is in use, the data file is locked, a seed row is refused, or an option contradicts itself
 */
export async function startLocalOrg(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  const keys = options.keyPair ?? (await makeKeyPair());
  let running: ControlTarget | undefined;
  const target = (): ControlTarget => {
    if (running) return running;
    throw new Error("The local org is not listening.");
  };
  const parts = assemble(options, keys, controlRoutes(target));
  const { host, port } = parts.options;
  try {
    const http = await startHttp({
      host,
      port,
      dispatcher: parts.dispatcher,
      faults: parts.faults,
      log: parts.log,
      now: parts.clock.now,
    });
    parts.address.url = http.url;
    const org = new RunningOrg(parts, keys, http);
    running = controlOf(org, parts);
    return org;
  } catch (error) {
    parts.bulk.close();
    parts.store.close();
    throw error;
  }
}
