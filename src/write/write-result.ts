import type { BulkCallOptions, LoadResult } from "../bulk/index.ts";
import type { AnyKineticError, RowError } from "../errors/index.ts";
import type { CollectionResult, CollectionTotals, RowOutcome, UnsettledRow } from "../rest/index.ts";
import type { WriteRoute } from "./write-options.ts";

/** Which row of the input an outcome is of. */
export interface WriteRowPlace {
  /**
   * Place in the input, from 0. `undefined` when Bulk API 2.0 returned the row so changed that it cannot be told; name a
   * `key` column in the option `bulk` then.
   */
  readonly index: number | undefined;
  /** Set when several equal rows of a bulk load had different fates, so that `index` is one of them and may be another. */
  readonly ambiguous?: boolean | undefined;
  /** The bulk job that had the row. */
  readonly jobId?: string | undefined;
}

/** A row that was written. */
export interface WriteSuccess extends WriteRowPlace {
  /** Id of the record; absent where an API version up to 45.0 did not tell it. */
  readonly id?: string | undefined;
  /** For upserts, and wherever the org says so: whether the record is new. */
  readonly created?: boolean | undefined;
}

/** A row that was refused. */
export interface WriteFailure extends WriteRowPlace {
  /** Id of the record, where the row names one. */
  readonly id?: string | undefined;
  /** Why, and what to do about it. */
  readonly error: RowError;
  /** The error of the call, where it was refused as a whole. */
  readonly cause?: AnyKineticError | undefined;
}

/** A row of which it is not known that it was written, or that it was refused. */
export interface WriteUnsettled extends WriteRowPlace {
  /** `unknown`: the answer was lost, and the org may have carried it out. `unprocessed`: it certainly did not. */
  readonly status: "unknown" | "unprocessed";
  /** Why, where there is more to say than that a bulk job did not get to it. */
  readonly error?: RowError | undefined;
  /** The error of the call, or of an earlier one that made further calls pointless. */
  readonly cause?: AnyKineticError | undefined;
}

/**
 * What became of the rows of a write, in the same shape whichever way they went. After a bulk load the rows are read from
 * the org when they are asked for: close the result when done, or use `await using`.
 *
 * @example
 * ```ts
 * await using result = await sf.write("Account", "insert", rows);
 * for await (const { index, id } of result.succeeded()) console.log(index, id);
 * for await (const { index, error } of result.failures()) console.error(index, error.message, error.remediation.summary);
 * for await (const { index, status } of result.unsettled()) console.error(index, status);
 * ```
 */
export interface WriteResult extends AsyncDisposable {
  /** The way that the rows went. */
  readonly via: WriteRoute;
  /** How many rows had which fate; `succeeded + failed + unknown + unprocessed = rows`. */
  readonly totals: CollectionTotals;
  /** Whether every row was written. */
  readonly ok: boolean;
  /** The load underneath, where the rows went by Bulk API 2.0: its jobs, its warnings, the rows as a file. */
  readonly load?: LoadResult | undefined;
  /** Yields the rows that were written, with their ids. */
  succeeded(options?: BulkCallOptions): AsyncIterable<WriteSuccess>;
  /** Yields the rows that were refused, with typed errors. */
  failures(options?: BulkCallOptions): AsyncIterable<WriteFailure>;
  /** Yields the rows whose fate was not learnt, and those that the org did not get to. */
  unsettled(options?: BulkCallOptions): AsyncIterable<WriteUnsettled>;
  /** Closes what a bulk load keeps open; does nothing otherwise. */
  close(): Promise<void>;
}

/** Tells what became of rows that went by REST. */
export function restResult(
  via: "record" | "collections",
  { rows, totals, ok }: Pick<CollectionResult, "rows" | "totals" | "ok">,
): WriteResult {
  const close = async (): Promise<void> => {};
  return {
    via,
    totals,
    ok,
    succeeded: () => only(rows, (row) => row.status === "succeeded"),
    failures: () => only(rows, (row) => row.status === "failed"),
    unsettled: () =>
      only(rows, (row): row is UnsettledRow => row.status === "unknown" || row.status === "unprocessed"),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function* only<Kind extends RowOutcome>(
  rows: readonly RowOutcome[],
  is: (row: RowOutcome) => row is Kind,
): AsyncGenerator<Kind> {
  for (const row of rows) if (is(row)) yield row;
}

/** Tells what became of rows that went by Bulk API 2.0. */
export function bulkResult(load: LoadResult): WriteResult {
  const { totals, ok } = load;
  const close = (): Promise<void> => load.close();
  return {
    via: "bulk",
    totals: Object.freeze({ ...totals, unknown: 0 }),
    ok,
    load,
    async *succeeded(options) {
      for await (const row of load.succeeded(options)) {
        yield { ...placeOf(row), id: row.id, created: row.created };
      }
    },
    async *failures(options) {
      for await (const row of load.failures(options)) yield { ...placeOf(row), id: row.id, error: row.error };
    },
    async *unsettled(options) {
      for await (const row of load.unprocessed(options)) yield { ...placeOf(row), status: "unprocessed" };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface LoadedRow {
  readonly row: number | undefined;
  readonly ambiguous: boolean;
  readonly jobId?: string | undefined;
}

function placeOf({ row, ambiguous, jobId }: LoadedRow): WriteRowPlace {
  return { index: row === undefined ? undefined : row - 1, ...(ambiguous ? { ambiguous } : {}), jobId };
}
