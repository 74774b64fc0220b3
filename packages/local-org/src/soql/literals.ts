import type { Condition, LiteralType, ValueQueryCondition } from "@jetstreamapp/soql-parser-js";
import { normaliseId } from "../schema/ids.ts";
import type { FieldDef, FieldType } from "../schema/types.ts";
import type { SqlValue } from "../store/types.ts";
import type { SoqlContext } from "./context.ts";
import { type DayRange, dateRange, dayStart } from "./dates.ts";
import { badFilter, invalidField, unsupported } from "./errors.ts";

/** One value on the right of an operator, as written. */
export interface Literal {
  readonly raw: string;
  readonly type: LiteralType;
}

/** What a literal means for a field: null, one value, or a span of days. */
export type Meaning =
  | { readonly kind: "null" }
  | { readonly kind: "value"; readonly value: SqlValue }
  | { readonly kind: "range"; readonly range: DayRange };

/** Returns the right side of a condition as a list of literals. */
export function literalsOf(
  condition: Exclude<Condition, { openParen: number }> | ValueQueryCondition,
): Literal[] {
  if (!("value" in condition)) return [];
  const raws = Array.isArray(condition.value) ? condition.value : [condition.value];
  const types = condition.literalType ?? "STRING";
  return raws.map((raw, i) => ({
    raw,
    type: Array.isArray(types) ? (types[i] ?? "STRING") : types,
  }));
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** Takes the quotes and the backslashes off a string literal. */
export function unquote(raw: string): string {
  return raw.slice(1, -1).replace(/\\([\s\S])/g, (_, character: string) => ESCAPES[character] ?? character);
}

/** Turns the pattern behind LIKE into one for SQLite with ESCAPE '\'. `\%` and `\_` stand for themselves. */
export function likePattern(raw: string): string {
  return raw.slice(1, -1).replace(/\\([\s\S])/g, (whole, character: string) => {
    if (character === "%" || character === "_" || character === "\\") return whole;
    return ESCAPES[character] ?? character;
  });
}

type Family = "text" | "id" | "boolean" | "number" | "date" | "datetime" | "time" | "none";

const FAMILIES: Readonly<Partial<Record<FieldType, Family>>> = {
  id: "id",
  reference: "id",
  boolean: "boolean",
  int: "number",
  long: "number",
  double: "number",
  currency: "number",
  percent: "number",
  date: "date",
  datetime: "datetime",
  time: "time",
  address: "none",
  location: "none",
  base64: "none",
  complexvalue: "none",
};

/** Returns how the values of a field are written in SOQL. */
export function familyOf(field: FieldDef): Family {
  return FAMILIES[field.type] ?? "text";
}

const FITTING: Readonly<Record<Family, readonly LiteralType[]>> = {
  text: ["STRING"],
  id: ["STRING"],
  boolean: ["BOOLEAN"],
  number: ["INTEGER", "DECIMAL"],
  date: ["DATE", "DATE_LITERAL", "DATE_N_LITERAL"],
  datetime: ["DATETIME", "DATE_LITERAL", "DATE_N_LITERAL"],
  time: [],
  none: [],
};

const TYPE_NAMES: Readonly<Partial<Record<FieldType, string>>> = {
  datetime: "dateTime",
  id: "ID",
  reference: "ID",
};

/** Says what a literal means for a field. @throws SoqlError INVALID_FIELD for a value of the wrong type */
export function meaning(
  context: SoqlContext,
  at: { field: FieldDef; path: string },
  literal: Literal,
): Meaning {
  if (literal.type === "NULL") return { kind: "null" };
  const family = familyOf(at.field);
  if (family === "time") throw unsupported("filtering on time fields");
  if (literal.type.endsWith("_WITH_CURRENCY_PREFIX"))
    throw unsupported("currency literals (this org has one currency)");
  if (!FITTING[family].includes(literal.type)) {
    const type = TYPE_NAMES[at.field.type] ?? (family === "text" ? "string" : at.field.type);
    const quotes = family === "text" || family === "id" ? "should" : "should not";
    throw invalidField(
      context.soql,
      at.path,
      `value of filter criterion for field '${at.field.name}' must be of type ${type} and ${quotes} be enclosed in quotes`,
    );
  }
  if (literal.type === "DATE_LITERAL" || literal.type === "DATE_N_LITERAL")
    return { kind: "range", range: spanOf(context, literal.raw, family) };
  return value(context, at, { family, raw: literal.raw });
}

function spanOf(context: SoqlContext, raw: string, family: Family): DayRange {
  const range = dateRange(raw, context);
  if (!range) throw unsupported(`the date literal ${raw}`);
  if (family === "date") return range;
  return { from: dayStart(range.from, context.timeZone), to: dayStart(range.to, context.timeZone) };
}

function value(
  context: SoqlContext,
  at: { field: FieldDef; path: string },
  literal: { family: Family; raw: string },
): Meaning {
  const { family, raw } = literal;
  if (family === "boolean") return { kind: "value", value: raw.toUpperCase() === "TRUE" ? 1 : 0 };
  if (family === "number") return { kind: "value", value: Number(raw) };
  if (family === "date") return { kind: "value", value: raw };
  if (family === "datetime")
    return { kind: "value", value: new Date(raw.replace(/(\d\d)(\d\d)$/, "$1:$2")).toISOString() };
  const string = unquote(raw);
  // An empty string and null are the same thing to Salesforce.
  if (string === "") return { kind: "null" };
  if (family !== "id") return { kind: "value", value: string };
  const id = normaliseId(string);
  if (!id) throw badFilter(context.soql, at.path, `invalid ID field: ${string}`);
  return { kind: "value", value: id };
}
