/** Where a reading stopped. */
export interface KeysetPlace {
  /** Id of the last row that was read. */
  readonly id: string;
  /** Rows that were read; taken off a `LIMIT`. */
  readonly received: number;
}

/** A query whose rows come in the order of their ids, in three parts; brackets and literals are blanked out before. */
const BY_ID =
  /^(\s*SELECT\b.*?\bFROM\b.*?)(\bWHERE\b.*?)?(\bORDER\s+BY\s+Id(?:\s+ASC)?(?:\s+NULLS\s+(?:FIRST|LAST))?)(?:\s+LIMIT\s+(\d+))?\s*$/is;

/** What changes which rows there are, or where a condition may stand. */
const OTHER_CLAUSES = /\b(?:WITH|GROUP|HAVING|ORDER|LIMIT|OFFSET|FOR|UPDATE)\b|,/i;

/**
 * Writes the query of the rows after one, for a query that is `ORDER BY Id` and nothing more; `undefined` for every other
 * one, whose order does not tell which rows are still to come.
 */
export function queryAfter(soql: string, { id, received }: KeysetPlace): string | undefined {
  const parts = BY_ID.exec(blanked(soql));
  if (parts === null || !/^[A-Za-z0-9]{15,18}$/.test(id)) return undefined;
  const [, head = "", where = "", order = "", limit] = parts;
  const from = head.slice(head.search(/\bFROM\b/i));
  if (OTHER_CLAUSES.test(from) || OTHER_CLAUSES.test(where.replaceAll(",", " "))) return undefined;
  const start = soql.slice(0, head.length).trimEnd();
  const condition = soql.slice(head.length + "WHERE".length, head.length + where.length).trim();
  const both = condition === "" ? `Id > '${id}'` : `(${condition}) AND Id > '${id}'`;
  const rest = limit === undefined ? "" : ` LIMIT ${Math.max(0, Number(limit) - received)}`;
  return `${start} WHERE ${both} ${order}${rest}`;
}

/** Blanks out literals and what stands in brackets, letter by letter: places stay what they are. */
function blanked(soql: string): string {
  let depth = 0;
  let text = "";
  for (const [piece] of soql.matchAll(/'(?:\\.|[^'\\])*'?|[()]|[^'()]+/gs)) {
    if (piece === ")") depth -= 1;
    text += depth > 0 || piece.startsWith("'") ? "_".repeat(piece.length) : piece;
    if (piece === "(") depth += 1;
  }
  return text;
}
