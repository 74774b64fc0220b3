import type { FunctionExp, Operator, Query } from "@jetstreamapp/soql-parser-js";
import type { FieldDef } from "../schema/types.ts";
import type { SqlValue } from "../store/types.ts";
import { badFilter, invalidField, refused, unsupported } from "./errors.ts";
import {
  familyOf,
  type Literal,
  likePattern,
  literalsOf,
  type Meaning,
  meaning,
  unquote,
} from "./literals.ts";
import type { Scope } from "./scope.ts";
import { join, type Sql, sql } from "./sql.ts";
import type { Comparison, Logic } from "./tree.ts";

/** The left side of a comparison. */
export interface Operand {
  readonly expression: string;
  /** What the value is like; for a function a made-up field of its result's type. */
  readonly field: FieldDef;
  /** How it was written: errors point at it. */
  readonly path: string;
}

/** What filters need from the rest of the compiler. */
export interface FilterTools {
  /** Says what a function on the left side means. */
  readonly call: (scope: Scope, fn: FunctionExp) => Operand;
  /** Compiles the query of a semi-join to an SQL SELECT of one column. */
  readonly subselect: (scope: Scope, query: Query) => Sql;
}

/** Compiles a tree of conditions. Every comparison is true or false, never unknown, so that NOT means what it says. */
export function compileLogic(scope: Scope, logic: Logic, tools: FilterTools): Sql {
  if (logic.kind === "compare") return compare(scope, logic.comparison, tools);
  if (logic.kind === "not") {
    const inner = compileLogic(scope, logic.of, tools);
    return { text: `NOT (${inner.text})`, params: inner.params };
  }
  return join(
    logic.of.map((part) => compileLogic(scope, part, tools)),
    logic.kind,
  );
}

function operandOf(scope: Scope, comparison: Comparison, tools: FilterTools): Operand {
  if ("fn" in comparison) return tools.call(scope, comparison.fn);
  const ref = scope.resolve(comparison.field);
  if (!ref.field.filterable || !ref.field.stored) {
    const message = `field '${ref.field.name}' can not be filtered in a query call`;
    throw invalidField(scope.context.soql, comparison.field, message);
  }
  return { expression: ref.expression, field: ref.field, path: comparison.field };
}

function compare(scope: Scope, comparison: Comparison, tools: FilterTools): Sql {
  const operand = operandOf(scope, comparison, tools);
  const operator = comparison.operator.toUpperCase() as Operator | "<>";
  if ("valueQuery" in comparison) {
    const inner = tools.subselect(scope, comparison.valueQuery);
    return truth(
      operand,
      { text: `${operand.expression} IN (${inner.text})`, params: inner.params },
      operator,
    );
  }
  if ("fn" in comparison && comparison.fn.functionName?.toLowerCase() === "tolabel")
    return compareLabel(scope, operand, { operator, literals: literalsOf(comparison) });
  const literals = literalsOf(comparison);
  if (operator === "INCLUDES" || operator === "EXCLUDES")
    return includes(scope, operand, { operator, literals });
  if (operator === "IN" || operator === "NOT IN") return within(scope, operand, { operator, literals });
  const [literal] = literals;
  if (!literal || literals.length > 1) throw unsupported(`${operator} with a list`);
  if (operator === "LIKE") return like(scope, operand, literal);
  const means = meaning(scope.context, operand, literal);
  return single(scope, operand, { operator: operator === "<>" ? "!=" : operator, means });
}

/** Makes an SQL condition say no instead of unknown, and turns it round for the negative operators. */
function truth(operand: Operand, condition: Sql, operator: string): Sql {
  const negative = operator === "NOT IN" || operator === "EXCLUDES";
  // A plain positive condition stays bare, so that SQLite can use an index on it.
  if (!negative)
    return { text: `(${condition.text} AND ${operand.expression} IS NOT NULL)`, params: condition.params };
  return { text: `COALESCE(NOT (${condition.text}), 1)`, params: condition.params };
}

function isAscii(value: unknown): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with them
  return typeof value !== "string" || /^[\x00-\x7f]*$/.test(value);
}

/** Picks the expression that compares text as Salesforce does: without case, beyond ASCII too. */
function comparable(operand: Operand, value: unknown): { left: string; right: string } {
  if (familyOf(operand.field) !== "text" || operand.field.caseSensitive)
    return { left: operand.expression, right: "?" };
  if (isAscii(value)) return { left: `${operand.expression} COLLATE NOCASE`, right: "?" };
  return { left: `fold(${operand.expression})`, right: "fold(?)" };
}

function refuseOperator(scope: Scope, operand: Operand): never {
  throw badFilter(scope.context.soql, operand.path, `invalid operator on ${operand.field.type} field`);
}

type Simple = "=" | "!=" | "<" | "<=" | ">" | ">=";

function single(scope: Scope, operand: Operand, right: { operator: string; means: Meaning }): Sql {
  const operator = right.operator as Simple;
  const { means } = right;
  const boolean = familyOf(operand.field) === "boolean";
  const ordering = operator !== "=" && operator !== "!=";
  if (ordering && (boolean || operand.field.type === "multipicklist")) refuseOperator(scope, operand);
  if (means.kind === "null") return compareNull(operand, operator);
  if (means.kind === "range") return ranged(operand.expression, operator, means.range);
  // A checkbox is never null: a missing parent's counts as unchecked.
  if (boolean) return sql(`COALESCE(${operand.expression}, 0) ${operator} ?`, means.value);
  return compareValue(operand, operator, means.value);
}

function compareNull({ expression, field }: Operand, operator: Simple): Sql {
  if (operator !== "=" && operator !== "!=") throw unsupported(`${operator} with null`);
  if (familyOf(field) === "boolean") return sql(operator === "=" ? "0" : "1");
  return sql(`${expression} IS ${operator === "=" ? "" : "NOT "}NULL`);
}

function compareValue(operand: Operand, operator: Simple, value: SqlValue): Sql {
  const { left, right } = comparable(operand, value);
  if (operator === "!=") return sql(`(${left} != ${right} OR ${operand.expression} IS NULL)`, value);
  return sql(`(${left} ${operator} ${right} AND ${operand.expression} IS NOT NULL)`, value);
}

/** Compares with a span of days, e.g. LAST_WEEK: before its start, after its end, or inside. */
function ranged(expression: string, operator: Simple, range: { from: string; to: string }): Sql {
  const { from, to } = range;
  const known = `${expression} IS NOT NULL`;
  switch (operator) {
    case "=":
      return sql(`(${expression} >= ? AND ${expression} < ? AND ${known})`, from, to);
    case "!=":
      return sql(`(${expression} < ? OR ${expression} >= ? OR ${expression} IS NULL)`, from, to);
    case "<":
      return sql(`(${expression} < ? AND ${known})`, from);
    case "<=":
      return sql(`(${expression} < ? AND ${known})`, to);
    case ">":
      return sql(`(${expression} >= ? AND ${known})`, to);
    case ">=":
      return sql(`(${expression} >= ? AND ${known})`, from);
  }
}

function like(scope: Scope, operand: Operand, literal: Literal): Sql {
  if (familyOf(operand.field) !== "text") refuseOperator(scope, operand);
  if (literal.type === "NULL") return sql(`${operand.expression} IS NULL`);
  meaning(scope.context, operand, literal);
  const pattern = likePattern(literal.raw);
  const known = `${operand.expression} IS NOT NULL`;
  if (isAscii(pattern)) return sql(`(${operand.expression} LIKE ? ESCAPE '\\' AND ${known})`, pattern);
  return sql(`(fold(${operand.expression}) LIKE fold(?) ESCAPE '\\' AND ${known})`, pattern);
}

interface ListSide {
  readonly operator: string;
  readonly literals: readonly Literal[];
}

function within(scope: Scope, operand: Operand, { operator, literals }: ListSide): Sql {
  const any = either(
    scope,
    operand,
    literals.map((literal) => meaning(scope.context, operand, literal)),
  );
  return operator === "IN" ? any : { text: `NOT (${any.text})`, params: any.params };
}

/** Matches any of the values. Plain ones become lists: a chain of ORs of that length would be too deep for SQLite. */
function either(scope: Scope, operand: Operand, meanings: readonly Meaning[]): Sql {
  const family = familyOf(operand.field);
  const values = meanings.flatMap((means) =>
    means.kind === "value" && family !== "boolean" ? [means.value] : [],
  );
  const rest = meanings.filter((means) => means.kind !== "value" || family === "boolean");
  const folded = values.filter((value) => !isAscii(value));
  const pieces = [
    ...list(operand, values.filter(isAscii)),
    ...list(operand, folded),
    ...rest.map((means) => single(scope, operand, { operator: "=", means })),
  ];
  return pieces.length === 0 ? sql("0") : join(pieces, "OR");
}

function list(operand: Operand, values: readonly SqlValue[]): Sql[] {
  if (values.length === 0) return [];
  const { left, right } = comparable(operand, values[0]);
  const marks = values.map(() => right).join(",");
  return [sql(`(${left} IN (${marks}) AND ${operand.expression} IS NOT NULL)`, ...values)];
}

function includes(scope: Scope, operand: Operand, { operator, literals }: ListSide): Sql {
  if (operand.field.type !== "multipicklist") refuseOperator(scope, operand);
  const one = (value: string): Sql =>
    sql(`instr(fold(';' || ${operand.expression} || ';'), fold(?)) > 0`, `;${value};`);
  const every = literals.map((literal) => join(unquote(literal.raw).split(";").map(one), "AND"));
  return truth(operand, join(every, "OR"), operator);
}

/** `toLabel(Status) = 'Closed'` compares with what the user sees: the values whose label that is. */
function compareLabel(scope: Scope, operand: Operand, { operator, literals }: ListSide): Sql {
  if (!["=", "!=", "IN", "NOT IN"].includes(operator)) throw unsupported(`toLabel() with ${operator}`);
  const labels = new Set(literals.map((literal) => unquote(literal.raw).toLowerCase()));
  const values = operand.field.picklistValues.filter((entry) => labels.has(entry.label.toLowerCase()));
  const negative = operator === "!=" || operator === "NOT IN";
  const meanings = values.map((entry): Meaning => ({ kind: "value", value: entry.value }));
  const any = either(scope, operand, meanings);
  return negative ? { text: `NOT (${any.text})`, params: any.params } : any;
}

/** Refuses a semi-join whose inner field is no id. */
export function requireIdField(field: FieldDef): void {
  if (familyOf(field) !== "id")
    throw refused(`semi join sub-selects can only query id fields, cannot use: '${field.name}'`);
}
