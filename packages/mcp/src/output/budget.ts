import { type Table, type TableOptions, toTable } from "./rows.ts";

/** Bytes that everything around the data of an answer may take: envelope, summary, boundary, cursor, one notice. */
const ENVELOPE = 2048;

/**
 * Bytes that a value takes in an answer: it is there twice, as structured content and as JSON within a text, and the
 * budget is for the answer as it goes over the wire.
 */
export function answerBytes(value: unknown): number {
  const json = JSON.stringify(value);
  return Buffer.byteLength(json) + Buffer.byteLength(JSON.stringify(json));
}

/** Bytes that are there for the data of an answer. */
export function dataBudget(maxBytes: number): number {
  return Math.max(512, maxBytes - ENVELOPE);
}

/** How many values, from the first one on, fit into so many bytes. */
export function countWithin(values: readonly unknown[], bytes: number): number {
  let left = bytes;
  for (const [at, value] of values.entries()) {
    left -= answerBytes(value);
    if (left < 0) return at;
  }
  return values.length;
}

/** A table that keeps to a budget. */
export interface FittedTable extends Table {
  /** Longest value in characters; shorter than asked where one row alone would have been too much. */
  readonly maxCell: number;
}

/** Ever shorter values, for records so wide that not one would fit. */
const CELLS = [2000, 500, 120, 30];

/**
 * Makes a table of as many records as fit into an answer.
 *
 * @returns at least one row where there is a record, so that reading goes on: a very wide one has its values cut
 */
export function fitTable(
  records: readonly Readonly<Record<string, unknown>>[],
  maxBytes: number,
  options: Omit<TableOptions, "maxCell"> = {},
): FittedTable {
  let fitted: FittedTable = { columns: [], rows: [], maxCell: CELLS[0] ?? 0 };
  for (const maxCell of CELLS) {
    const table = toTable(records, { ...options, maxCell });
    const left = dataBudget(maxBytes) - answerBytes(table.columns);
    const fits = countWithin(table.rows, left);
    fitted = { columns: table.columns, rows: table.rows.slice(0, Math.max(1, fits)), maxCell };
    if (fits > 0 || records.length === 0) return fitted;
  }
  return narrowed(fitted, dataBudget(maxBytes));
}

/** The one row of a record with hundreds of fields: as many columns as fit. */
function narrowed({ columns, rows, maxCell }: FittedTable, bytes: number): FittedTable {
  const pairs = columns.map((name, at) => [name, rows[0]?.[at]]);
  const kept = Math.max(1, countWithin(pairs, bytes));
  return { columns: columns.slice(0, kept), rows: rows.map((row) => row.slice(0, kept)), maxCell };
}
