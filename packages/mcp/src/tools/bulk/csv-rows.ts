import type { Readable } from "node:stream";
import { decodeCsv } from "kinetic-core";
import { checkSoql, type MaskedColumns } from "../../policy/index.ts";
import type { ToolContext } from "../tool.ts";

/** Rows of a CSV that were read. */
export interface CsvRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Whether the CSV goes on after them. */
  readonly more: boolean;
}

/** Reads some rows of a CSV after the first `skip` ones, and no more of it than that. */
export async function someRows(
  csv: Readable,
  { skip, count }: { readonly skip: number; readonly count: number },
): Promise<CsvRows> {
  let columns: readonly string[] | undefined;
  const rows: (readonly string[])[] = [];
  let at = 0;
  for await (const batch of decodeCsv(csv)) {
    for (const row of batch) {
      if (columns === undefined) columns = row;
      else if (at++ >= skip) {
        if (rows.length === count) return { columns, rows, more: true };
        rows.push(row);
      }
    }
  }
  return { columns: columns ?? [], rows, more: false };
}

/**
 * Holds the columns of a result to the policy, as if they were selected: a job may have been made by somebody else.
 * @throws Refusal for a column that the policy denies
 */
export async function checkColumns(
  object: string | undefined,
  columns: readonly string[],
  { org, policy, signal }: ToolContext,
): Promise<MaskedColumns> {
  const own = columns.filter((name) => /^[A-Za-z]\w*(?:\.\w+)*$/.test(name) && !name.startsWith("sf__"));
  if (!policy.narrows || own.length === 0) return new Set();
  return checkSoql(`SELECT ${own.join(", ")} FROM ${object}`, policy, (name) => org.describe(name, signal));
}

/** Rows as records, for a table. */
export function asRecords({ columns, rows }: Pick<CsvRows, "columns" | "rows">): Record<string, string>[] {
  return rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at] ?? ""])));
}
