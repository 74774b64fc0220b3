import type { Database, Statement } from "node-sqlite3-wasm";
import type { ObjectDef, Schema } from "../schema/types.ts";

/** Tells the org's time. Injected, so that a test decides what time it is. */
export type Clock = () => Date;

/** What a column of the org's tables holds. */
export type SqlValue = string | number | bigint | Uint8Array | null;

/** A row as it lies in the table: column name to column value. */
export type Row = Record<string, SqlValue>;

/** One reason why a row was refused, in Salesforce's own code and words. */
export interface WriteError {
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

/** The fate of one row. */
export type WriteResult =
  | { readonly ok: true; readonly id: string; readonly created: boolean }
  | {
      readonly ok: false;
      readonly errors: readonly WriteError[];
      /** The row that was meant, where the request named one that exists. */
      readonly id?: string;
      /** The rows that share the external id, for `DUPLICATE_EXTERNAL_ID`. */
      readonly matches?: readonly string[];
    };

/** Who writes, and how what they wrote is to be read. */
export interface WriteContext {
  /** The 18-character id of the user: owner and author of what is written. */
  readonly userId: string;
  /**
   * `rest`: JSON values; `bulk`: CSV cells, all strings, with relationship columns such as `Owner.Username`;
   * `seed`: JSON values, and read-only fields such as `Id` and `CreatedDate` may be set.
   * @default "rest"
   */
  readonly source?: "rest" | "bulk" | "seed" | undefined;
  /** Bulk only: the position of a field's column in the file, from 0, for the text of a type error. */
  readonly columnOf?: ((key: string) => number) | undefined;
  /** Where a value stands in the request, for the text of a type error, e.g. `[line:1, column:20]`. */
  readonly locate?: ((key: string) => string) | undefined;
  /** Delete only: removes the row for good instead of leaving it in the recycle bin. */
  readonly hard?: boolean | undefined;
  /** The objects and fields as the writer may see and write them. @default the org's own: everything */
  readonly schema?: Schema | undefined;
  /** Upsert only: never inserts. */
  readonly updateOnly?: boolean | undefined;
}

/** What a client sent for one row: field name to value; `Id` among them for an update. */
export type Fields = Readonly<Record<string, unknown>>;

/** How often clients have written one value of a key field. */
export interface LedgerEntry {
  readonly key: string;
  /** How many rows with this key were inserted. More than one is a row that was doubled. */
  readonly inserted: number;
  readonly updated: number;
}

/** Counts by key what clients write, so that a test can say that nothing was lost and nothing doubled. */
export interface Ledger {
  /** Counts the writes of an object by this field from now on. @throws Error where there is no such field */
  watch(object: string, field: string): void;
  /** Returns the counts of an object in the order of their keys. @throws Error where it is not watched */
  entries(object: string): LedgerEntry[];
}

/** Which object an upsert is for and by which field it finds the row. */
export interface UpsertTarget {
  readonly object: string;
  readonly externalIdField: string;
}

/**
 * The org's data: one SQLite table per object, and the rules by which rows may be written.
 *
 * Tables and columns carry the API names, quoted (`"Account"."BillingCity"`). Every stored field of the schema has a column,
 * and every table has `"IsDeleted"` (0 or 1) even where the object has no such field. Values: ids and references 18 characters;
 * booleans 0 or 1; date `YYYY-MM-DD`; datetime `YYYY-MM-DDTHH:mm:ss.sssZ`; time `HH:mm:ss.sssZ`; numbers as numbers;
 * base64 as a blob; text compares without case (`COLLATE NOCASE`) unless the field is case-sensitive.
 */
export interface Store {
  readonly db: Database;
  readonly schema: Schema;
  readonly clock: Clock;
  /** Inserts one row. The first writes of a batch belong into one `transaction`: that is what makes them fast. */
  insert(object: string, fields: Fields, ctx: WriteContext): WriteResult;
  /** Updates the row that `fields.Id` names. */
  update(object: string, fields: Fields, ctx: WriteContext): WriteResult;
  /** Inserts or updates by the value of an external id field (or `Id`). */
  upsert(target: UpsertTarget, fields: Fields, ctx: WriteContext): WriteResult;
  /** Moves a row to the recycle bin with what cascades from it, or removes it for good (`ctx.hard`). */
  delete(object: string, id: string, ctx: WriteContext): WriteResult;
  /** Takes a row back out of the recycle bin. */
  undelete(object: string, id: string): WriteResult;
  /** Reads a row by its id (15 or 18 characters), deleted or not. */
  get(object: string, id: string): Row | undefined;
  /** Finds the ids of live rows where a field has a value, oldest id first. */
  findIds(object: string, field: string, value: SqlValue): string[];
  /** Counts live rows. */
  count(object: string): number;
  /** Runs work in one transaction (a savepoint when nested); rolls back when it throws. Synchronous on purpose. */
  transaction<T>(work: () => T): T;
  /** Returns a prepared statement from the cache. Never finalize it, and never keep an iterator of it open across calls. */
  statement(sql: string): Statement;
  /** How often clients wrote each value of a key field. */
  readonly ledger: Ledger;
  /** Keeps the rows and the ids as they are now under a name; an earlier snapshot of that name gives way. */
  snapshot(name: string): void;
  /** Puts the rows and the ids back as they were. @throws Error where there is no such snapshot */
  restore(name: string): void;
  /** Empties every table and starts the ids again. Forgets every snapshot. */
  reset(): void;
  close(): void;
}

/** Quotes an API name as an SQL identifier. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Refuses an object name the schema does not know. */
export function requireObject(schema: Schema, name: string): ObjectDef {
  const object = schema.object(name);
  if (!object)
    throw new Error(`This org has no object ${name}: add it with the option "objects" of startLocalOrg.`);
  return object;
}
