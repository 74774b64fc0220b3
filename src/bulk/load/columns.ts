import { InputError } from "../../errors/index.ts";
import type { LoadPlan } from "./load-options.ts";

/** Whether two column names mean the same field: Salesforce does not tell cases apart. */
export function sameColumn(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/**
 * Checks an input's columns against what the operation needs (Bulk API 2.0 guide, "Prepare CSV Files").
 * @throws InputError before anything is sent
 */
export function checkColumns(
  plan: Pick<LoadPlan, "operation" | "externalIdFieldName" | "key">,
  columns: readonly string[],
  source: string,
): void {
  const problem = columnProblem(plan, columns);
  if (problem === undefined) return;
  throw new InputError(`${source}: ${problem}. Its columns are: ${columns.join(", ") || "none"}`, {
    source,
    row: 0,
  });
}

function columnProblem(
  { operation, externalIdFieldName, key }: Pick<LoadPlan, "operation" | "externalIdFieldName" | "key">,
  columns: readonly string[],
): string | undefined {
  const has = (name: string): boolean => columns.some((column) => sameColumn(column, name));
  const twice = columns.find((column, at) => columns.findIndex((other) => sameColumn(other, column)) < at);
  if (twice !== undefined) return `the column ${twice} is there twice`;
  if (columns.some((column) => column.trim() === "")) return "a column has no name";
  const isDelete = operation === "delete" || operation === "hardDelete";
  if (isDelete && (columns.length !== 1 || !has("Id")))
    return `${operation} takes the one column Id, no other`;
  if (operation === "update" && !has("Id")) return "update needs the column Id";
  if (operation === "upsert" && externalIdFieldName !== undefined && !has(externalIdFieldName)) {
    return `upsert needs the column ${externalIdFieldName}, its external id`;
  }
  if (key !== undefined && !has(key)) return `the key column ${key} is missing`;
  return undefined;
}
