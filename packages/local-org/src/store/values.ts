import type { FieldDef } from "../schema/types.ts";
import type { SqlValue } from "./types.ts";

/** Formats a stored datetime as Salesforce prints it: `2014-06-04T23:56:37.000+0000`. */
export function wireDateTime(stored: string): string {
  return stored.endsWith("Z") ? `${stored.slice(0, -1)}+0000` : stored;
}

/**
 * Turns a column's value into the value of a JSON answer. Base64 fields are not handled here: their JSON value is a URL.
 */
export function toJson(field: FieldDef, value: SqlValue): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (field.type === "boolean") return Number(value) === 1;
  if (field.type === "datetime" && typeof value === "string") return wireDateTime(value);
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return value;
}
