import type { Requester } from "../http/index.ts";
import type { CallOptions } from "./call.ts";
import { filledText } from "./check.ts";

/** One way to run a query, the best one first (REST API guide, "Query Performance Feedback"). */
export interface QueryPlan {
  /** Rows that the leading operation is thought to return. */
  readonly cardinality: number;
  /** Indexed fields that the operation uses. */
  readonly fields: readonly string[];
  /** How the rows are found: `Index`, `Sharing`, `TableScan` or `Other`. */
  readonly leadingOperationType: string;
  /** Why an optimisation was not used. */
  readonly notes: readonly {
    readonly description: string;
    readonly fields: readonly string[];
    readonly tableEnumOrId: string;
  }[];
  /** Cost compared with what the platform takes for selective; above 1 the query is not. */
  readonly relativeCost: number;
  /** Rows of the object, about. */
  readonly sobjectCardinality: number;
  /** API name of the object. */
  readonly sobjectType: string;
}

/** Asks how the org would run a query, or the query of a report or list view by its id. */
export async function explainQuery(
  requester: Requester,
  query: string,
  { signal }: CallOptions = {},
): Promise<readonly QueryPlan[]> {
  filledText(query, "The query");
  const request = { method: "GET", path: "query", query: { explain: query }, signal } as const;
  return (await requester.json<{ plans: readonly QueryPlan[] }>(request)).body.plans;
}
