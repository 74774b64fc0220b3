import type { LoadJob, LoadResult, RowError, SyncResult } from "kinetic-core";

/** A row that was refused, or that could not be mapped. */
export interface RefusedRow {
  /** Place in the input, from 1. */
  readonly row: number | undefined;
  readonly id?: string | undefined;
  readonly error: RowError;
  readonly record: Readonly<Record<string, string>>;
}

/** A row that is in the org. */
export interface StoredRow extends Omit<RefusedRow, "error"> {
  readonly created: boolean | undefined;
}

/** What became of a load, whether its rows were mapped or not. */
export interface Outcome {
  readonly totals: Readonly<Record<string, number>> & {
    readonly rows: number;
    readonly succeeded: number;
    readonly failed: number;
    readonly unprocessed: number;
  };
  readonly ok: boolean;
  readonly jobs: readonly LoadJob[];
  readonly warnings: readonly string[];
  stored(signal: AbortSignal): AsyncIterable<StoredRow>;
  refused(signal: AbortSignal): AsyncIterable<RefusedRow>;
  left(signal: AbortSignal): AsyncIterable<Pick<RefusedRow, "row" | "record">>;
  close(): Promise<void>;
}

/** The outcome of a load of rows as they are, but for columns of a result file that were left out. */
export function outcomeOfLoad(result: LoadResult, dropped: readonly string[]): Outcome {
  const left = `the columns ${dropped.join(", ")} of an earlier load's result file were left out; rows are numbered as in this file`;
  return {
    totals: { ...result.totals },
    ok: result.ok,
    jobs: result.jobs,
    warnings: [...(dropped.length > 0 ? [left] : []), ...result.warnings],
    stored: (signal) => result.succeeded({ signal }),
    refused: (signal) => result.failures({ signal }),
    left: (signal) => result.unprocessed({ signal }),
    close: () => result.close(),
  };
}

/** The outcome of a load of mapped rows: places are those of the input, which the rows themselves are not kept of. */
export function outcomeOfSync(result: SyncResult): Outcome {
  const { load } = result.write;
  return {
    totals: { ...result.totals },
    ok: result.ok,
    jobs: load?.jobs ?? [],
    warnings: load?.warnings ?? [],
    stored: (signal) => placed(result.succeeded({ signal })),
    refused: (signal) => placed(result.failures({ signal })),
    left: (signal) => placed(result.unsettled({ signal })),
    close: () => result.close(),
  };
}

type Placed<Row> = Row & {
  readonly row: number | undefined;
  readonly record: Readonly<Record<string, string>>;
};

async function* placed<Row extends { readonly index: number | undefined }>(
  rows: AsyncIterable<Row>,
): AsyncGenerator<Placed<Row> & { readonly created: boolean | undefined }> {
  for await (const row of rows) {
    const created = "created" in row ? (row.created as boolean | undefined) : undefined;
    yield { ...row, row: row.index === undefined ? undefined : row.index + 1, record: {}, created };
  }
}
