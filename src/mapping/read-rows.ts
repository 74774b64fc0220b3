import type { CsvSource } from "../csv/index.ts";

/** Bytes of a source that are scanned before they are read: what is held of them is a few numbers. */
const SLICE_BYTES = 16_000_000;

/** Reads the rows of CSV as records of texts, by the names of its columns. */
export async function* readRows(
  source: CsvSource,
  signal?: AbortSignal,
): AsyncGenerator<Record<string, string>> {
  const open = await source.open({ signal });
  try {
    const { columns } = open;
    for await (const slice of open.slices({ maxBytes: SLICE_BYTES, signal })) {
      for await (const batch of open.rows(slice)) {
        for (const row of batch) yield recordOf(columns, row);
      }
    }
  } finally {
    await open.close();
  }
}

function recordOf(columns: readonly string[], row: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (const [at, column] of columns.entries()) record[column] = row[at] ?? "";
  return record;
}
