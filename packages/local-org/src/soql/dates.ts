/** A span of whole days: from the first, up to but without the last; `YYYY-MM-DD`. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** What relative dates depend on. */
export interface Calendar {
  readonly now: Date;
  readonly timeZone: string;
  /** 1 to 12. */
  readonly fiscalYearStartMonth: number;
}

const DAY_MS = 86_400_000;

function iso(day: Date): string {
  return day.toISOString().slice(0, 10);
}

function addDays(day: Date, days: number): Date {
  return new Date(day.getTime() + days * DAY_MS);
}

function monthStart(day: Date, months: number): Date {
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1));
}

/** Returns today in a time zone, as midnight UTC of that day. */
function today({ now, timeZone }: Calendar): Date {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
  return new Date(`${parts}T00:00:00.000Z`);
}

/** Returns the start of the nth unit from the current one: 0 is the current week, -1 the last. */
type UnitStart = (day: Date, n: number, fiscalStart: number) => Date;

function monthsInto(day: Date, fiscalStart: number, size: number): number {
  return (day.getUTCMonth() + 12 - (fiscalStart - 1)) % size;
}

/** Weeks begin on Sunday, as in the locale en_US. */
const UNITS: Readonly<Record<string, UnitStart>> = {
  DAY: (day, n) => addDays(day, n),
  WEEK: (day, n) => addDays(day, n * 7 - day.getUTCDay()),
  MONTH: (day, n) => monthStart(day, n),
  QUARTER: (day, n) => monthStart(day, n * 3 - monthsInto(day, 1, 3)),
  YEAR: (day, n) => monthStart(day, n * 12 - monthsInto(day, 1, 12)),
  FISCAL_QUARTER: (day, n, fiscal) => monthStart(day, n * 3 - monthsInto(day, fiscal, 3)),
  FISCAL_YEAR: (day, n, fiscal) => monthStart(day, n * 12 - monthsInto(day, fiscal, 12)),
};

const UNIT = "(DAY|WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)";
const SINGLE = new RegExp(`^(THIS|LAST|NEXT)_${UNIT}$`);
const SEVERAL = new RegExp(`^(LAST|NEXT)_(?:N_${UNIT}S:(\\d+)|(90)_DAYS)$`);
const AGO = new RegExp(`^N_${UNIT}S_AGO:(\\d+)$`);
const DAYS: Readonly<Record<string, number>> = { YESTERDAY: -1, TODAY: 0, TOMORROW: 1 };

/** First and one-past-last unit, counted from the current one. */
function span(literal: string): { unit: string; from: number; to: number } | undefined {
  const day = DAYS[literal];
  if (day !== undefined) return { unit: "DAY", from: day, to: day + 1 };
  const [, which = "", single] = SINGLE.exec(literal) ?? [];
  if (single) {
    const from = which === "LAST" ? -1 : which === "NEXT" ? 1 : 0;
    return { unit: single, from, to: from + 1 };
  }
  const [, ago, back] = AGO.exec(literal) ?? [];
  if (ago) return { unit: ago, from: -Number(back), to: -Number(back) + 1 };
  const [, direction, unit = "DAY", count, ninety] = SEVERAL.exec(literal) ?? [];
  if (!direction) return undefined;
  const n = Number(count ?? ninety);
  if (direction === "NEXT") return { unit, from: 1, to: n + 1 };
  // The past days include today; the past weeks, months and so on end before the current one.
  return { unit, from: -n, to: unit === "DAY" ? 1 : 0 };
}

/**
 * Returns the days that a date literal such as `LAST_N_DAYS:7` means (SOQL and SOSL Reference, "Date Formats and Date Literals"),
 * or undefined where it is none.
 */
export function dateRange(literal: string, calendar: Calendar): DayRange | undefined {
  const found = span(literal.toUpperCase().replaceAll(" ", ""));
  const start = found && UNITS[found.unit];
  if (!found || !start) return undefined;
  const day = today(calendar);
  const fiscal = calendar.fiscalYearStartMonth;
  return { from: iso(start(day, found.from, fiscal)), to: iso(start(day, found.to, fiscal)) };
}

/** Minutes by which a time zone's clock is ahead of UTC at a moment. */
function offsetMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((p) => p.type === type)?.value ?? 0);
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return local - Math.floor(at / 1000) * 1000;
}

/** Returns the moment a day begins in a time zone, as it is stored: `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export function dayStart(day: string, timeZone: string): string {
  const midnight = Date.parse(`${day}T00:00:00.000Z`);
  const guess = midnight - offsetMs(midnight, timeZone);
  // A second look settles days on which the clock changes.
  return new Date(midnight - offsetMs(guess, timeZone)).toISOString();
}
