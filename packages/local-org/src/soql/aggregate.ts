import type {
  FieldFunctionExpression,
  FieldType,
  FunctionExp,
  GroupByClause,
  OrderByClause,
  Query,
  Subquery,
} from "@jetstreamapp/soql-parser-js";
import { toJson } from "../store/values.ts";
import { invalidField, refused, unsupported } from "./errors.ts";
import { compileLogic, type Operand } from "./filter.ts";
import { formatted, labelOf } from "./format.ts";
import { aggregateFunction, argument, dateFunction, isAggregate, isDateFunction } from "./functions.ts";
import { orderItems, orderTerm } from "./order.ts";
import type { Scope } from "./scope.ts";
import { type Columns, type CompiledQuery, cell, type ValueNode } from "./shape.ts";
import { buildLogic } from "./tree.ts";

/** Tells whether a query answers with AggregateResult instead of records. */
export function isAggregateQuery(ast: Query | Subquery): boolean {
  if (ast.groupBy) return true;
  return (ast.fields ?? []).some((item) => item.type === "FieldFunctionExpression" && aggregates(item));
}

function aggregates(fn: FieldFunctionExpression): boolean {
  if (isAggregate(fn.functionName) || isDateFunction(fn.functionName)) return true;
  return fn.parameters.some((inner) => typeof inner !== "string" && isAggregate(inner.functionName));
}

type AggregateParts = Pick<CompiledQuery, "nodes" | "leaves" | "groupBy" | "having" | "orderBy" | "from">;

/** Compiles the parts of a query that GROUP BY and the aggregate functions change. */
export function compileAggregate(scope: Scope, columns: Columns, ast: Query | Subquery): AggregateParts {
  const groups = groupItems(ast).map((item) => groupExpression(scope, item));
  if (groups.length === 0 && ast.limit !== undefined)
    throw refused("Non-grouped query that uses overall aggregate functions cannot also use LIMIT");
  const builder = new AggregateBuilder(scope, columns, groups);
  const nodes = (ast.fields ?? []).map((item) => builder.node(item));
  const skeleton = scope.structure.having;
  const having =
    ast.having && skeleton
      ? compileLogic(scope, buildLogic(ast.having, skeleton), {
          call: (_scope, fn) => builder.operand(fn),
          subselect: () => {
            throw unsupported("semi-joins in HAVING");
          },
        })
      : undefined;
  const orderBy = orderItems(ast)
    .map((item) => builder.order(item))
    .join(", ");
  return { nodes, leaves: nodes, groupBy: groups.join(", "), having, orderBy, from: scope.from };
}

function groupItems(ast: Query | Subquery): GroupByClause[] {
  if (!ast.groupBy) return [];
  return Array.isArray(ast.groupBy) ? ast.groupBy : [ast.groupBy];
}

function groupExpression(scope: Scope, item: GroupByClause): string {
  if ("fn" in item) {
    if (isDateFunction(item.fn.functionName)) return dateFunction(scope, item.fn).expression;
    throw unsupported(`GROUP BY ${item.fn.functionName}()`);
  }
  const ref = scope.resolve(item.field);
  if (!ref.field.groupable || !ref.field.stored)
    throw invalidField(
      scope.context.soql,
      item.field,
      `field '${ref.field.name}' can not be grouped in a query call`,
    );
  return ref.expression;
}

/** Compiles the members of an AggregateResult. */
class AggregateBuilder {
  readonly #scope: Scope;
  readonly #columns: Columns;
  readonly #groups: readonly string[];
  readonly #aliases = new Map<string, Operand>();
  #unnamed = 0;

  constructor(scope: Scope, columns: Columns, groups: readonly string[]) {
    this.#scope = scope;
    this.#columns = columns;
    this.#groups = groups;
  }

  node(item: FieldType): ValueNode {
    if (item.type === "FieldFunctionExpression") return this.#call(item);
    if (item.type !== "Field" && item.type !== "FieldRelationship")
      throw unsupported("this in a query with GROUP BY");
    const path =
      "rawValue" in item && item.rawValue
        ? item.rawValue
        : item.type === "Field"
          ? item.field
          : [...item.relationships, item.field].join(".");
    const operand = this.#grouped(path);
    const alias = "alias" in item ? item.alias : undefined;
    return this.#value(alias ?? operand.field.name, operand, (value) => toJson(operand.field, value));
  }

  /** What a function means in HAVING and ORDER BY. */
  operand(fn: FunctionExp): Operand {
    if (isAggregate(fn.functionName)) return aggregateFunction(this.#scope, fn);
    if (isDateFunction(fn.functionName)) return this.#requireGroup(dateFunction(this.#scope, fn));
    throw unsupported(`${fn.functionName}() here`);
  }

  order(item: OrderByClause): string {
    const alias = "field" in item ? this.#aliases.get(item.field.toLowerCase()) : undefined;
    const operand = "fn" in item ? this.operand(item.fn) : (alias ?? this.#grouped(item.field));
    return orderTerm(item, operand.field, operand.expression);
  }

  #call(fn: FieldFunctionExpression): ValueNode {
    const name = fn.functionName.toUpperCase();
    const { timeZone } = this.#scope.context;
    const key = fn.alias ?? `expr${this.#unnamed++}`;
    const [inner] = fn.parameters;
    if (name === "FORMAT" && inner && typeof inner !== "string") {
      const operand = this.operand(inner);
      return this.#value(key, operand, (value) => formatted(operand.field, value, timeZone));
    }
    if (name === "TOLABEL") {
      const operand = this.#grouped(argument(fn));
      return this.#value(key, operand, (value) => labelOf(operand.field, value));
    }
    if (name === "COUNT" && fn.parameters.length === 0)
      throw refused("COUNT() must be the only element in the SELECT list");
    const operand = this.operand(fn);
    return this.#value(key, operand, (value) => toJson(operand.field, value));
  }

  #value(key: string, operand: Operand, show: (value: ReturnType<typeof cell>) => unknown): ValueNode {
    const column = this.#columns.add(operand.expression);
    this.#aliases.set(key.toLowerCase(), operand);
    return {
      kind: "value",
      key,
      header: key,
      field: operand.field,
      column,
      read: (row) => show(cell(row, column)),
    };
  }

  #grouped(path: string): Operand {
    const ref = this.#scope.resolve(path);
    return this.#requireGroup({ expression: ref.expression, field: ref.field, path });
  }

  #requireGroup(operand: Operand): Operand {
    if (!this.#groups.includes(operand.expression))
      throw refused(`Field must be grouped or aggregated: ${operand.path}`);
    return operand;
  }
}
