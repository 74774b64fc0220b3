import { InputError } from "../errors/index.ts";
import { checkedRaw, isRaw, type RawSoql } from "./raw.ts";

/** A date without a time, as `YYYY-MM-DD`. */
export interface SoqlDate {
  readonly soqlDate: string;
}

/** One value of a query. */
export type SoqlScalar = string | number | boolean | null | bigint | Date | SoqlDate | RawSoql;

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
 * Writes a SOQL query whose values cannot break out of their places (SOQL and SOSL Reference, "Quoted String Escape
 * Sequences").
 *
 * | value | literal |
 * |---|---|
 * | text | quoted and escaped |
 * | number, bigint, boolean | as they are, a number never with an exponent |
 * | `null` | `null` |
 * | `Date` | the moment, in UTC |
 * | `soqlDate(…)` | the day |
 * | a list | a list in parentheses, for `IN`, `NOT IN`, `INCLUDES` and `EXCLUDES` |
 * | `like`, `fieldName(…)`, `dateLiteral(…)`, `rawSoql(…)` | what they made |
 *
 * Anything else is refused, above all `undefined`, which is a value that somebody forgot, and an empty list, which SOQL
 * cannot write: decide in code what a search for nothing is to find.
 *
 * @throws InputError for a value that SOQL has no literal for
 * @example
 * ```ts
 * const query = soql`SELECT Id FROM Account WHERE Name = ${name} AND CreatedDate > ${since} AND Industry IN ${industries}`;
 * for await (const account of sf.query(query)) console.log(account["Id"]);
 * ```
 */
export function soql(parts: TemplateStringsArray, ...values: readonly SoqlValue[]): string {
  return parts.reduce((text, part, index) => text + literal(values[index - 1] as SoqlValue) + part);
}

/** Writes one value as a SOQL literal. */
export function literal(value: SoqlValue): string {
  return Array.isArray(value) ? list(value) : scalar(value as SoqlScalar);
}

function list(values: readonly SoqlScalar[]): string {
  if (values.length > 0) return `(${Array.from(values, scalar).join(", ")})`;
  throw new InputError(
    "An empty list has no SOQL literal: IN () is refused by the platform; leave the condition out, or do not ask",
  );
}

function scalar(value: SoqlScalar): string {
  if (value === null) return "null";
  if (typeof value === "string") return quoted(value, /[\\'\n\r\t\b\f]/g);
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") return numeral(value);
  if (value instanceof Date) return dateTime(value);
  if (isRaw(value)) return value.rawSoql;
  if (isSoqlDate(value)) return calendarDate(value.soqlDate);
  throw noLiteral(value);
}

function noLiteral(value: unknown): InputError {
  const what =
    value === undefined ? "undefined" : `A value of type ${Array.isArray(value) ? "list" : typeof value}`;
  const hint = value === undefined ? "; null is what finds an empty field" : "";
  return new InputError(`${what} has no SOQL literal${hint}`);
}

function quoted(text: string, reserved: RegExp): string {
  return `'${text.replace(reserved, (found) => ESCAPES[found] ?? `\\${found}`)}'`;
}

function numeral(value: number): string {
  if (Number.isFinite(value)) return withoutExponent(String(value));
  throw new InputError(`${value} has no SOQL literal`);
}

/** JavaScript writes numbers from 1e21 and below 1e-6 with an exponent, of which the SOQL reference knows nothing. */
function withoutExponent(text: string): string {
  const [, sign = "", whole = "", fraction = "", exponent] = /^(-?)(\d)(?:\.(\d+))?e(.+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const digits = whole + fraction;
  const point = 1 + Number(exponent);
  return point > 0 ? sign + digits.padEnd(point, "0") : `${sign}0.${"0".repeat(-point)}${digits}`;
}

function dateTime(value: Date): string {
  if (Number.isNaN(value.getTime())) throw new InputError("An invalid Date has no SOQL literal");
  const text = value.toISOString();
  if (/^\d{4}-/.test(text)) return text;
  throw new InputError(`${text} has no SOQL literal: its year does not have four digits`);
}

function isSoqlDate(value: unknown): value is SoqlDate {
  return (
    typeof value === "object" && value !== null && "soqlDate" in value && typeof value.soqlDate === "string"
  );
}

function calendarDate(text: string): string {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  if (!Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)) return text;
  throw new InputError(`${JSON.stringify(text)} is not a date like 2026-11-22`);
}

/**
 * Marks a date without a time for `soql`; a `Date` is taken by its UTC day. A date field compared with a moment is refused
 * by the platform, and a moment compared with a date too.
 *
 * @throws InputError for a text that is not `YYYY-MM-DD`, or not on the calendar
 * @example
 * ```ts
 * const query = soql`SELECT Id FROM Opportunity WHERE CloseDate = ${soqlDate(new Date())}`;
 * ```
 */
export function soqlDate(value: Date | string): SoqlDate {
  return { soqlDate: calendarDate(typeof value === "string" ? value : dateTime(value).slice(0, 10)) };
}

/**
 * Writes the pattern of a `LIKE`: `%` and `_` of the template are wildcards, those of its values are letters like any other.
 *
 * @example
 * ```ts
 * const query = soql`SELECT Id FROM Account WHERE Name LIKE ${like`%${typed}%`}`; // typed "50%" finds "50%" alone
 * ```
 */
export function like(parts: TemplateStringsArray, ...values: readonly string[]): RawSoql {
  const inside = (text: string, reserved: RegExp): string => quoted(text, reserved).slice(1, -1);
  const texts = parts.map((part) => inside(part, /[\\'\n\r\t\b\f]/g));
  const pattern = texts.reduce((done, text, index) => {
    const value = values[index - 1];
    if (typeof value !== "string") throw noLiteral(value);
    return done + inside(value, /[\\'\n\r\t\b\f%_]/g) + text;
  });
  return checkedRaw(`'${pattern}'`);
}

/**
 * Puts text into a query as it is. Never pass it anything that came from outside.
 *
 * @example
 * ```ts
 * const sortedBy = rawSoql(industries.length > 1 ? "Industry, Name" : "Name"); // of your own words, never of a user's
 * const query = soql`SELECT Id FROM Account ORDER BY ${sortedBy}`;
 * ```
 */
export function rawSoql(text: string): RawSoql {
  return checkedRaw(text);
}

/**
 * Checks a date literal such as `LAST_N_DAYS:30` for use in a query (SOQL and SOSL Reference, "Date Formats and Date
 * Literals").
 *
 * @throws InputError when it is none
 * @example
 * ```ts
 * const query = soql`SELECT Id FROM Opportunity WHERE CloseDate = ${dateLiteral("LAST_N_DAYS:30")}`;
 * ```
 */
export function dateLiteral(text: string): RawSoql {
  if (/^[A-Z][A-Z_]*(:\d+)?$/.test(text)) return checkedRaw(text);
  throw new InputError(`${JSON.stringify(text)} is not a date literal like TODAY or LAST_N_DAYS:30`);
}

/**
 * Checks the API name of a field, a path such as `Owner.Name`, or an object for use in a query.
 *
 * @throws InputError when it is not a name
 * @example
 * ```ts
 * const query = soql`SELECT Id, ${fieldName("Owner.Name")} FROM Account ORDER BY ${fieldName("CreatedDate")}`;
 * ```
 */
export function fieldName(name: string): RawSoql {
  if (/^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/.test(name)) return checkedRaw(name);
  throw new InputError(`${JSON.stringify(name)} is not the API name of a field or object`);
}
