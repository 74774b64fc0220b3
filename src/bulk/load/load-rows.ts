import type { RowError } from "../../errors/index.ts";

/** A row that was refused. */
export interface LoadFailure {
  /**
   * Number of the input row, from 1, the header not counted. `undefined` when the server returned the row so changed
   * that it cannot be told; name a `key` column then.
   */
  readonly row: number | undefined;
  /** Whether several input rows are equal and had different fates, so that `row` is one of them and may be another. */
  readonly ambiguous: boolean;
  /** Why it was refused, and what to do about it. */
  readonly error: RowError;
  /** The row as it was sent. */
  readonly record: Readonly<Record<string, string>>;
  /** The record that it is about, for updates and deletes. */
  readonly id?: string | undefined;
  readonly jobId: string;
}

/** A row that was stored. */
export interface LoadSuccess extends Omit<LoadFailure, "error"> {
  /** Whether the row made a new record; `false` for an update. */
  readonly created: boolean;
}

/** A row that the server did not get to, or that was never sent. */
export interface LoadUnprocessed extends Omit<LoadFailure, "error" | "jobId" | "id"> {
  /** Absent when the row was never sent. */
  readonly jobId?: string | undefined;
}
