import { problem } from "./problem.ts";

const DATE = /^(\d{4}-\d{2}-\d{2})(?:$|T)/;

/**
 * Returns the date of a `Date` or an ISO 8601 text as `yyyy-MM-dd`, the form of a date field in Bulk API 2.0 CSV. A `Date`
 * gives its date in UTC, a text the date that is written in it.
 *
 * @throws InputError when the value is no date
 * @example
 * ```ts
 * const source = records([{ Name: "Deal", StageName: "New", CloseDate: dateOnly(new Date()) }]);
 * ```
 */
export function dateOnly(value: Date | string): string {
  const text = typeof value === "string" ? value : isoText(value);
  const date = DATE.exec(text)?.[1];
  if (date !== undefined && isOnCalendar(date)) return date;
  throw problem("csv-argument", `dateOnly() was given ${JSON.stringify(text)}, which is no date`, {});
}

function isoText(value: Date): string {
  return Number.isNaN(value.getTime()) ? "an invalid Date" : value.toISOString();
}

function isOnCalendar(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}
