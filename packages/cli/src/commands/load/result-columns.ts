import type { CsvSource, OpenCsvSource } from "kinetic-core";
import { UsageError } from "../../exit/index.ts";
import { csvLine } from "../../format/index.ts";

/** Columns of result files, ours and Salesforce's. Fields of a package `sf` end in `__c` and are none. */
const RESULT_COLUMN = /^sf__[a-z]+$/i;

/** Whether a column is one of a result file. */
export function isResultColumn(name: string): boolean {
  return RESULT_COLUMN.test(name);
}

/** Rows are read in slices of this size: what is held of one is a few numbers. */
const SLICE_BYTES = 16_000_000;

/**
 * Leaves the columns out that a result file has in front of those of the input, so that `failed.csv` can be mended and
 * loaded again. A source without such columns is handed on as it is.
 * @param onDropped - hears the names of the columns that are left out
 */
export function withoutResultColumns(
  source: CsvSource,
  onDropped: (columns: readonly string[]) => void,
): CsvSource {
  const { name, reopenable } = source;
  return {
    name,
    reopenable,
    open: async (opening = {}) => {
      const opened = await source.open(opening);
      const dropped = opened.columns.filter(isResultColumn);
      if (dropped.length === 0) return opened;
      try {
        const rest = await openRest(opened, opening.signal);
        onDropped(dropped);
        return rest;
      } catch (error) {
        await opened.close();
        throw error;
      }
    },
  };
}

async function openRest(opened: OpenCsvSource, signal: AbortSignal | undefined): Promise<OpenCsvSource> {
  const { columns, name } = opened;
  const kept = [...columns.keys()].filter((at) => !isResultColumn(columns[at] ?? ""));
  if (kept.length === 0)
    throw new UsageError(
      `${name} has no columns but those of a result file: ${columns.join(", ")}`,
      "kinetic load <object> <the file that was loaded first>",
    );
  const { csvStream } = await import("kinetic-core");
  const lines = linesOf(opened, { kept, signal });
  const rest = await csvStream(lines, { name, columnDelimiter: "COMMA", lineEnding: "LF" }).open({ signal });
  return {
    name,
    dialect: rest.dialect,
    columns: rest.columns,
    droppedNulBytes: 0,
    slices: (limits) => rest.slices(limits),
    body: (slice, options) => rest.body(slice, options),
    rows: (slice) => rest.rows(slice),
    fingerprint: () => rest.fingerprint(),
    close: async () => {
      await rest.close();
      await opened.close();
    },
  };
}

async function* linesOf(
  opened: OpenCsvSource,
  { kept, signal }: { readonly kept: readonly number[]; readonly signal: AbortSignal | undefined },
): AsyncGenerator<Buffer> {
  const lineOf = (row: readonly string[]): string => csvLine(kept.map((at) => row[at] ?? ""));
  yield Buffer.from(lineOf(opened.columns));
  for await (const slice of opened.slices({ maxBytes: SLICE_BYTES, signal }))
    for await (const batch of opened.rows(slice)) yield Buffer.from(batch.map(lineOf).join(""));
}
