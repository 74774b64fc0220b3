import { RequestError } from "../../errors/index.ts";

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
 * Refuses SOQL that Bulk API 2.0 does not run, before a job is made (Bulk API 2.0 guide, "SOQL Considerations").
 * @throws RequestError naming the clause and what to use instead
 */
export function checkBulkSoql(soql: string): void {
  const text = withoutLiterals(soql);
  if (!/^\s*SELECT\b/i.test(text))
    throw new RequestError("A bulk export needs a SOQL query that begins with SELECT");
  for (const problem of problemsIn(text)) {
    throw new RequestError(`Bulk API 2.0 does not run queries with ${problem.what}: ${problem.instead}`, {
      errorCode: "API_ERROR",
    });
  }
}

function* problemsIn(text: string): Generator<Unsupported> {
  const list = selectList(text);
  if (/\(\s*SELECT\b/i.test(list)) yield SUBQUERY;
  for (const [pattern, problem] of CLAUSES) if (pattern.test(text)) yield problem;
}

/** What stands between SELECT and the FROM that belongs to it. */
function selectList(text: string): string {
  let depth = 0;
  const words = /\(|\)|\bFROM\b/gi;
  for (let word = words.exec(text); word !== null; word = words.exec(text)) {
    if (word[0] === "(") depth += 1;
    else if (word[0] === ")") depth -= 1;
    else if (depth === 0) return text.slice(0, word.index);
  }
  return text;
}

/** Blanks out string literals, so that their words are not taken for clauses. */
function withoutLiterals(soql: string): string {
  return soql.replace(/'(?:\\.|[^'\\])*'/gs, "''");
}
