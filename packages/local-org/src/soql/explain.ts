import type { Store } from "../store/types.ts";
import { countRows } from "./run.ts";
import { type CompiledQuery, cell } from "./shape.ts";

/** One way to run a query, as the query plan resource describes it. */
export interface QueryPlan {
  readonly cardinality: number;
  readonly fields: readonly string[];
  readonly leadingOperationType: "Index" | "TableScan";
  readonly notes: readonly unknown[];
  readonly relativeCost: number;
  readonly sobjectCardinality: number;
  readonly sobjectType: string;
}

/** Describes how a query would run (REST API Developer Guide, "Query Performance Feedback"): the plan that SQLite has chosen. */
export function explainQuery(
  store: Store,
  query: CompiledQuery,
): {
  plans: readonly QueryPlan[];
  sourceQuery?: string;
} {
  const rows = store
    .statement(`EXPLAIN QUERY PLAN SELECT ${query.id} FROM ${query.from} WHERE ${query.where.text}`)
    .all([...query.where.params]);
  const steps = rows.map((row) => String(cell(row as Record<string, string>, "detail")));
  const leading = steps.find((step) => / t( |$)/.test(step)) ?? "";
  const searched = /\(([^)]*)\)/.exec(leading)?.[1] ?? "";
  const fields = leading.startsWith("SEARCH")
    ? Array.from(searched.matchAll(/\w+(?=[=<>])/g), ([name]) => name)
    : [];
  const sobjectCardinality = store.count(query.object.name);
  const cardinality = countRows(store, query);
  return {
    plans: [
      {
        cardinality,
        fields,
        leadingOperationType: fields.length > 0 ? "Index" : "TableScan",
        notes: [],
        relativeCost: sobjectCardinality === 0 ? 0 : cardinality / sobjectCardinality,
        sobjectCardinality,
        sobjectType: query.object.name,
      },
    ],
  };
}
