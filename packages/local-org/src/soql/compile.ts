import type { Query, Subquery } from "@jetstreamapp/soql-parser-js";
import { compileAggregate, isAggregateQuery } from "./aggregate.ts";
import type { SoqlContext } from "./context.ts";
import { noSuchChildren, noSuchObject, SoqlError, unsupported } from "./errors.ts";
import { compileLogic, type FilterTools, requireIdField } from "./filter.ts";
import { whereFunction } from "./functions.ts";
import { compileOrder } from "./order.ts";
import { parseSoql } from "./parse.ts";
import { Scope } from "./scope.ts";
import { compileSelect } from "./select.ts";
import { type ChildrenNode, Columns, type CompiledQuery } from "./shape.ts";
import { join, type Sql, sql } from "./sql.ts";
import { buildLogic } from "./tree.ts";

/** The largest OFFSET (SOQL and SOSL Reference, "OFFSET"). */
const MAX_OFFSET = 2000;

/**
 * Compiles a query to SQLite: a pure function of the query, the schema and the context.
 * @throws SoqlError as Salesforce refuses the query, or NOT_IMPLEMENTED for what this org does not do
 */
export function compileSoql(context: SoqlContext): CompiledQuery {
  const { ast, structure } = parseSoql(context.soql);
  const object = ast.sObject === undefined ? undefined : context.schema.object(ast.sObject);
  if (!object?.flags.queryable) throw noSuchObject(context.soql, ast.sObject ?? "");
  const scope = new Scope(context, object, { alias: "t", soqlAlias: ast.sObjectAlias, structure });
  return compileQuery(scope, ast);
}

function compileQuery(scope: Scope, ast: Query | Subquery): CompiledQuery {
  refuseUnsupported(ast);
  const columns = new Columns();
  if (isCount(ast)) return assemble(scope, { ast, columns, kind: "count" });
  if (isAggregateQuery(ast)) {
    const parts = compileAggregate(scope, columns, ast);
    return {
      ...assemble(scope, { ast, columns, kind: "aggregate" }),
      ...parts,
      columns: columns.expressions,
    };
  }
  const idColumn = columns.add(scope.column("Id"));
  const selection = compileSelect(scope, columns, { ast, children: compileChildren });
  const orderBy = compileOrder(scope, ast);
  return { ...assemble(scope, { ast, columns, kind: "rows" }), ...selection, orderBy, idColumn };
}

function isCount(ast: Query | Subquery): boolean {
  const [only, ...others] = ast.fields ?? [];
  if (only?.type !== "FieldFunctionExpression" || others.length > 0) return false;
  return only.functionName.toUpperCase() === "COUNT" && only.parameters.length === 0;
}

interface Parts {
  readonly ast: Query | Subquery;
  readonly columns: Columns;
  readonly kind: CompiledQuery["kind"];
}

function assemble(scope: Scope, { ast, columns, kind }: Parts): CompiledQuery {
  const where = compileWhere(scope, ast);
  const offset = ast.offset ?? 0;
  if (offset > MAX_OFFSET)
    throw new SoqlError("NUMBER_OUTSIDE_VALID_RANGE", `Maximum SOQL offset allowed is ${MAX_OFFSET}`);
  return {
    kind,
    object: scope.object,
    columns: columns.expressions,
    idColumn: "",
    id: scope.column("Id"),
    from: scope.from,
    where,
    groupBy: "",
    having: undefined,
    orderBy: "",
    limit: ast.limit,
    offset,
    nodes: [],
    leaves: [],
  };
}

const tools: FilterTools = { call: whereFunction, subselect: compileSubselect };

function compileWhere(scope: Scope, ast: Query | Subquery): Sql {
  const conditions: Sql[] = [];
  if (!scope.context.includeDeleted) conditions.push(sql(`${scope.column("IsDeleted")} = 0`));
  if (ast.usingScope?.toLowerCase() === "mine")
    conditions.push(sql(`${scope.column("OwnerId")} = ?`, scope.context.userId));
  const { where } = scope.structure;
  if (ast.where && where) conditions.push(compileLogic(scope, buildLogic(ast.where, where), tools));
  return conditions.length === 0 ? sql("1") : join(conditions, "AND");
}

/** Compiles the inner query of a semi-join: ids only, and no nulls among them. */
function compileSubselect(outer: Scope, query: Query): Sql {
  const { context } = outer;
  const object = query.sObject === undefined ? undefined : context.schema.object(query.sObject);
  if (!object) throw noSuchObject(context.soql, query.sObject ?? "");
  const names = { alias: outer.innerAlias(), soqlAlias: query.sObjectAlias, structure: outer.nextQuery() };
  const scope = new Scope(context, object, names);
  const [item, ...others] = query.fields ?? [];
  if (!item || others.length > 0 || (item.type !== "Field" && item.type !== "FieldRelationship"))
    throw unsupported("a semi-join that selects anything but one field");
  const path =
    item.type === "Field" ? item.field : (item.rawValue ?? [...item.relationships, item.field].join("."));
  const { field, expression } = scope.resolve(path);
  requireIdField(field);
  const where = compileWhere(scope, query);
  return {
    text: `SELECT ${expression} FROM ${scope.from} WHERE ${expression} IS NOT NULL AND ${where.text}`,
    params: where.params,
  };
}

function compileChildren(outer: Scope, subquery: Subquery): ChildrenNode {
  const { context } = outer;
  const child = outer.object.child(subquery.relationshipName);
  const object = child && context.schema.object(child.childSObject);
  if (!child?.relationshipName || !object) throw noSuchChildren(context.soql, subquery.relationshipName);
  if (isCount(subquery) || isAggregateQuery(subquery))
    throw unsupported("aggregates in a subquery of SELECT");
  const scope = new Scope(context, object, {
    alias: "t",
    soqlAlias: subquery.sObjectAlias,
    structure: outer.nextQuery(),
  });
  return {
    kind: "children",
    key: child.relationshipName,
    link: child.field,
    query: compileQuery(scope, subquery),
  };
}

function refuseUnsupported(ast: Query | Subquery): void {
  if (ast.withDataCategory) throw unsupported("WITH DATA CATEGORY");
  if (ast.update) throw unsupported(`UPDATE ${ast.update}`);
  const scopeName = ast.usingScope?.toLowerCase();
  if (scopeName !== undefined && scopeName !== "everything" && scopeName !== "mine")
    throw unsupported(`USING SCOPE ${ast.usingScope}`);
}
