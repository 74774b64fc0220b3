import { InputError } from "../errors/index.ts";

/** A date without a time, as `YYYY-MM-DD`. */
export interface SoqlDate {
  readonly soqlDate: string;
}

/** Text that is already SOQL: put into a query as it is. Made by `rawSoql` and `fieldName`. */
export interface RawSoql {
  readonly rawSoql: string;
}

/** One value of a query. */
export type SoqlScalar = string | number | boolean | null | undefined | bigint | Date | SoqlDate | RawSoql;

/** A value, or a list of them for `IN`. */
export type SoqlValue = SoqlScalar | readonly SoqlScalar[];

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
};

/**
 * Writes a SOQL query whose values cannot break out of their places: `` soql`SELECT Id FROM Account WHERE Name = ${name}` ``.
 * Strings are quoted and escaped, dates written as date-times, arrays as lists for `IN`, `null` and `undefined` as
 * `null` (SOQL and SOSL Reference, "Quoted String Escape Sequences").
 *
 * @throws InputError for a value that SOQL has no literal for
 */
export function soql(parts: TemplateStringsArray, ...values: readonly SoqlValue[]): string {
  return parts.reduce((text, part, index) => text + literal(values[index - 1]) + part);
}

/** Writes one value as a SOQL literal. */
export function literal(value: SoqlValue): string {
  if (Array.isArray(value)) return list(value);
  return scalar(value as SoqlScalar);
}

function list(values: readonly SoqlScalar[]): string {
  if (values.length > 0) return `(${values.map(scalar).join(", ")})`;
  throw new InputError(
    "An empty list has no SOQL literal: IN () is refused by the platform; leave the condition out",
  );
}

function scalar(value: SoqlScalar): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string")
    return `'${value.replace(/[\\'\n\r\t\b\f]/g, (found) => ESCAPES[found] ?? found)}'`;
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") return numeral(value);
  if (value instanceof Date) return dateTime(value);
  if ("rawSoql" in value) return value.rawSoql;
  if ("soqlDate" in value) return value.soqlDate;
  throw new InputError(`A value of type ${typeof value} has no SOQL literal`);
}

function numeral(value: number): string {
  if (Number.isFinite(value)) return String(value);
  throw new InputError(`${value} has no SOQL literal`);
}

function dateTime(value: Date): string {
  if (!Number.isNaN(value.getTime())) return value.toISOString();
  throw new InputError("An invalid Date has no SOQL literal");
}

/**
 * Marks a date without a time for `soql`; a `Date` is taken by its UTC day.
 *
 * @throws InputError for a text that is not `YYYY-MM-DD`
 */
export function soqlDate(value: Date | string): SoqlDate {
  const text = typeof value === "string" ? value : dateTime(value).slice(0, 10);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { soqlDate: text };
  throw new InputError(`"${text}" is not a date like 2026-11-22`);
}

/** Escapes `%`, `_` and `\` of a text that stands inside a `LIKE` pattern. The quoting is left to `soql`. */
export function escapeLike(value: string): string {
  return value.replace(/[\\%_]/g, (found) => `\\${found}`);
}

/** Puts text into a query as it is. Never pass it anything that came from outside. */
export function rawSoql(text: string): RawSoql {
  return { rawSoql: text };
}

/**
 * Checks the API name of a field, a path such as `Owner.Name`, or an object for use in a query.
 *
 * @throws InputError when it is not a name
 */
export function fieldName(name: string): RawSoql {
  if (/^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/.test(name)) return { rawSoql: name };
  throw new InputError(`${JSON.stringify(name)} is not the API name of a field or object`);
}
