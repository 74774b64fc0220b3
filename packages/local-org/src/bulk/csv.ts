import type { FieldDef } from "../schema/types.ts";
import type { SqlValue } from "../store/types.ts";

/** How a job's result files are written. */
export interface CsvFormat {
  readonly delimiter: string;
  readonly lineEnding: string;
}

/** Quotes a value. */
export function quoted(value: string): string {
  return `"${value.includes('"') ? value.replaceAll('"', '""') : value}"`;
}

/** Writes a line with every value in quotes, as Salesforce does. */
export function quotedLine(values: readonly string[], format: CsvFormat): string {
  let line = "";
  for (let i = 0; i < values.length; i++) line += (i === 0 ? "" : format.delimiter) + quoted(values[i] ?? "");
  return line + format.lineEnding;
}

/** Writes the header of a result file: before API version 53 only the `sf__` columns were in quotes. */
export function headerLine(
  own: readonly string[],
  columns: readonly string[],
  style: { format: CsvFormat; version: number },
): string {
  const rest = style.version < 53 ? columns : columns.map(quoted);
  return [...own.map(quoted), ...rest].join(style.format.delimiter) + style.format.lineEnding;
}

const DOUBLES: ReadonlySet<string> = new Set(["double", "currency", "percent"]);

/** Formats a number as Java does, which is how fractions come out of the Bulk API: `12.0`, `3.5E8`. */
export function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return "0.0";
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : plain(value);
  const [mantissa = "", exponent = ""] = value.toExponential().split("e");
  return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${exponent.replace("+", "")}`;
}

function plain(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toFixed(20).replace(/0+$/, "") : text;
}

/** Formats a column's value for a query result file. Nothing at all is written for null. */
export function csvValue(field: FieldDef | undefined, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (field?.type === "boolean") return Number(value) === 1 ? "true" : "false";
  if (field && DOUBLES.has(field.type)) return javaDouble(Number(value));
  return String(value as SqlValue);
}
