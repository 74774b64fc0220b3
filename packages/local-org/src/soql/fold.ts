import type { Database } from "node-sqlite3-wasm";

const taught = new WeakSet<Database>();

const fold = (value: unknown): string | null => (value === null ? null : String(value).toLowerCase());

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    // Swedish writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
    formats.set(timeZone, format);
  }
  return format;
}

/** Writes a stored datetime as the clocks of a time zone showed it. */
const zoned = (value: unknown, timeZone: unknown): string | null =>
  value === null
    ? null
    : `${formatOf(String(timeZone))
        .format(new Date(String(value)))
        .replace(" ", "T")}.000Z`;

/**
 * Teaches SQLite `fold(text)`, text without case beyond ASCII, where its own NOCASE stops, and `zoned(datetime, zone)`, a datetime as
 * the clocks of a time zone show it.
 */
export function teachFold(db: Database): void {
  if (taught.has(db)) return;
  taught.add(db);
  db.function("fold", fold, { deterministic: true });
  db.function("zoned", zoned, { deterministic: true });
}
