import type { IngestOperation, LoadOptions } from "../bulk/index.ts";
import type { CsvSource } from "../csv/index.ts";
import type { WriteOptions } from "../rest/index.ts";

/** What `write` does with the rows. `hardDelete` is Bulk API 2.0 alone. */
export type WriteOperation = IngestOperation;

/** A way to write rows: a call for each, calls of 200 each, or Bulk API 2.0. */
export type WriteRoute = "record" | "collections" | "bulk";

/**
 * What `write` takes: records (for deletes also ids), from anything that yields them; a source of CSV; or the path of a
 * CSV file.
 */
export type WriteRows<Row = object | string> = Iterable<Row> | AsyncIterable<Row> | CsvSource | string;

/**
 * Options of `bulk.load` that `write` hands on where the rows go by Bulk API 2.0. `dryRun` is for that way alone: rows that
 * would go another one are refused then, and nothing is sent.
 */
export type BulkWriteOptions = Omit<
  LoadOptions,
  "object" | "operation" | "externalIdFieldName" | "source" | "signal"
>;

/** Options of `write`. */
export interface WriteRowsOptions extends WriteOptions {
  /** The field that tells new rows from known ones; for `upsert`, which needs it, and only there. */
  readonly externalIdField?: string | undefined;
  /**
   * The way to go. A CSV file goes by `bulk` alone, and so does `hardDelete`.
   * @default one row: `record`; up to 2,000: `collections`; more, or CSV: `bulk`
   */
  readonly via?: WriteRoute | undefined;
  /**
   * Undoes all rows of a call when one of them fails; see `CollectionOptions`. Bulk API 2.0 has no such thing, and refuses it.
   * @default false
   */
  readonly allOrNone?: boolean | undefined;
  /** Calls, or bulk jobs, at the same time. @default 4 */
  readonly concurrency?: number | undefined;
  /** How many times rows are sent again that failed for a passing reason, such as a lock. @default 0 */
  readonly retryRows?: number | undefined;
  /**
   * The columns of the CSV, where records go by Bulk API 2.0.
   * @default the fields of the first 2,001 records
   */
  readonly columns?: readonly string[] | undefined;
  /** What else `bulk.load` is told, where the rows go by Bulk API 2.0: progress, checkpoint, sizes, timeouts. */
  readonly bulk?: BulkWriteOptions | undefined;
}

/** All of a write. */
export interface WriteRequest {
  readonly object: string;
  readonly operation: WriteOperation;
  readonly rows: WriteRows;
  readonly options: WriteRowsOptions;
}
