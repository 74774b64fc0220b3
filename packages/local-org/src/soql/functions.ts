import type { FunctionExp } from "@jetstreamapp/soql-parser-js";
import type { FieldDef, FieldType } from "../schema/types.ts";
import { noSuchColumn, unsupported } from "./errors.ts";
import type { Operand } from "./filter.ts";
import type { FieldRef, Scope } from "./scope.ts";

/** Makes the field that describes a computed value. */
export function computedField(model: FieldDef, type: FieldType): FieldDef {
  return { ...model, type, picklistValues: [], referenceTo: [], caseSensitive: true, filterable: true };
}

const QUARTER = (month: string): string => `((${month} + 2) / 3)`;

function part(format: string, value: string): string {
  return `CAST(strftime('${format}', ${value}) AS INTEGER)`;
}

/** Months into the fiscal year, from 0. */
function fiscalMonths(value: string, start: number): string {
  return `((${part("%m", value)} + ${12 - start}) % 12)`;
}

/** A fiscal year is named after the calendar year it ends in. */
function fiscalYear(value: string, start: number): string {
  const month = part("%m", value);
  const year = part("%Y", value);
  return start === 1 ? year : `(${year} + (${month} >= ${start}))`;
}

type DateFunction = (value: string, fiscalStart: number) => string;

/** Date functions work in UTC (SOQL and SOSL Reference, "Date Functions"). */
const DATE_FUNCTIONS: Readonly<Record<string, DateFunction>> = {
  CALENDAR_MONTH: (value) => part("%m", value),
  CALENDAR_QUARTER: (value) => QUARTER(part("%m", value)),
  CALENDAR_YEAR: (value) => part("%Y", value),
  DAY_IN_MONTH: (value) => part("%d", value),
  DAY_IN_WEEK: (value) => `(${part("%w", value)} + 1)`,
  DAY_IN_YEAR: (value) => part("%j", value),
  DAY_ONLY: (value) => `substr(${value}, 1, 10)`,
  FISCAL_MONTH: (value, start) => `(${fiscalMonths(value, start)} + 1)`,
  FISCAL_QUARTER: (value, start) => `(${fiscalMonths(value, start)} / 3 + 1)`,
  FISCAL_YEAR: fiscalYear,
  HOUR_IN_DAY: (value) => part("%H", value),
  WEEK_IN_MONTH: (value) => `((${part("%d", value)} - 1) / 7 + 1)`,
  WEEK_IN_YEAR: (value) => `((${part("%j", value)} - 1) / 7 + 1)`,
};

const AGGREGATES: ReadonlySet<string> = new Set(["AVG", "COUNT", "COUNT_DISTINCT", "MAX", "MIN", "SUM"]);

/** Tells whether a function folds many rows into one value. */
export function isAggregate(name: string | undefined): boolean {
  return AGGREGATES.has((name ?? "").toUpperCase());
}

/** Tells whether a function takes a date apart. */
export function isDateFunction(name: string | undefined): boolean {
  return Object.hasOwn(DATE_FUNCTIONS, (name ?? "").toUpperCase());
}

/** Returns the only argument of a function, a path. */
export function argument(fn: FunctionExp): string {
  const [first, ...others] = fn.parameters ?? [];
  if (typeof first === "string" && others.length === 0) return first;
  throw unsupported(fn.rawValue ?? "this function");
}

/** What a date function takes apart. */
interface Dated {
  readonly path: string;
  readonly field: FieldDef;
  readonly expression: string;
}

/** Reads the argument of a date function: a field, or `convertTimezone(field)`, the same in the user's time zone. */
function dated(scope: Scope, fn: FunctionExp): Dated {
  const [first] = fn.parameters ?? [];
  const inner = first && typeof first !== "string" ? first : undefined;
  const zoned = inner?.functionName?.toLowerCase() === "converttimezone";
  const path = argument(zoned ? inner : fn);
  const { field, expression } = stored(scope, path);
  if (!zoned) return { path, field, expression };
  if (field.type !== "datetime") throw unsupported(`convertTimezone() on ${field.type} fields`);
  const zone = scope.context.timeZone.replaceAll("'", "''");
  return { path, field, expression: `zoned(${expression}, '${zone}')` };
}

function stored(scope: Scope, path: string): FieldRef {
  const ref = scope.resolve(path);
  if (!ref.field.stored) throw noSuchColumn(scope.context.soql, path, ref.object.name);
  return ref;
}

/** Compiles a date function such as CALENDAR_YEAR(CreatedDate). */
export function dateFunction(scope: Scope, fn: FunctionExp): Operand {
  const name = (fn.functionName ?? "").toUpperCase();
  const { path, field, expression } = dated(scope, fn);
  const make = DATE_FUNCTIONS[name];
  if (!make || (field.type !== "date" && field.type !== "datetime"))
    throw unsupported(`${name}() on ${field.type} fields`);
  const type = name === "DAY_ONLY" ? "date" : "int";
  return {
    expression: make(expression, scope.context.fiscalYearStartMonth),
    field: computedField(field, type),
    path,
  };
}

/** Compiles an aggregate function such as SUM(Amount). */
export function aggregateFunction(scope: Scope, fn: FunctionExp): Operand {
  const name = (fn.functionName ?? "").toUpperCase();
  const path = argument(fn);
  const { field, expression } = stored(scope, path);
  if (name === "COUNT")
    return { expression: `COUNT(${expression})`, field: computedField(field, "int"), path };
  if (name === "COUNT_DISTINCT")
    return { expression: `COUNT(DISTINCT ${expression})`, field: computedField(field, "int"), path };
  if (name === "MIN" || name === "MAX") return { expression: `${name}(${expression})`, field, path };
  return { expression: `${name}(${expression})`, field: computedField(field, "double"), path };
}

/** Compiles a function on the left side of a WHERE condition. */
export function whereFunction(scope: Scope, fn: FunctionExp): Operand {
  if (isDateFunction(fn.functionName)) return dateFunction(scope, fn);
  if (fn.functionName?.toLowerCase() === "tolabel") {
    const path = argument(fn);
    const { field, expression } = stored(scope, path);
    return { expression, field, path };
  }
  throw unsupported(`${fn.functionName}() in WHERE`);
}
