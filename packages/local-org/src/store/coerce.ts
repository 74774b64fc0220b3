import { normaliseId } from "../schema/ids.ts";
import type { FieldDef } from "../schema/types.ts";
import type { SqlValue, WriteContext, WriteError } from "./types.ts";

/** What a value became: the column's value, or why it was refused. */
export type Coerced = { readonly value: SqlValue } | { readonly error: WriteError };

type Coerce = (field: FieldDef, raw: unknown) => Coerced | undefined;

const REST_TYPES: Partial<Record<FieldDef["type"], string>> = {
  boolean: "boolean",
  currency: "double",
  double: "double",
  percent: "double",
  int: "int",
  long: "long",
  date: "date",
  datetime: "datetime",
  time: "time",
};

const XSD_TYPES: Partial<Record<FieldDef["type"], string>> = {
  boolean: "xsd:boolean",
  currency: "xsd:double",
  double: "xsd:double",
  percent: "xsd:double",
  int: "xsd:int",
  long: "xsd:long",
  date: "xsd:date",
  datetime: "xsd:dateTime",
  time: "xsd:time",
  base64: "xsd:base64Binary",
};

/** The token name that Salesforce's JSON parser gives a value, e.g. `VALUE_STRING`. */
function tokenOf(raw: unknown): string {
  if (typeof raw === "string") return `VALUE_STRING value ${raw}`;
  if (typeof raw === "number")
    return `${Number.isInteger(raw) ? "VALUE_NUMBER_INT" : "VALUE_NUMBER_FLOAT"} value ${raw}`;
  if (typeof raw === "boolean") return raw ? "VALUE_TRUE value true" : "VALUE_FALSE value false";
  return Array.isArray(raw) ? "START_ARRAY value [" : "START_OBJECT value {";
}

/** A value of the wrong type: the whole request does not parse (REST), or the row does not (bulk). */
export function typeError(field: FieldDef, raw: unknown, ctx: WriteContext): WriteError {
  if (ctx.source === "bulk") {
    const column = ctx.columnOf?.(field.name) ?? 0;
    const type = XSD_TYPES[field.type] ?? "xsd:string";
    return {
      statusCode: "INVALID_FIELD",
      message: `Failed to deserialize field at col ${column}. Due to, '${String(raw)}' is not a valid value for the type ${type}`,
      fields: [field.name],
    };
  }
  const type = REST_TYPES[field.type] ?? "string";
  const where = ctx.locate?.(field.name) ?? "[line:1, column:2]";
  return {
    statusCode: "JSON_PARSER_ERROR",
    message: `Cannot deserialize instance of ${type} from ${tokenOf(raw)} or request may be missing a required field at ${where}`,
    fields: [],
  };
}

const text: Coerce = (field, raw) => {
  if (typeof raw !== "string" && typeof raw !== "number" && typeof raw !== "boolean") return undefined;
  // Salesforce strips the white space around a text and stores an empty one as null.
  const value = String(raw).trim();
  if (value === "") return { value: null };
  if (field.length > 0 && value.length > field.length) {
    const message = `${field.label}: data value too large: ${value} (max length=${field.length})`;
    return { error: { statusCode: "STRING_TOO_LONG", message, fields: [field.name] } };
  }
  return { value };
};

const EMAIL = /^[^\s@<>(),;:"[\]]+@[^\s@<>(),;:"[\]]+\.[^\s@<>(),;:"[\].]+$/;

const email: Coerce = (field, raw) => {
  const coerced = text(field, raw);
  if (!coerced || "error" in coerced || coerced.value === null) return coerced;
  if (EMAIL.test(String(coerced.value))) return coerced;
  const message = `${field.label}: invalid email address: ${String(coerced.value)}`;
  return { error: { statusCode: "INVALID_EMAIL_ADDRESS", message, fields: [field.name] } };
};

const allowed = new WeakMap<FieldDef, ReadonlyMap<string, string>>();

/** Finds a picklist value in any case; Salesforce stores it as it was defined. */
function picklistMatch(field: FieldDef, value: string): string | undefined {
  let values = allowed.get(field);
  if (!values) {
    values = new Map(field.picklistValues.map((entry) => [entry.value.toLowerCase(), entry.value]));
    allowed.set(field, values);
  }
  return values.get(value.toLowerCase());
}

const picklist: Coerce = (field, raw) => {
  const coerced = text(field, raw);
  if (!coerced || "error" in coerced || coerced.value === null) return coerced;
  const chosen = String(coerced.value);
  const parts = field.type === "multipicklist" ? chosen.split(";").map((part) => part.trim()) : [chosen];
  const matches = parts.map((part) => picklistMatch(field, part));
  const bad = parts.find((_, i) => matches[i] === undefined);
  if (bad === undefined || !field.restrictedPicklist) {
    return { value: parts.map((part, i) => matches[i] ?? part).join(";") };
  }
  const message = `${field.label}: bad value for restricted picklist field: ${bad}`;
  return { error: { statusCode: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message, fields: [field.name] } };
};

const boolean: Coerce = (_field, raw) => {
  if (raw === true || raw === 1) return { value: 1 };
  if (raw === false || raw === 0) return { value: 0 };
  if (typeof raw !== "string") return undefined;
  const word = raw.trim().toLowerCase();
  if (word === "true" || word === "1") return { value: 1 };
  return word === "false" || word === "0" ? { value: 0 } : undefined;
};

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

function toNumber(raw: unknown): number | undefined {
  if (typeof raw === "number") return Number.isFinite(raw) ? raw : undefined;
  if (typeof raw !== "string") return undefined;
  const trimmed = raw.trim();
  return NUMBER.test(trimmed) ? Number(trimmed) : undefined;
}

const outOfRange = (field: FieldDef, raw: unknown): Coerced => ({
  error: {
    statusCode: "NUMBER_OUTSIDE_VALID_RANGE",
    message: `${field.label}: value outside of valid range on numeric field: ${String(raw).trim()}`,
    fields: [field.name],
  },
});

const integer: Coerce = (field, raw) => {
  const value = toNumber(raw);
  if (value === undefined || !Number.isInteger(value)) return undefined;
  return Math.abs(value) > 2_147_483_647 || Math.abs(value) >= 10 ** (field.digits || 10)
    ? outOfRange(field, raw)
    : { value };
};

const decimal: Coerce = (field, raw) => {
  const value = toNumber(raw);
  if (value === undefined) return undefined;
  const rounded = Number.isInteger(value) ? value : Number(value.toFixed(Math.min(field.scale, 100)));
  return Math.abs(rounded) >= 10 ** (field.precision - field.scale)
    ? outOfRange(field, raw)
    : { value: rounded };
};

const DATE = /^(\d{4})-(\d{2})-(\d{2})/;

/** Whether year, month and day exist; `Date` alone would roll the 30th of February over. */
function realDay(match: RegExpMatchArray): boolean {
  const [year, month, day] = match.slice(1, 4).map(Number);
  if (year === undefined || month === undefined || day === undefined || month < 1 || month > 12 || day < 1)
    return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}Z?$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?$/;

const date: Coerce = (_field, raw) => {
  if (typeof raw !== "string") return undefined;
  const value = raw.trim();
  if (value === "") return { value: null };
  const match = DATE.exec(value);
  if (!match || !realDay(match) || !(DATE_ONLY.test(value) || DATE_TIME.test(value))) return undefined;
  return { value: value.slice(0, 10) };
};

/** Parses an ISO 8601 time; without an offset it is UTC. Salesforce keeps whole seconds. */
function parseDateTime(value: string): string | undefined {
  const match = DATE.exec(value);
  if (!match || !realDay(match)) return undefined;
  if (DATE_ONLY.test(value)) return `${value.slice(0, 10)}T00:00:00.000Z`;
  if (!DATE_TIME.test(value)) return undefined;
  const withColon = value.replace(/([+-]\d{2})(\d{2})$/, "$1:$2");
  const zoned = /(?:Z|[+-]\d{2}:\d{2})$/.test(withColon) ? withColon : `${withColon}Z`;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? undefined : new Date(Math.floor(time / 1000) * 1000).toISOString();
}

const datetime: Coerce = (_field, raw) => {
  if (typeof raw !== "string") return undefined;
  const value = raw.trim();
  if (value === "") return { value: null };
  const parsed = parseDateTime(value);
  return parsed === undefined ? undefined : { value: parsed };
};

const time: Coerce = (_field, raw) => {
  if (typeof raw !== "string") return undefined;
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?Z?$/.exec(raw.trim());
  if (!match) return raw.trim() === "" ? { value: null } : undefined;
  return { value: `${match[1]}:${match[2]}:${match[3] ?? "00"}.${(match[4] ?? "").padEnd(3, "0")}Z` };
};

const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

const base64: Coerce = (_field, raw) => {
  if (raw instanceof Uint8Array) return { value: raw };
  if (typeof raw !== "string" || !BASE64.test(raw)) return undefined;
  return { value: Uint8Array.from(Buffer.from(raw, "base64")) };
};

const reference: Coerce = (field, raw) => {
  if (typeof raw !== "string") return undefined;
  const given = raw.trim();
  if (given === "") return { value: null };
  const value = normaliseId(given);
  return value === undefined ? { error: malformedId(field, given) } : { value };
};

/** The refusal of a text that is not an id, or the id of another kind of object. */
export function malformedId(field: FieldDef, value: string): WriteError {
  const message = `${field.label}: id value of incorrect type: ${value}`;
  return { statusCode: "MALFORMED_ID", message, fields: [field.name] };
}

const COERCIONS: Readonly<Record<FieldDef["type"], Coerce>> = Object.freeze({
  address: () => undefined,
  anyType: text,
  base64,
  boolean,
  combobox: text,
  complexvalue: text,
  currency: decimal,
  date,
  datetime,
  double: decimal,
  email,
  encryptedstring: text,
  id: reference,
  int: integer,
  location: () => undefined,
  long: integer,
  multipicklist: picklist,
  percent: decimal,
  phone: text,
  picklist,
  reference,
  string: text,
  textarea: text,
  time,
  url: text,
});

/** Turns what a client sent for a field into what the column holds, by the rules of the field's type. */
export function coerce(field: FieldDef, raw: unknown, ctx: WriteContext): Coerced {
  // A check box is never empty.
  if (raw === null || raw === undefined) return { value: field.type === "boolean" ? 0 : null };
  if (raw === "" && field.type !== "boolean") return { value: null };
  return COERCIONS[field.type](field, raw) ?? { error: typeError(field, raw, ctx) };
}
