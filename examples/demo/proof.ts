import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import type { FieldDescribe } from "kinetic-core";

/** The rows of one side, summed up. */
export interface RowSum {
  readonly rows: number;
  readonly sum: bigint;
}

/** The outcome of the comparison. */
export interface Proof {
  /** Rows that the org says it took. */
  readonly loaded: RowSum;
  /** Rows that came out. */
  readonly exported: RowSum;
  readonly holds: boolean;
}

/** What to compare. */
export interface ProofInput {
  readonly inputFile: string;
  /** Character between the fields of the input file. The exported file has commas. */
  readonly delimiter: string;
  readonly exportedFile: string;
  readonly columns: readonly string[];
  readonly fields: readonly FieldDescribe[];
  /** Id that the org gave to each input row that it took; rows count from 1. */
  readonly ids: ReadonlyMap<number, string>;
}

type Row = Readonly<Record<string, string>>;

const MASK = (1n << 128n) - 1n;

/**
 * Compares the input file with the exported file. Both are read by csv-parse, which the library under test does not
 * use for this, so that a fault in its CSV code cannot hide itself. Rows are compared as id and values, whatever
 * their order: equal sums of per-row hashes mean equal rows, each as often as on the other side, and need no memory.
 */
export async function prove(input: ProofInput): Promise<Proof> {
  const types = new Map(input.fields.map(({ name, type }) => [name.toLowerCase(), type]));
  const values = (row: Row): string[] =>
    input.columns.map((column) => canonical(types.get(column.toLowerCase()), row[column] ?? ""));

  const loaded = await sum(input.inputFile, input.delimiter, (row, number) => {
    const id = input.ids.get(number);
    return id === undefined ? undefined : [id, ...values(row)];
  });
  const exported = await sum(input.exportedFile, ",", (row) => [row["Id"] ?? "", ...values(row)]);
  return { loaded, exported, holds: loaded.rows === exported.rows && loaded.sum === exported.sum };
}

async function sum(
  file: string,
  delimiter: string,
  pick: (row: Row, number: number) => string[] | undefined,
): Promise<RowSum> {
  let rows = 0;
  let total = 0n;
  let number = 0;
  const records = createReadStream(file).pipe(
    parse({ columns: true, delimiter, bom: true, relax_column_count: false }),
  );
  for await (const row of records as AsyncIterable<Row>) {
    number += 1;
    const picked = pick(row, number);
    if (picked === undefined) continue;
    const hash = createHash("sha256").update(JSON.stringify(picked)).digest();
    total = (total + hash.readBigUInt64LE(0) + (hash.readBigUInt64LE(8) << 64n)) & MASK;
    rows += 1;
  }
  return { rows, sum: total };
}

/** The same value is written differently on the way in and out: 100 and 100.0, Z and +0000, #N/A and nothing. */
function canonical(type: string | undefined, value: string): string {
  if (value === "" || value === "#N/A") return "";
  if (type === "boolean") return String(value === "1" || value.toLowerCase() === "true");
  if (type === "datetime") return new Date(value).toISOString();
  if (type === "int" || type === "double" || type === "currency" || type === "percent")
    return String(Number(value));
  return value;
}
