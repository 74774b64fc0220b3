import type { BulkJobInfo } from "./bulk/bulk.ts";
import { type ControlTarget, controlRoutes } from "./control/routes.ts";
import { controlOf } from "./control-target.ts";
import { makeKeyPair } from "./keys.ts";
import type { LocalOrg, Person } from "./local-org.ts";
import { authorizeAs } from "./oauth/authorize.ts";
import { decideDevice } from "./oauth/device-page.ts";
import type { KeyPair, LocalOrgOptions } from "./options.ts";
import { pageRoutes } from "./page/routes.ts";
import { assemble, type Parts, seedParts, urlOf } from "./parts.ts";
import { recordJson } from "./rest/record-json.ts";
import type { Schema } from "./schema/types.ts";
import { seedRow } from "./seed.ts";
import type { Faults } from "./server/faults.ts";
import { type HttpServer, startHttp } from "./server/http.ts";
import type { RequestEntry } from "./server/log.ts";
import { type Fields, type LedgerEntry, quote, type Row, requireObject, type Store } from "./store/types.ts";

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
    const { bulk, queries, ui, views, store } = this.#parts;
    store.restore(name);
    for (const part of [bulk, queries, ui, views]) part.reset();
    this.#accessMarks.get(name)?.();
  }

  advanceClock(seconds: number): void {
    this.#parts.clock.advance(seconds);
  }

  reset(): void {
    this.#accessMarks.clear();
    const { bulk, queries, ui, views, store, clock, sessions, codes, faults, log, usage, options } =
      this.#parts;
    for (const part of [bulk, queries, ui, views, store, clock, usage]) part.reset();
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

/**
 * Starts a Salesforce-compatible org in this process.
 * @throws Error when the port is in use, the data file is locked, a seed row is refused, or an option contradicts itself
 * @example
 * ```ts
 * await using org = await startLocalOrg({ rows: { Account: [{ Name: "Acme" }] } });
 * const auth = jwtBearer({ clientId: org.clientId, username: org.username, privateKey: org.privateKey, loginUrl: org.url });
 * await using sf = new SalesforceClient({ auth });
 * ```
 */
export async function startLocalOrg(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  const keys = options.keyPair ?? (await makeKeyPair());
  let running: ControlTarget | undefined;
  const target = (): ControlTarget => {
    if (running) return running;
    throw new Error("The local org is not listening.");
  };
  const { allowedHosts = [] } = options;
  const own = [...controlRoutes(target, allowedHosts), ...pageRoutes(allowedHosts)];
  const parts = assemble(options, keys, own);
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
