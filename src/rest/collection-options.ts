import type { CallOptions, Fields, WriteOptions } from "./call.ts";
import type { CollectionResult } from "./collection-result.ts";

/** Rows of a collection call: any number, from anything that yields them. */
export type Rows = Iterable<Fields> | AsyncIterable<Fields>;

/** Options of a collection write. */
export interface CollectionOptions extends WriteOptions {
  /**
   * Undoes all rows of a call when one of them fails. A call has up to 200 rows, so of 1,000 rows one failure undoes
   * 200; the others stand. `result.calls` says which.
   * @default false
   */
  readonly allOrNone?: boolean | undefined;
  /** Calls on the wire at the same time. @default 4 */
  readonly concurrency?: number | undefined;
  /**
   * How many times rows are sent again that failed for a passing reason, such as a lock. Not together with `allOrNone`.
   * @default 0
   */
  readonly retryRows?: number | undefined;
  /** Told after every call what became of its rows, also when the whole is aborted later. */
  readonly onRows?: ((rows: CollectionResult["rows"]) => void) | undefined;
}

/** Options of a collection write of records of one object. */
export interface CollectionRowOptions extends CollectionOptions {
  /** The object of rows that do not name theirs in `attributes.type`. */
  readonly object?: string | undefined;
}

/** Options of a collection upsert. */
export interface CollectionUpsertOptions extends CollectionOptions {
  /** API name of the object. */
  readonly object: string;
  /** The field that tells new rows from known ones; `Id` is one too. */
  readonly externalIdField: string;
}

/** Options of a collection retrieve. */
export interface CollectionRetrieveOptions extends CallOptions {
  /** API name of the object. */
  readonly object: string;
  /** Fields to read. */
  readonly fields: readonly string[];
  /** Calls on the wire at the same time. @default 4 */
  readonly concurrency?: number | undefined;
}

/** Defaults of the options of collection calls. */
export const COLLECTION_DEFAULTS: Readonly<{ concurrency: number }> = Object.freeze({ concurrency: 4 });
