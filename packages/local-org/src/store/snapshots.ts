import type { Connection } from "./database.ts";
import { LEDGER_TABLE } from "./ledger.ts";
import { quote } from "./types.ts";

interface Snapshot {
  /** The tables that had rows. */
  readonly tables: ReadonlySet<string>;
  /** The tables that were written since: only these need to go back. */
  readonly changed: Set<string>;
}

/** Names of copies begin with a character that no object's name has. */
const MARK = "~snapshot ";

const copyOf = (snapshot: string, table: string): string => quote(`${MARK}${snapshot} ${table}`);

/** Copies of the tables as they once were, in tables beside them. */
export class Snapshots {
  readonly #connection: Connection;
  readonly #taken = new Map<string, Snapshot>();

  constructor(connection: Connection) {
    this.#connection = connection;
    // Those of an earlier process: nobody knows any more what they were taken for.
    for (const name of this.#tables().filter((table) => table.startsWith(MARK)))
      connection.db.exec(`DROP TABLE ${quote(name)}`);
  }

  #tables(): string[] {
    const rows = this.#connection.db.all("SELECT name FROM sqlite_master WHERE type = 'table'");
    return rows.map((row) => String(row["name"]));
  }

  #isEmpty(table: string): boolean {
    return this.#connection.db.get(`SELECT 1 FROM ${quote(table)} LIMIT 1`) === null;
  }

  /** Copies every table that has rows. A snapshot of the same name gives way. */
  take(name: string): void {
    const filled = this.#tables().filter((table) => !table.startsWith(MARK) && !this.#isEmpty(table));
    this.#connection.transaction(() => {
      this.#empty(name);
      for (const table of filled) {
        const copy = copyOf(name, table);
        this.#connection.db.exec(
          `CREATE TABLE IF NOT EXISTS ${copy} AS SELECT * FROM ${quote(table)} WHERE 0`,
        );
        this.#connection.db.exec(`INSERT INTO ${copy} SELECT * FROM ${quote(table)}`);
      }
    });
    this.#taken.set(name, { tables: new Set(filled), changed: new Set() });
  }

  /** Puts every table back that was written since. @throws Error where there is no such snapshot */
  restore(name: string): void {
    const snapshot = this.#taken.get(name);
    if (!snapshot)
      throw new Error(`There is no snapshot "${name}" of this org: take one with snapshot() first.`);
    // The ledger is written with other tables, and is there only where somebody asked for it.
    const ledger = this.#tables().includes(LEDGER_TABLE) ? [LEDGER_TABLE] : [];
    this.#connection.transaction(() => {
      for (const table of [...snapshot.changed, ...ledger]) {
        this.#connection.db.exec(`DELETE FROM ${quote(table)}`);
        if (!snapshot.tables.has(table)) continue;
        this.#connection.db.exec(`INSERT INTO ${quote(table)} SELECT * FROM ${copyOf(name, table)}`);
      }
    });
    for (const other of this.#taken.values()) {
      if (other === snapshot) continue;
      for (const table of snapshot.changed) other.changed.add(table);
    }
    snapshot.changed.clear();
  }

  /** Notes that a table is written. */
  touch(table: string): void {
    for (const { changed } of this.#taken.values()) changed.add(table);
  }

  /** Empties a snapshot. Its tables stay: one cannot be dropped while a prepared statement still stands on a row. */
  #empty(name: string): void {
    for (const table of this.#taken.get(name)?.tables ?? [])
      this.#connection.db.exec(`DELETE FROM ${copyOf(name, table)}`);
    this.#taken.delete(name);
  }

  /** Forgets every snapshot. */
  clear(): void {
    for (const name of [...this.#taken.keys()]) this.#empty(name);
  }
}
