import { createRequire } from "node:module";
import type { Database, Statement } from "node-sqlite3-wasm";
import type { Schema } from "../schema/types.ts";
import { columnType, schemaSql } from "./tables.ts";
import { quote } from "./types.ts";

// The package is CommonJS without named exports that Node can see.
const require = createRequire(import.meta.url);

/** The longest row of statements kept prepared; beyond it the oldest is let go. */
const MAX_STATEMENTS = 500;

/** An open SQLite database with its prepared statements and transactions. */
export class Connection {
  readonly db: Database;
  readonly #statements = new Map<string, Statement>();
  #depth = 0;

  constructor(db: Database) {
    this.db = db;
  }

  /** Returns the prepared statement for this SQL, from the cache. */
  statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.db.prepare(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > MAX_STATEMENTS) this.#forgetOldest();
    return statement;
  }

  #forgetOldest(): void {
    for (const [sql, statement] of this.#statements) {
      this.#statements.delete(sql);
      statement.finalize();
      return;
    }
  }

  /** Runs work in a transaction, or in a savepoint of the one that is open. */
  transaction<T>(work: () => T): T {
    const name = `s${this.#depth}`;
    const nested = this.#depth > 0;
    this.db.exec(nested ? `SAVEPOINT ${name}` : "BEGIN");
    this.#depth++;
    try {
      const result = work();
      this.db.exec(nested ? `RELEASE ${name}` : "COMMIT");
      return result;
    } catch (error) {
      this.db.exec(nested ? `ROLLBACK TO ${name}; RELEASE ${name}` : "ROLLBACK");
      throw error;
    } finally {
      this.#depth--;
    }
  }

  close(): void {
    for (const statement of this.#statements.values()) statement.finalize();
    this.#statements.clear();
    if (this.db.isOpen) this.db.close();
  }
}

function open(file: string): Database {
  const { Database: Opener } = require("node-sqlite3-wasm") as typeof import("node-sqlite3-wasm");
  let db: Database | undefined;
  try {
    db = new Opener(file);
    // The data is a test org's: speed over surviving a power cut, and one process per file.
    db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF");
    db.exec("PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY");
    // The lock is taken by the first access and kept.
    db.exec("BEGIN IMMEDIATE; COMMIT");
    return db;
  } catch (cause) {
    db?.close();
    const message = `Cannot open the data file ${file}: it is locked by another local org, damaged, or in a directory that does not exist. If no other process uses it, remove the directory ${file}.lock.`;
    throw new Error(message, { cause });
  }
}

/** Adds the columns that a data file of an earlier schema lacks. */
function addMissingColumns(db: Database, schema: Schema): void {
  for (const object of schema.objects()) {
    const rows = db.all(`PRAGMA table_info(${quote(object.name)})`);
    const have = new Set(rows.map((row) => String(row["name"])));
    for (const field of object.fields) {
      if (!field.stored || have.has(field.name)) continue;
      db.exec(`ALTER TABLE ${quote(object.name)} ADD COLUMN ${quote(field.name)} ${columnType(field)}`);
    }
  }
}

/** Opens the org's database and creates what tables it lacks. */
export function connect(schema: Schema, file: string): Connection {
  const db = open(file);
  const fresh = db.get("SELECT count(*) AS n FROM sqlite_master")?.["n"] === 0;
  const connection = new Connection(db);
  const statements = schemaSql(schema);
  connection.transaction(() => {
    if (!fresh) for (const sql of statements.filter((text) => text.startsWith("CREATE TABLE"))) db.exec(sql);
    if (!fresh) addMissingColumns(db, schema);
    for (const sql of statements) db.exec(sql);
  });
  return connection;
}
