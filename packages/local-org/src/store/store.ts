import type { Database, Statement } from "node-sqlite3-wasm";
import type { IdSource } from "../schema/ids.ts";
import { normaliseId } from "../schema/ids.ts";
import type { FieldDef, ObjectDef, Schema } from "../schema/types.ts";
import { type BeforeSave, RowChecks, refusal } from "./checks.ts";
import { coerce } from "./coerce.ts";
import { type ContentScope, fileVersion, publishFile } from "./content.ts";
import { type Connection, connect } from "./database.ts";
import { deleteRow, undeleteRow } from "./delete.ts";
import { derivationOf } from "./derive.ts";
import { type Draft, type ReadFields, readFields } from "./draft.ts";
import { StoredLedger } from "./ledger.ts";
import { type ObjectPlan, planOf } from "./plan.ts";
import { checkNotEmptied, checkRequired } from "./rules.ts";
import { Snapshots } from "./snapshots.ts";
import {
  type Clock,
  type Fields,
  type Ledger,
  quote,
  type Row,
  requireObject,
  type SqlValue,
  type Store,
  type UpsertTarget,
  type WriteContext,
  type WriteError,
  type WriteResult,
} from "./types.ts";

/** What a store is made of. */
export interface StoreOptions {
  readonly schema: Schema;
  readonly ids: IdSource;
  readonly clock: Clock;
  /** The data file, or `:memory:`. */
  readonly file: string;
  readonly beforeSave?: BeforeSave | undefined;
}

const MAX_SHAPES = 2000;

/** What a user without the right to edit or delete an object's rows is told. */
const NO_RIGHT = refusal("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");

const fail = (...errors: readonly WriteError[]): WriteResult => ({ ok: false, errors });

class SqliteStore implements Store {
  readonly schema: Schema;
  readonly clock: Clock;
  readonly #connection: Connection;
  readonly #ids: IdSource;
  readonly #plans = new Map<string, ObjectPlan>();
  readonly #checks: RowChecks;
  readonly #ledger: StoredLedger;
  readonly #snapshots: Snapshots;
  /** The ways back for what is not in tables, by the name of the snapshot. */
  readonly #idMarks = new Map<string, () => void>();
  /** The SQL of each set of columns written so far. */
  readonly #shapes = new Map<string, string>();
  /** Objects that have, or once had, a row. A delete need not look for children among the others. */
  readonly #filled = new Set<string>();
  #second = Number.NaN;
  #stamp = "";

  constructor(options: StoreOptions) {
    this.schema = options.schema;
    this.clock = options.clock;
    this.#ids = options.ids;
    this.#connection = connect(options.schema, options.file);
    this.#checks = new RowChecks({
      schema: this.schema,
      statement: (sql) => this.statement(sql),
      findIds: (name, field, value) => this.findIds(name, field, value),
      beforeSave: options.beforeSave,
    });
    this.#ledger = new StoredLedger(this.#connection, this.schema);
    this.#snapshots = new Snapshots(this.#connection);
    this.#resumeIds();
  }

  get ledger(): Ledger {
    return this.#ledger;
  }

  snapshot(name: string): void {
    this.#snapshots.take(name);
    this.#idMarks.set(name, this.#ids.mark());
  }

  restore(name: string): void {
    this.#snapshots.restore(name);
    this.#idMarks.get(name)?.();
    this.#checks.forget();
  }

  get db(): Database {
    return this.#connection.db;
  }

  /** Continues the ids where a data file left off. */
  #resumeIds(): void {
    for (const object of this.schema.objects()) {
      const row = this.db.get(`SELECT max("Id") AS last FROM ${quote(object.name)}`);
      const last = row?.["last"];
      if (typeof last !== "string") continue;
      this.#ids.resume(last);
      this.#filled.add(object.name);
    }
  }

  statement(sql: string): Statement {
    return this.#connection.statement(sql);
  }

  transaction<T>(work: () => T): T {
    try {
      return this.#connection.transaction(work);
    } catch (cause) {
      this.#checks.forget();
      throw cause;
    }
  }

  #plan(name: string): ObjectPlan {
    const known = this.#plans.get(name);
    if (known) return known;
    const plan = planOf(requireObject(this.schema, name));
    this.#plans.set(name, plan);
    return plan;
  }

  #read(object: ObjectDef, fields: Fields, write: { ctx: WriteContext; creating: boolean }): ReadFields {
    const findIds = (name: string, field: string, value: SqlValue): string[] =>
      this.findIds(name, field, value);
    return readFields({ schema: this.schema, object, findIds, creating: write.creating }, fields, write.ctx);
  }

  insert(name: string, fields: Fields, ctx: WriteContext): WriteResult {
    const plan = this.#plan(name);
    const object = ctx.schema?.object(name) ?? plan.object;
    if (!object.flags.createable && ctx.source !== "seed") {
      return fail(
        refusal("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", `entity type cannot be inserted: ${object.label}`),
      );
    }
    const read = this.#read(object, fields, { ctx, creating: true });
    const { draft } = read;
    for (const [column, value] of plan.defaults) if (!draft.has(column)) draft.set(column, value);
    if (plan.hasOwner && (draft.get("OwnerId") ?? null) === null) draft.set("OwnerId", ctx.userId);
    const lacking = ctx.source === "seed" ? undefined : checkRequired(plan.required, draft);
    const errors = this.#checks.judge(plan, { read, lacking, id: undefined });
    if (errors.length > 0) return fail(...errors);
    return this.#store(plan, draft, ctx);
  }

  #store(plan: ObjectPlan, draft: Draft, ctx: WriteContext): WriteResult {
    const now = this.#now();
    const given = draft.get("Id");
    const id = typeof given === "string" ? given : this.#ids.next(plan.object.keyPrefix);
    draft.set("Id", id);
    for (const column of [...plan.created, ...plan.modified]) if (!draft.has(column)) draft.set(column, now);
    for (const column of [...plan.createdBy, ...plan.modifiedBy])
      if (!draft.has(column)) draft.set(column, ctx.userId);
    this.#name(plan, draft, id);
    derivationOf(plan.object.name)?.derive({ draft, before: undefined, now });
    const content = plan.object.name === "ContentVersion" ? this.#content(ctx) : undefined;
    if (content) fileVersion(content, draft);
    this.#save(plan.object.name, draft);
    if (ctx.source !== "seed") this.#ledger.inserted(plan.object.name, draft);
    if (content) publishFile(content, draft);
    this.#checks.remember(id);
    return { ok: true, id, created: true };
  }

  /** Numbers what is numbered by itself, and names a custom object's row that came without a name by its id. */
  #name(plan: ObjectPlan, draft: Draft, id: string): void {
    for (const field of plan.autoNumbers)
      if (!draft.has(field.name)) draft.set(field.name, this.#autoNumber(id));
    if (plan.namedById && (draft.get("Name") ?? null) === null) draft.set("Name", id.slice(0, 15));
  }

  /** What the platform itself writes when a file is saved. */
  #content({ userId }: WriteContext): ContentScope {
    const ctx: WriteContext = { userId, source: "seed" };
    const written = (result: WriteResult): string => {
      if (result.ok) return result.id;
      throw new Error(result.errors.map((reason) => `${reason.statusCode}: ${reason.message}`).join("; "));
    };
    return {
      insert: (object, fields) => written(this.insert(object, fields, ctx)),
      update: (object, fields) => void written(this.update(object, fields, ctx)),
      findIds: (object, field, value) => this.findIds(object, field, value),
    };
  }

  /** Returns the SQL for a set of columns, building it only the first time. */
  #shape(key: string, build: () => string): string {
    const known = this.#shapes.get(key);
    if (known !== undefined) return known;
    const sql = build();
    if (this.#shapes.size >= MAX_SHAPES) this.#shapes.clear();
    this.#shapes.set(key, sql);
    return sql;
  }

  #save(object: string, draft: Draft): void {
    const sql = this.#shape(`INSERT ${object} ${[...draft.keys()].join()}`, () => {
      const columns = [...draft.keys()].map(quote).join();
      return `INSERT INTO ${quote(object)} (${columns}) VALUES (${[...draft].map(() => "?").join()})`;
    });
    this.statement(sql).run([...draft.values()]);
    this.#filled.add(object);
    this.#snapshots.touch(object);
  }

  /** Auto numbers count with the ids, so that they are as deterministic. */
  #autoNumber(id: string): string {
    return String(this.#ids.ordinal(id) + 1000).padStart(8, "0");
  }

  /** The second of the write. Formatted once a second, not once a row. */
  #now(): string {
    const second = Math.floor(this.clock().getTime() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#stamp = new Date(second * 1000).toISOString();
    }
    return this.#stamp;
  }

  update(name: string, fields: Fields, ctx: WriteContext): WriteResult {
    const plan = this.#plan(name);
    const { object } = plan;
    if (ctx.schema?.object(name)?.flags.updateable === false && object.flags.updateable)
      return fail(NO_RIGHT);
    if (!object.flags.updateable && ctx.source !== "seed") {
      return fail(
        refusal("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", `entity type cannot be updated: ${object.label}`),
      );
    }
    const read = this.#read(ctx.schema?.object(name) ?? object, fields, { ctx, creating: false });
    if (read.parse) return fail(read.parse);
    const idKey = "Id" in fields ? "Id" : Object.keys(fields).find((key) => key.toLowerCase() === "id");
    const located = this.#checks.locate(object, idKey === undefined ? undefined : fields[idKey]);
    if ("errors" in located) return fail(...located.errors);
    const { id } = located;
    const lacking = ctx.source === "seed" ? undefined : checkNotEmptied(object, read.draft);
    const errors = this.#checks.judge(plan, { read, lacking, id });
    if (errors.length > 0) return { ok: false, errors, id };
    this.#change(plan, { id, draft: read.draft }, ctx);
    return { ok: true, id, created: false };
  }

  #change(plan: ObjectPlan, row: { id: string; draft: Draft }, ctx: WriteContext): void {
    const { id, draft } = row;
    const now = this.#now();
    for (const column of plan.modified) if (!draft.has(column)) draft.set(column, now);
    for (const column of plan.modifiedBy) if (!draft.has(column)) draft.set(column, ctx.userId);
    const derivation = derivationOf(plan.object.name);
    if (derivation?.from.some((column) => draft.has(column))) {
      derivation.derive({ draft, before: this.get(plan.object.name, id), now });
    }
    if (ctx.source !== "seed") this.#ledger.updated(plan.object.name, id);
    if (draft.size === 0) return;
    this.#snapshots.touch(plan.object.name);
    const assignments = [...draft.keys()].map((column) => `${quote(column)}=?`).join(",");
    this.statement(`UPDATE ${quote(plan.object.name)} SET ${assignments} WHERE "Id"=?`).run([
      ...draft.values(),
      id,
    ]);
  }

  upsert(target: UpsertTarget, fields: Fields, ctx: WriteContext): WriteResult {
    const object = requireObject(this.schema, target.object);
    const field = object.field(target.externalIdField);
    if (!field?.idLookup) {
      const message = `Field name provided, ${target.externalIdField} does not match an External ID, Salesforce Id, or indexed field for ${object.name}`;
      return fail(refusal("INVALID_FIELD", message));
    }
    if (field.type === "id") return this.#upsertById(object, fields, ctx);
    const key = Object.keys(fields).find((name) => name.toLowerCase() === field.name.toLowerCase());
    const raw = key === undefined ? undefined : fields[key];
    if (raw === undefined || raw === null || raw === "") {
      return fail(refusal("MISSING_ARGUMENT", `${field.name} not specified`));
    }
    const coerced = coerce(field, raw, ctx);
    if ("error" in coerced) return fail(coerced.error);
    const matches = this.findIds(object.name, field.name, coerced.value);
    return this.#upsertMatch({ object, field, matches }, fields, ctx);
  }

  #upsertById(object: ObjectDef, fields: Fields, ctx: WriteContext): WriteResult {
    const [key, id] = Object.entries(fields).find(([name]) => name.toLowerCase() === "id") ?? [];
    if (id !== undefined && id !== null && id !== "") return this.update(object.name, fields, ctx);
    return this.insert(
      object.name,
      Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key)),
      ctx,
    );
  }

  #upsertMatch(
    found: { object: ObjectDef; field: FieldDef; matches: readonly string[] },
    fields: Fields,
    ctx: WriteContext,
  ): WriteResult {
    const { object, field, matches } = found;
    const [id] = matches;
    if (matches.length > 1) {
      const message = `More than one record found with external id field '${field.name}': [${matches.join(", ")}]`;
      return { ok: false, errors: [refusal("DUPLICATE_EXTERNAL_ID", message)], matches };
    }
    if (id !== undefined) return this.update(object.name, { ...fields, Id: id }, ctx);
    if (ctx.updateOnly) return fail(refusal("NOT_FOUND", "The requested resource does not exist"));
    return this.insert(object.name, fields, ctx);
  }

  delete(name: string, rawId: string, ctx: WriteContext): WriteResult {
    const { object } = this.#plan(name);
    if (ctx.schema?.object(name)?.flags.deletable === false && object.flags.deletable) return fail(NO_RIGHT);
    if (!object.flags.deletable && ctx.source !== "seed") {
      return fail(
        refusal("INVALID_TYPE_FOR_OPERATION", `entity type ${object.name} does not support delete`),
      );
    }
    const located = this.#checks.locate(object, rawId);
    if ("errors" in located) return fail(...located.errors);
    const { id } = located;
    const refused = this.#checks.judgeDelete(object, id);
    if (refused.length > 0) return { ok: false, errors: refused, id };
    this.#checks.forget();
    // What goes along and what is emptied may lie in any table.
    for (const filled of this.#filled) this.#snapshots.touch(filled);
    return deleteRow(
      { store: this, now: this.#now(), hasRows: (child) => this.#filled.has(child) },
      { object, id },
      ctx,
    );
  }

  undelete(name: string, rawId: string): WriteResult {
    const { object } = this.#plan(name);
    this.#snapshots.touch(object.name);
    return undeleteRow(this, { object, id: normaliseId(rawId) ?? rawId, now: this.#now() });
  }

  get(name: string, rawId: string): Row | undefined {
    const object = requireObject(this.schema, name);
    const id = normaliseId(rawId);
    if (id === undefined) return undefined;
    const row = this.statement(`SELECT * FROM ${quote(object.name)} WHERE "Id" = ?`).get([id]);
    return (row as Row | null) ?? undefined;
  }

  findIds(name: string, fieldName: string, value: SqlValue): string[] {
    const object = requireObject(this.schema, name);
    const field = object.field(fieldName);
    if (!field?.stored) throw new Error(`${object.name} has no stored field ${fieldName}.`);
    const sql = `SELECT "Id" AS id FROM ${quote(object.name)} WHERE ${quote(field.name)} = ? AND "IsDeleted" = 0 ORDER BY "Id"`;
    return this.statement(sql)
      .all([value])
      .map((row) => String(row["id"]));
  }

  count(name: string): number {
    const object = requireObject(this.schema, name);
    const row = this.statement(`SELECT count(*) AS n FROM ${quote(object.name)} WHERE "IsDeleted" = 0`).get();
    return Number(row?.["n"]);
  }

  reset(): void {
    this.#checks.forget();
    this.#snapshots.clear();
    this.#idMarks.clear();
    this.#ledger.reset();
    this.transaction(() => {
      for (const object of this.schema.objects()) this.db.exec(`DELETE FROM ${quote(object.name)}`);
    });
    this.#filled.clear();
    this.#ids.reset();
  }

  close(): void {
    this.#connection.close();
  }
}

/** Opens an org's store: in memory, or in a file that is created when it is missing. */
export function openStore(options: StoreOptions): Store {
  return new SqliteStore(options);
}
