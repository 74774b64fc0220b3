import { RequestError } from "../../errors/index.ts";
import { selectList, withoutLiterals } from "./soql-text.ts";

/** Why Bulk API 2.0 cannot run a query, and what can. */
interface Unsupported {
  readonly what: string;
  readonly instead: string;
}

const CLAUSES: readonly (readonly [RegExp, Unsupported])[] = [
  [
    /\bGROUP\s+BY\b/i,
    { what: "GROUP BY", instead: "use sf.query(), which REST answers, or group the exported rows" },
  ],
  [/\bOFFSET\s+\d/i, { what: "OFFSET", instead: "export without it; Bulk returns every row anyway" }],
  [/\bTYPEOF\b/i, { what: "TYPEOF", instead: "select the parent's fields directly, or use sf.query()" }],
  [
    /\b(COUNT|COUNT_DISTINCT|SUM|AVG|MIN|MAX)\s*\(/i,
    { what: "aggregate functions", instead: "use sf.query()" },
  ],
];

const SUBQUERY: Unsupported = {
  what: "child subqueries",
  instead: "export the child object with the parent's id, or use sf.query()",
};

/**
 * Refuses SOQL that neither Bulk API 2.0 nor, where that is allowed, REST gives as flat rows, before a job is made (Bulk
 * API 2.0 guide, "SOQL Considerations").
 * @throws RequestError naming the clause and what to use instead
 */
export function checkBulkSoql(
  soql: string,
  { fallbackToRest = false }: { readonly fallbackToRest?: boolean | undefined } = {},
): void {
  const text = typeof soql === "string" ? withoutLiterals(soql) : "";
  if (!/^\s*SELECT\b/i.test(text))
    throw new RequestError("A bulk export needs a SOQL query that begins with SELECT");
  const refusal = bulkRefusal(soql);
  // The children of a record have no place in a flat row, whoever answers.
  if (refusal !== undefined && (!fallbackToRest || hasSubquery(text))) throw refusal;
}

/** Why Bulk API 2.0 does not run a query; `undefined` where it does, as far as the text tells. */
export function bulkRefusal(soql: string): RequestError | undefined {
  const text = withoutLiterals(soql);
  const problem = hasSubquery(text) ? SUBQUERY : CLAUSES.find(([pattern]) => pattern.test(text))?.[1];
  if (problem === undefined) return undefined;
  const message = `Bulk API 2.0 does not run queries with ${problem.what}: ${problem.instead}`;
  return new RequestError(message, { errorCode: "API_ERROR" });
}

function hasSubquery(text: string): boolean {
  return /\(\s*SELECT\b/i.test(selectList(text));
}
