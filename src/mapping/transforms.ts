import { dateOnly } from "../csv/index.ts";
import { type DateReader, dateReader, utcOf } from "./date-format.ts";
import type { MappingFunction, MappingScalar, MappingTransform } from "./mapping.ts";
import { type ZoneReader, zoneReader } from "./time-zone.ts";
import { BadValue, type Step, shown } from "./value.ts";

/** Functions by the names that `{ custom: name }` uses. */
export type MappingFunctions = Readonly<Record<string, MappingFunction>>;

/** Makes the step of a transform, or says what is wrong with the transform. */
export function stepOf(transform: MappingTransform, functions: MappingFunctions): Step | string {
  const named = typeof transform === "string" ? { [transform]: {} } : transform;
  const entries = typeof named === "object" && named !== null ? Object.entries(named) : [];
  const [name, settings] = entries[0] ?? ["", undefined];
  if (entries.length !== 1 || !Object.hasOwn(MAKERS, name))
    return `is ${shown(transform)}, which is none of ${Object.keys(MAKERS).join(", ")}`;
  const make = MAKERS[name as keyof typeof MAKERS];
  return (make as (settings: unknown, functions: MappingFunctions) => Step | string)(settings, functions);
}

const MAKERS = {
  trim: () => onText((text) => text.trim()),
  upperCase: () => onText((text) => text.toUpperCase()),
  lowerCase: () => onText((text) => text.toLowerCase()),
  text: () => toText,
  number: numberStep,
  boolean: booleanStep,
  date: dateStep,
  datetime: datetimeStep,
  lookup: lookupStep,
  custom: customStep,
};

function onText(change: (text: string) => string): Step {
  return (value) => (typeof value === "string" ? change(value) : bad(value, "no text"));
}

function bad(value: unknown, what: string): BadValue {
  return new BadValue(`is ${shown(value)}, which is ${what}`);
}

function toText(value: unknown): unknown {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint"
    ? String(value)
    : bad(value, "no text and no number");
}

const ESCAPED = /[\\^$.*+?()[\]{}|/-]/g;

function numberStep({ decimal = ".", group }: { decimal?: string; group?: string }): Step | string {
  if (decimal.length !== 1 || group?.length === 0 || decimal === group)
    return "needs a decimal of one character and another group";
  const point = decimal.replace(ESCAPED, "\\$&");
  const grouped = group === undefined ? "" : `\\d{1,3}(?:${group.replace(ESCAPED, "\\$&")}\\d{3})+|`;
  const whole = new RegExp(`^[+-]?(?:${grouped}\\d+)(?:${point}\\d+)?$|^[+-]?${point}\\d+$`);
  return (value) => {
    if (typeof value === "number") return Number.isFinite(value) ? value : bad(value, "no number");
    if (typeof value !== "string" || !whole.test(value)) return bad(value, "no number");
    const plain = (group === undefined ? value : value.replaceAll(group, "")).replace(decimal, ".");
    const number = Number(plain);
    return keepsDigits(plain, number) ? number : bad(value, "a number of more digits than can be kept");
  };
}

/** Up to 15 digits a number holds always; of more, some. */
function keepsDigits(plain: string, number: number): boolean {
  const digits = digitsOf(plain);
  return digits.length <= 15 || digits === digitsOf(String(number));
}

function digitsOf(plain: string): string {
  const ended = plain.includes(".") ? plain.replace(/0+$/, "") : plain;
  return ended.replace(/^[+-]/, "").replace(".", "").replace(/^0+/, "");
}

function booleanStep(lists: { true?: readonly string[]; false?: readonly string[] }): Step | string {
  const words = new Map<string, boolean>();
  for (const word of lists.true ?? ["true", "yes", "y", "1"]) words.set(String(word).toLowerCase(), true);
  for (const word of lists.false ?? ["false", "no", "n", "0"]) {
    if (words.get(String(word).toLowerCase()) === true) return `takes ${shown(word)} for true and for false`;
    words.set(String(word).toLowerCase(), false);
  }
  return (value) => {
    if (typeof value === "boolean") return value;
    return words.get(String(value).trim().toLowerCase()) ?? bad(value, "neither true nor false");
  };
}

function dateStep({ format }: { format?: string }): Step | string {
  const read = readerOrProblem(format);
  if (typeof read === "string") return read;
  return (value) => {
    if (value instanceof Date && !Number.isNaN(value.getTime())) return dateOnly(value);
    if (typeof value !== "string") return bad(value, "no date");
    if (read === undefined) return isoDay(value) ?? bad(value, "no date like 2026-11-22");
    const parts = read(value);
    return parts === undefined
      ? bad(value, `no date of the form ${format}`)
      : new Date(utcOf(parts)).toISOString().slice(0, 10);
  };
}

function isoDay(text: string): string | undefined {
  try {
    return dateOnly(text);
  } catch {
    return undefined;
  }
}

function readerOrProblem(format: string | undefined): DateReader | undefined | string {
  if (format === undefined) return undefined;
  const read = dateReader(String(format));
  return typeof read === "string" ? `format ${shown(format)} ${read}` : read;
}

const ISO = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?(\.\d{1,3})?\d*(Z|[+-]\d{2}:?\d{2})?$/;

function datetimeStep({ format, timeZone }: { format?: string; timeZone?: string }): Step | string {
  const read = readerOrProblem(format);
  if (typeof read === "string") return read;
  const zone = timeZone === undefined ? undefined : zoneReader(timeZone);
  if (timeZone !== undefined && zone === undefined)
    return `has the time zone ${shown(timeZone)}, which is none`;
  if (read !== undefined && zone === undefined) return "needs timeZone, for its format names no offset";
  return (value) => {
    if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
    if (typeof value !== "string") return bad(value, "no date and time");
    const moment = read === undefined ? isoMoment(value, zone) : wallMoment(value, read, zone);
    return moment instanceof BadValue ? moment : new Date(moment).toISOString();
  };
}

function wallMoment(text: string, read: DateReader, zone: ZoneReader | undefined): number | BadValue {
  const parts = read(text);
  if (parts === undefined) return bad(text, "no date and time of its format");
  return zone?.(utcOf(parts)) ?? bad(text, "a time that clocks were put forward over");
}

function isoMoment(text: string, zone: ZoneReader | undefined): number | BadValue {
  const [, day, time, seconds = ":00", fraction = "", offset] = ISO.exec(text) ?? [];
  if (day === undefined || isoDay(day) === undefined)
    return bad(text, "no date and time like 2026-11-22T09:30:00Z");
  const wall = Date.parse(`${day}T${time}${seconds}${fraction}Z`);
  if (Number.isNaN(wall)) return bad(text, "no time of a day");
  if (offset === undefined)
    return zone === undefined
      ? bad(text, "a time without an offset: set timeZone")
      : (zone(wall) ?? bad(text, "a time that clocks were put forward over"));
  const plain = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  return zoneReader(plain)?.(wall) ?? bad(text, "no time of a day");
}

interface LookupSettings {
  readonly table: Readonly<Record<string, MappingScalar>>;
  readonly otherwise?: MappingScalar;
}

function lookupStep({ table, otherwise }: LookupSettings): Step | string {
  if (typeof table !== "object" || table === null) return "needs a table: values by text";
  const values = new Map(Object.entries(table));
  return (value) => {
    const found = values.get(String(value));
    if (found !== undefined) return found;
    return otherwise === undefined ? bad(value, "not in the table") : otherwise;
  };
}

function customStep(name: unknown, functions: MappingFunctions): Step | string {
  const custom = typeof name === "string" && Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (typeof custom !== "function") return `names ${shown(name)}, which is not among the functions`;
  return (value, source) => {
    try {
      return custom(value, source);
    } catch (error) {
      return new BadValue(
        `is ${shown(value)}, which ${name} refuses: ${error instanceof Error ? error.message : error}`,
        error,
      );
    }
  };
}
