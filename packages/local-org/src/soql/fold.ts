import type { Database } from "node-sqlite3-wasm";

const taught = new WeakSet<Database>();

/** Teaches SQLite `fold(text)`: text without case beyond ASCII, where its own NOCASE stops. */
export function teachFold(db: Database): void {
  if (taught.has(db)) return;
  taught.add(db);
  const fold = (value: unknown): string | null => (value === null ? null : String(value).toLowerCase());
  db.function("fold", fold, { deterministic: true });
}
