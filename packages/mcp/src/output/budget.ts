import type { Table } from "./rows.ts";

/** Bytes that everything around the rows of an answer may take: its envelope, notices, cursor, boundary. */
const ENVELOPE = 2048;

/**
 * How many of the rows fit into an answer. Each answer carries its data twice, as text and as structured content, and
 * hosts show one of them: the budget is for one.
 *
 * @returns at least 1 where there is a row, so that reading goes on
 */
export function rowsWithin(table: Table, maxBytes: number): number {
  let left = maxBytes - ENVELOPE - Buffer.byteLength(JSON.stringify(table.columns));
  for (const [at, row] of table.rows.entries()) {
    left -= Buffer.byteLength(JSON.stringify(row)) + 1;
    if (left < 0) return Math.max(1, at);
  }
  return table.rows.length;
}
