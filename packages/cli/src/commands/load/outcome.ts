import type { LoadJob, LoadResult, RowError, SyncResult } from "kinetic-core";
import type { InputRows } from "./input-rows.ts";

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

/** Opens the input of a mapped load once more; `undefined` where it cannot be read again. */
export type OpenInput = (signal: AbortSignal) => Promise<InputRows | undefined>;

/** The outcome of a load of mapped rows: places, and the columns beside them, are those of the input. */
export function outcomeOfSync(result: SyncResult, openInput: OpenInput): Outcome {
  const { load } = result.write;
  const placed = <Row extends Indexed>(rows: AsyncIterable<Row>, signal: AbortSignal) =>
    placedRows(rows, () => openInput(signal));
  return {
    totals: { ...result.totals },
    ok: result.ok,
    jobs: load?.jobs ?? [],
    warnings: load?.warnings ?? [],
    stored: (signal) => placed(result.succeeded({ signal }), signal),
    refused: (signal) => placed(result.failures({ signal }), signal),
    left: (signal) => placed(result.unsettled({ signal }), signal),
    close: () => result.close(),
  };
}

interface Indexed {
  readonly index: number | undefined;
}

type Placed<Row> = Row & {
  readonly row: number | undefined;
  readonly record: Readonly<Record<string, string>>;
  readonly created: boolean | undefined;
};

async function* placedRows<Row extends Indexed>(
  rows: AsyncIterable<Row>,
  open: () => Promise<InputRows | undefined>,
): AsyncGenerator<Placed<Row>> {
  let opening: Promise<InputRows | undefined> | undefined;
  try {
    for await (const row of rows) {
      opening ??= open();
      const record = (await (await opening)?.at(row.index)) ?? {};
      const created = "created" in row ? (row.created as boolean | undefined) : undefined;
      yield { ...row, row: row.index === undefined ? undefined : row.index + 1, record, created };
    }
  } finally {
    await (await opening)?.[Symbol.asyncDispose]();
  }
}
