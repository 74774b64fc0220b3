import type { Database, Statement } from "node-sqlite3-wasm";
import type { IdSource } from "../schema/ids.ts";
import { normaliseId } from "../schema/ids.ts";
import type { FieldDef, ObjectDef, Schema } from "../schema/types.ts";
import { coerce } from "./coerce.ts";
import { type Connection, connect } from "./database.ts";
import { deleteRow, undeleteRow } from "./delete.ts";
import { derivationOf } from "./derive.ts";
import { type Draft, type ReadFields, readFields } from "./draft.ts";
import { type ObjectPlan, planOf } from "./plan.ts";
import { checkNotEmptied, checkReference, checkRequired, duplicateValue, readOnlyError } from "./rules.ts";
import {
  type Clock,
  type Fields,
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

/** A row about to be saved, as the org's own rules (validation rules, triggers) see it. */
export interface SaveEvent {
  readonly object: string;
  readonly operation: "insert" | "update" | "delete";
  /** The row's id; undefined on insert. */
  readonly id: string | undefined;
  /** The columns being written. */
  readonly values: ReadonlyMap<string, SqlValue>;
}

/** Decides about a row before it is saved: returns errors to refuse it. */
export type BeforeSave = (event: SaveEvent) => readonly WriteError[] | undefined;

/** What a store is made of. */
export interface StoreOptions {
  readonly schema: Schema;
  readonly ids: IdSource;
  readonly clock: Clock;
  /** The data file, or `:memory:`. */
  readonly file: string;
  readonly beforeSave?: BeforeSave | undefined;
}

const MAX_KNOWN = 50_000;

const fail = (...errors: readonly WriteError[]): WriteResult => ({ ok: false, errors });
const error = (statusCode: string, message: string, fields: readonly string[] = []): WriteError => ({
  statusCode,
  message,
  fields,
});

class SqliteStore implements Store {
  readonly schema: Schema;
  readonly clock: Clock;
  readonly #connection: Connection;
  readonly #ids: IdSource;
  readonly #beforeSave: BeforeSave | undefined;
  readonly #plans = new Map<string, ObjectPlan>();
  /** Ids seen to be live, so that a batch with one parent looks it up once. Emptied by everything that takes rows away. */
  readonly #known = new Set<string>();

  constructor(options: StoreOptions) {
    this.schema = options.schema;
    this.clock = options.clock;
    this.#ids = options.ids;
    this.#beforeSave = options.beforeSave;
    this.#connection = connect(options.schema, options.file);
    this.#resumeIds();
  }

  get db(): Database {
    return this.#connection.db;
  }

  /** Continues the ids where a data file left off. */
  #resumeIds(): void {
    for (const object of this.schema.objects()) {
      const row = this.db.get(`SELECT max("Id") AS last FROM ${quote(object.name)}`);
      const last = row?.["last"];
      if (typeof last === "string") this.#ids.resume(last);
    }
  }

  statement(sql: string): Statement {
    return this.#connection.statement(sql);
  }

  transaction<T>(work: () => T): T {
    try {
      return this.#connection.transaction(work);
    } catch (cause) {
      this.#known.clear();
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
    const { object } = plan;
    if (!object.flags.createable && ctx.source !== "seed") {
      return fail(
        error("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", `entity type cannot be inserted: ${object.label}`),
      );
    }
    const read = this.#read(object, fields, { ctx, creating: true });
    const { draft } = read;
    for (const [column, value] of plan.defaults) if (!draft.has(column)) draft.set(column, value);
    if (plan.hasOwner && (draft.get("OwnerId") ?? null) === null) draft.set("OwnerId", ctx.userId);
    const lacking = ctx.source === "seed" ? undefined : checkRequired(plan.required, draft);
    const errors = this.#judge(plan, { read, lacking, id: undefined });
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
    for (const field of plan.autoNumbers)
      if (!draft.has(field.name)) draft.set(field.name, this.#autoNumber(id));
    derivationOf(plan.object.name)?.({ draft, before: undefined, now });
    this.#save({ object: plan.object.name, columns: [...draft.keys()], values: [...draft.values()] });
    this.#remember(id);
    return { ok: true, id, created: true };
  }

  #save(row: { object: string; columns: readonly string[]; values: SqlValue[] }): void {
    const key = `INSERT INTO ${quote(row.object)} (${row.columns.map(quote).join(",")}) VALUES (${row.columns.map(() => "?").join(",")})`;
    this.statement(key).run(row.values);
  }

  /** Auto numbers count with the ids, so that they are as deterministic. */
  #autoNumber(id: string): string {
    return String(this.#ids.ordinal(id) + 1000).padStart(8, "0");
  }

  #now(): string {
    return `${this.clock().toISOString().slice(0, 19)}.000Z`;
  }

  #remember(id: string): void {
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.add(id);
  }

  /** Collects what speaks against a row, in the order in which Salesforce finds it. */
  #judge(
    plan: ObjectPlan,
    found: { read: ReadFields; lacking: WriteError | undefined; id: string | undefined },
  ): readonly WriteError[] {
    const { read, lacking, id } = found;
    if (read.parse) return [read.parse];
    if (read.readOnly.length > 0) return [readOnlyError(read.readOnly)];
    if (lacking) return [lacking];
    if (read.errors.length > 0) return read.errors;
    const broken = this.#checkReferences(plan, read.draft);
    if (broken.length > 0) return broken;
    const twin = this.#checkUnique(plan, read.draft, id);
    if (twin) return [twin];
    const operation = id === undefined ? "insert" : "update";
    return this.#beforeSave?.({ object: plan.object.name, operation, id, values: read.draft }) ?? [];
  }

  #checkReferences(plan: ObjectPlan, draft: Draft): WriteError[] {
    const errors: WriteError[] = [];
    for (const field of plan.references) {
      const id = draft.get(field.name);
      if (typeof id !== "string" || (this.#known.has(id) && this.#pointsRight(field, id))) continue;
      const broken = checkReference(
        { schema: this.schema, liveness: (o, i) => this.#liveness(o, i) },
        field,
        id,
      );
      if (broken) errors.push(broken);
    }
    return errors;
  }

  #pointsRight(field: FieldDef, id: string): boolean {
    const target = this.schema.byPrefix(id);
    return target !== undefined && field.referenceTo.includes(target.name);
  }

  #liveness(object: ObjectDef, id: string): "live" | "deleted" | undefined {
    if (this.#known.has(id)) return "live";
    const row = this.statement(`SELECT "IsDeleted" AS d FROM ${quote(object.name)} WHERE "Id" = ?`).get([id]);
    if (!row) return undefined;
    if (row["d"] === 1) return "deleted";
    this.#remember(id);
    return "live";
  }

  #checkUnique(plan: ObjectPlan, draft: Draft, id: string | undefined): WriteError | undefined {
    for (const field of plan.unique) {
      const value = draft.get(field.name) ?? null;
      if (value === null) continue;
      const twin = this.findIds(plan.object.name, field.name, value).find((other) => other !== id);
      if (twin !== undefined) return duplicateValue(plan.object, field, twin);
    }
    return undefined;
  }

  /** Finds out which row a write means, or why it cannot be written. */
  #locate(
    object: ObjectDef,
    raw: unknown,
  ): { readonly id: string } | { readonly errors: readonly WriteError[] } {
    if (raw === undefined || raw === null || raw === "") {
      return { errors: [error("MISSING_ARGUMENT", "Id not specified in an update call")] };
    }
    const id = normaliseId(String(raw).trim());
    if (id === undefined || this.schema.byPrefix(id) !== object) {
      return {
        errors: [error("MALFORMED_ID", `Record ID: id value of incorrect type: ${String(raw)}`, ["Id"])],
      };
    }
    const liveness = this.#liveness(object, id);
    if (liveness === "live") return { id };
    return {
      errors: [
        liveness === "deleted"
          ? error("ENTITY_IS_DELETED", "entity is deleted")
          : error("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"),
      ],
    };
  }

  update(name: string, fields: Fields, ctx: WriteContext): WriteResult {
    const plan = this.#plan(name);
    const { object } = plan;
    if (!object.flags.updateable && ctx.source !== "seed") {
      return fail(
        error("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", `entity type cannot be updated: ${object.label}`),
      );
    }
    const read = this.#read(object, fields, { ctx, creating: false });
    if (read.parse) return fail(read.parse);
    const idKey = "Id" in fields ? "Id" : Object.keys(fields).find((key) => key.toLowerCase() === "id");
    const located = this.#locate(object, idKey === undefined ? undefined : fields[idKey]);
    if ("errors" in located) return fail(...located.errors);
    const { id } = located;
    const lacking = ctx.source === "seed" ? undefined : checkNotEmptied(object, read.draft);
    const errors = this.#judge(plan, { read, lacking, id });
    if (errors.length > 0) return { ok: false, errors, id };
    this.#change(plan, { id, draft: read.draft }, ctx);
    return { ok: true, id, created: false };
  }

  #change(plan: ObjectPlan, row: { id: string; draft: Draft }, ctx: WriteContext): void {
    const { id, draft } = row;
    const now = this.#now();
    for (const column of plan.modified) if (!draft.has(column)) draft.set(column, now);
    for (const column of plan.modifiedBy) if (!draft.has(column)) draft.set(column, ctx.userId);
    const derive = derivationOf(plan.object.name);
    if (derive) derive({ draft, before: this.get(plan.object.name, id), now });
    if (draft.size === 0) return;
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
      return fail(error("INVALID_FIELD", message));
    }
    if (field.type === "id") return this.#upsertById(object, fields, ctx);
    const key = Object.keys(fields).find((name) => name.toLowerCase() === field.name.toLowerCase());
    const raw = key === undefined ? undefined : fields[key];
    if (raw === undefined || raw === null || raw === "") {
      return fail(error("MISSING_ARGUMENT", `${field.name} not specified`));
    }
    const coerced = coerce(field, raw, ctx);
    if ("error" in coerced) return fail(coerced.error);
    const matches = this.findIds(object.name, field.name, coerced.value);
    return this.#upsertMatch({ object, field, matches }, fields, ctx);
  }

  #upsertById(object: ObjectDef, fields: Fields, ctx: WriteContext): WriteResult {
    const { Id: id, ...rest } = fields;
    return id === undefined || id === null || id === ""
      ? this.insert(object.name, rest, ctx)
      : this.update(object.name, fields, ctx);
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
      return { ok: false, errors: [error("DUPLICATE_EXTERNAL_ID", message)], matches };
    }
    if (id !== undefined) return this.update(object.name, { ...fields, Id: id }, ctx);
    if (ctx.updateOnly) return fail(error("NOT_FOUND", "The requested resource does not exist"));
    return this.insert(object.name, fields, ctx);
  }

  delete(name: string, rawId: string, ctx: WriteContext): WriteResult {
    const { object } = this.#plan(name);
    if (!object.flags.deletable && ctx.source !== "seed") {
      return fail(error("INVALID_TYPE_FOR_OPERATION", `entity type ${object.name} does not support delete`));
    }
    const located = this.#locate(object, rawId);
    if ("errors" in located) return fail(...located.errors);
    const { id } = located;
    const refused = this.#beforeSave?.({ object: name, operation: "delete", id, values: new Map() }) ?? [];
    if (refused.length > 0) return { ok: false, errors: refused, id };
    this.#known.clear();
    return deleteRow({ store: this, now: this.#now() }, { object, id }, ctx);
  }

  undelete(name: string, rawId: string, ctx: WriteContext): WriteResult {
    const { object } = this.#plan(name);
    return undeleteRow({ store: this, now: this.#now() }, { object, id: normaliseId(rawId) ?? rawId }, ctx);
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
    this.#known.clear();
    this.transaction(() => {
      for (const object of this.schema.objects()) this.db.exec(`DELETE FROM ${quote(object.name)}`);
    });
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
