import type { OrderByClause, Query, Subquery } from "@jetstreamapp/soql-parser-js";
import type { FieldDef } from "../schema/types.ts";
import { invalidField } from "./errors.ts";
import { whereFunction } from "./functions.ts";
import { familyOf } from "./literals.ts";
import type { Scope } from "./scope.ts";
import { text } from "./sql.ts";

/** Returns the criteria of an ORDER BY clause as a list. */
export function orderItems(ast: Query | Subquery): OrderByClause[] {
  if (!ast.orderBy) return [];
  return Array.isArray(ast.orderBy) ? ast.orderBy : [ast.orderBy];
}

/** Writes one criterion. Nulls come first unless the query says otherwise, ascending or descending. */
export function orderTerm(item: OrderByClause, field: FieldDef, expression: string): string {
  const direction = item.order === "DESC" ? "DESC" : "ASC";
  const nulls = item.nulls === "LAST" ? "LAST" : "FIRST";
  const collation = familyOf(field) === "text" ? " COLLATE NOCASE" : "";
  const plain = `${expression}${collation} ${direction} NULLS ${nulls}`;
  if (field.type !== "picklist" || field.picklistValues.length === 0) return plain;
  // Picklists sort by the order in which their values are defined.
  const ranks = field.picklistValues.map(({ value }, i) => `WHEN ${text(value)} THEN ${i}`).join(" ");
  const rank = `CASE ${expression} ${ranks} ELSE ${field.picklistValues.length} END`;
  const known = `CASE WHEN ${expression} IS NULL THEN NULL ELSE ${rank} END`;
  return `${known} ${direction} NULLS ${nulls}, ${plain}`;
}

/** Compiles ORDER BY. The id decides among equals, so that pages neither overlap nor leave rows out. */
export function compileOrder(scope: Scope, ast: Query | Subquery): string {
  const items = orderItems(ast);
  if (items.length === 0) return "";
  const terms = items.map((item) => {
    if ("fn" in item) {
      const operand = whereFunction(scope, item.fn);
      return orderTerm(item, operand.field, operand.expression);
    }
    const ref = scope.resolve(item.field);
    if (!ref.field.sortable || !ref.field.stored) {
      const message = `field '${ref.field.name}' can not be sorted in a query call`;
      throw invalidField(scope.context.soql, item.field, message);
    }
    return orderTerm(item, ref.field, ref.expression);
  });
  return [...terms, scope.column("Id")].join(", ");
}
