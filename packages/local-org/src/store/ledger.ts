import type { Schema } from "../schema/types.ts";
import type { Connection } from "./database.ts";
import type { Draft } from "./draft.ts";
import { type Ledger, type LedgerEntry, quote, requireObject } from "./types.ts";

/** The name of the ledger's table. Objects cannot have it. */
export const LEDGER_TABLE = "~ledger";

const CREATE =
  `CREATE TABLE IF NOT EXISTS ${quote(LEDGER_TABLE)} (object TEXT, key TEXT, inserted INTEGER NOT NULL, ` +
  "updated INTEGER NOT NULL, PRIMARY KEY (object, key)) WITHOUT ROWID";

const COUNT =
  `INSERT INTO ${quote(LEDGER_TABLE)} VALUES (?, ?, ?, ?) ON CONFLICT (object, key) ` +
  "DO UPDATE SET inserted = inserted + excluded.inserted, updated = updated + excluded.updated";

/** The ledger in a table of its own: what is rolled back was not written, and a million keys are no weight on memory. */
export class StoredLedger implements Ledger {
  readonly #connection: Connection;
  readonly #schema: Schema;
  readonly #watched = new Map<string, string>();

  constructor(connection: Connection, schema: Schema) {
    this.#connection = connection;
    this.#schema = schema;
  }

  watch(object: string, field: string): void {
    const { name, field: find } = requireObject(this.#schema, object);
    const known = find(field);
    if (!known?.stored)
      throw new Error(`The ledger cannot count by ${name}.${field}: ${name} has no such field.`);
    this.#connection.db.exec(CREATE);
    this.#connection.statement(`DELETE FROM ${quote(LEDGER_TABLE)} WHERE object = ?`).run([name]);
    this.#watched.set(name, known.name);
  }

  entries(object: string): LedgerEntry[] {
    const { name } = requireObject(this.#schema, object);
    if (!this.#watched.has(name))
      throw new Error(`The ledger does not count ${name}: name its key field with the option "ledger".`);
    const sql = `SELECT key, inserted, updated FROM ${quote(LEDGER_TABLE)} WHERE object = ? ORDER BY key`;
    const rows = this.#connection.statement(sql).all([name]);
    return rows.map(({ key, inserted, updated }) => ({
      key: String(key),
      inserted: Number(inserted),
      updated: Number(updated),
    }));
  }

  /** Counts a row that was inserted. */
  inserted(object: string, draft: Draft): void {
    const field = this.#watched.get(object);
    if (field !== undefined) this.#count(object, draft.get(field), [1, 0]);
  }

  /** Counts a row that was updated. */
  updated(object: string, id: string): void {
    const field = this.#watched.get(object);
    if (field === undefined) return;
    const sql = `SELECT ${quote(field)} AS key FROM ${quote(object)} WHERE "Id" = ?`;
    this.#count(object, this.#connection.statement(sql).get([id])?.["key"], [0, 1]);
  }

  #count(object: string, key: unknown, [inserted, updated]: readonly [number, number]): void {
    if (key === null || key === undefined) return;
    this.#connection.statement(COUNT).run([object, String(key), inserted, updated]);
  }

  /** Starts all counts again. */
  reset(): void {
    if (this.#watched.size > 0) this.#connection.db.exec(`DELETE FROM ${quote(LEDGER_TABLE)}`);
  }
}
