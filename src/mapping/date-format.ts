/** The numbers of a date and a time that a text gave; what it did not name is at its start. */
export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const TOKENS: Readonly<Record<string, readonly [part: keyof DateParts, pattern: string]>> = {
  yyyy: ["year", "\\d{4}"],
  MM: ["month", "\\d{2}"],
  M: ["month", "\\d{1,2}"],
  dd: ["day", "\\d{2}"],
  d: ["day", "\\d{1,2}"],
  HH: ["hour", "\\d{2}"],
  H: ["hour", "\\d{1,2}"],
  mm: ["minute", "\\d{2}"],
  ss: ["second", "\\d{2}"],
  SSS: ["millisecond", "\\d{3}"],
};

/** Reads texts of one format; `undefined` for one of another, or that is not on the calendar. */
export type DateReader = (text: string) => DateParts | undefined;

/** Makes the reader of a format, or says what is wrong with the format. */
export function dateReader(format: string): DateReader | string {
  const parts: (keyof DateParts)[] = [];
  let pattern = "";
  for (const piece of format.match(/([A-Za-z])\1*|[^A-Za-z]+/g) ?? []) {
    const token = TOKENS[piece];
    if (token !== undefined) {
      if (parts.includes(token[0])) return `names the ${token[0]} twice`;
      parts.push(token[0]);
      pattern += `(${token[1]})`;
    } else if (piece === "T") pattern += "T";
    else if (/[A-Za-z]/.test(piece))
      return `has ${piece}, which is none of ${Object.keys(TOKENS).join(", ")}`;
    else pattern += piece.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  }
  for (const part of ["year", "month", "day"] as const) if (!parts.includes(part)) return `names no ${part}`;
  const whole = new RegExp(`^${pattern}$`);
  return (text) => read(whole.exec(text), parts);
}

function read(match: RegExpExecArray | null, names: readonly (keyof DateParts)[]): DateParts | undefined {
  if (match === null) return undefined;
  const found: Record<keyof DateParts, number> = {
    year: 0,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    millisecond: 0,
  };
  for (const [at, name] of names.entries()) found[name] = Number(match[at + 1]);
  return onCalendar(found) ? found : undefined;
}

function onCalendar({ year, month, day, hour, minute, second }: DateParts): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  // Date takes the years 0 to 99 for those of the last century.
  const sameDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 100;
  return sameDay && hour < 24 && minute < 60 && second < 60;
}

/** Counts the milliseconds since 1970 of a date and time at offset 0. */
export function utcOf({ year, month, day, hour, minute, second, millisecond }: DateParts): number {
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}
