import type { BulkCallOptions } from "../bulk/index.ts";
import type { RowError } from "../errors/index.ts";
import type { CollectionTotals } from "../rest/index.ts";
import { type MappedSource, type UnmappedValue, unmappedError } from "./map-source.ts";
import type {
  WriteFailure,
  WriteResult,
  WriteRowPlace,
  WriteSuccess,
  WriteUnsettled,
} from "./write-result.ts";

/**
 * How many rows of the source had which fate;
 * `filtered + unmapped + succeeded + failed + unknown + unprocessed = rows`.
 */
export interface SyncTotals extends CollectionTotals {
  /** Rows that the mapping's `where` left out. */
  readonly filtered: number;
  /** Rows that were left out for a value that could not be mapped. */
  readonly unmapped: number;
}

/** A row that did not get into the org. */
export interface SyncFailure extends WriteFailure {
  /** Whether a value of it could not be mapped, or the org refused it. */
  readonly stage: "map" | "write";
}

/** A value that could not be mapped and became null. */
export interface NulledValue {
  /** Place of its row in the source, from 0. */
  readonly index: number;
  /** Which field, and why. */
  readonly error: RowError;
}

/**
 * What became of the rows of a sync, from source to org. Places are those of the source. After a bulk load close it when
 * done, or use `await using`.
 *
 * @example
 * ```ts
 * await using result = await sf.sync({ source, mapping: { fields: { Name: { from: "name" } } }, object: "Account", operation: "insert" });
 * for await (const { index, id } of result.succeeded()) console.log(index, id);
 * for await (const { index, stage, error } of result.failures()) console.error(index, stage, error.message);
 * for await (const { index, status } of result.unsettled()) console.error(index, status);
 * ```
 */
export interface SyncResult extends AsyncDisposable {
  /** How many rows had which fate. */
  readonly totals: SyncTotals;
  /** Whether every row was written, but for those that `where` left out. */
  readonly ok: boolean;
  /** Values that could not be mapped and became null, as `onError: "null"` says. Some 200 bytes each. */
  readonly nulled: readonly NulledValue[];
  /** The write underneath; its places are those of the mapped rows. */
  readonly write: WriteResult;
  /** Yields the rows that were written, with their ids. */
  succeeded(options?: BulkCallOptions): AsyncIterable<WriteSuccess>;
  /** Yields the rows that could not be mapped, once for each bad value, then those that the org refused. */
  failures(options?: BulkCallOptions): AsyncIterable<SyncFailure>;
  /** Yields the rows whose fate was not learnt, and those that the org did not get to. */
  unsettled(options?: BulkCallOptions): AsyncIterable<WriteUnsettled>;
  /** Closes what a bulk load keeps open; does nothing otherwise. */
  close(): Promise<void>;
}

/** Puts the accounts of mapping and writing together. */
export function syncResult(mapped: MappedSource, write: WriteResult): SyncResult {
  const { rows, filtered, skipped, skippedValues } = mapped;
  const close = (): Promise<void> => write.close();
  return {
    totals: Object.freeze({ ...write.totals, rows, filtered, unmapped: skipped }),
    ok: skipped === 0 && write.ok,
    nulled: mapped.nulledValues.map((value) => ({ index: value.index, error: unmappedError(value) })),
    write,
    succeeded: (options) => placed(write.succeeded(options), mapped),
    async *failures(options) {
      for (const value of skippedValues) yield unmapped(value);
      for await (const row of placed(write.failures(options), mapped)) yield { ...row, stage: "write" };
    },
    unsettled: (options) => placed(write.unsettled(options), mapped),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function unmapped(value: UnmappedValue): SyncFailure {
  return { index: value.index, error: unmappedError(value), stage: "map" };
}

async function* placed<Row extends WriteRowPlace>(
  rows: AsyncIterable<Row>,
  { left }: MappedSource,
): AsyncGenerator<Row> {
  for await (const row of rows) {
    yield row.index === undefined ? row : { ...row, index: left.sourceIndex(row.index) };
  }
}
