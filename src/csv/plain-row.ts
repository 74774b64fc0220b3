import { plainNumber } from "./plain-number.ts";
import type { RowBytes } from "./row-bytes.ts";
import { NULL_VALUE } from "./values.ts";

/**
 * Writes the row of a record that looks like the columns: the same keys in the same order, and values that are texts,
 * numbers, booleans or null. Nearly all records do, and nothing has to be looked up for them. Returns whether it did;
 * any other record is to be looked at key by key.
 */
export function writePlainRow(record: object, names: readonly string[], bytes: RowBytes): boolean {
  if (typeof record !== "object" || record === null || Array.isArray(record)) return false;
  const keys = Object.keys(record);
  if (keys.length !== names.length) return false;
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] as string;
    const value: unknown = (record as Readonly<Record<string, unknown>>)[key];
    const text = typeof value === "string" ? value : scalarText(value);
    if (key !== names[at] || text === undefined || !bytes.add(text)) {
      bytes.dropRow();
      return false;
    }
  }
  bytes.endRow();
  return true;
}

function scalarText(value: unknown): string | undefined {
  if (value === null) return NULL_VALUE;
  if (typeof value === "number") return Number.isFinite(value) ? plainNumber(value) : undefined;
  if (typeof value === "boolean") return value ? "true" : "false";
  return undefined;
}
