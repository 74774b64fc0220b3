import type { AnyKineticError, RowError } from "../errors/index.ts";

/** A row that was saved, or deleted. */
export interface SucceededRow {
  /** Place in the input, from 0. */
  readonly index: number;
  readonly status: "succeeded";
  /** Id of the record. */
  readonly id: string;
  /** For creates and upserts: whether the record is new. */
  readonly created?: boolean | undefined;
}

/** A row that was refused. */
export interface FailedRow {
  /** Place in the input, from 0. */
  readonly index: number;
  readonly status: "failed";
  /** Id of the record, where the row names one. */
  readonly id?: string | undefined;
  /** Why, and what to do about it. */
  readonly error: RowError;
  /** The error of the call, where it was refused as a whole. */
  readonly cause?: AnyKineticError | undefined;
}

/** A row whose fate was not learnt. */
export interface UnsettledRow {
  /** Place in the input, from 0. */
  readonly index: number;
  /**
   * `unknown`: the answer was lost, and the org may have carried it out. `unprocessed`: it certainly did not, for a
   * reason that does not lie in the row.
   */
  readonly status: "unknown" | "unprocessed";
  /** Why, and what to do about it. */
  readonly error: RowError;
  /** The error of the call, or of an earlier one that made further calls pointless. */
  readonly cause: AnyKineticError;
}

/** What became of one row. */
export type RowOutcome = SucceededRow | FailedRow | UnsettledRow;

/** How many rows had which fate; `succeeded + failed + unknown + unprocessed = rows`. */
export interface CollectionTotals {
  /** Rows of the input. */
  readonly rows: number;
  /** Rows that were saved. */
  readonly succeeded: number;
  /** Rows that were refused. */
  readonly failed: number;
  /** Rows whose answer was lost. */
  readonly unknown: number;
  /** Rows that were certainly not carried out. */
  readonly unprocessed: number;
}

/** One call of a collection. */
export interface CollectionCallInfo {
  /** Places of its rows in the input. */
  readonly indexes: readonly number[];
  /** Whether one failure undid all of its rows. */
  readonly rolledBack: boolean;
}

/** What became of the rows of a collection call. */
export class CollectionResult {
  /** One outcome per row, in the order of the input. */
  readonly rows: readonly RowOutcome[];
  /** How many rows had which fate. */
  readonly totals: CollectionTotals;
  /** The calls that were made, those of rows sent again included. */
  readonly calls: readonly CollectionCallInfo[];

  /** @internal */
  constructor(rows: readonly RowOutcome[], calls: readonly CollectionCallInfo[]) {
    this.rows = rows;
    this.calls = calls;
    const totals = { rows: rows.length, succeeded: 0, failed: 0, unknown: 0, unprocessed: 0 };
    for (const { status } of rows) totals[status] += 1;
    this.totals = Object.freeze(totals);
  }

  /** Whether every row was saved. */
  get ok(): boolean {
    return this.totals.succeeded === this.totals.rows;
  }

  /**
   * Returns the rows that were saved, in the order of the input.
   *
   * @example
   * ```ts
   * const result = await sf.collections.create([{ attributes: { type: "Account" }, Name: "Acme" }]);
   * const ids = result.succeeded().map(({ index, id }) => [index, id]);
   * ```
   */
  succeeded(): SucceededRow[] {
    return this.rows.filter((row) => row.status === "succeeded");
  }

  /**
   * Returns the rows that were refused, in the order of the input.
   *
   * @example
   * ```ts
   * const result = await sf.collections.create([{ Name: "Acme" }, {}], { object: "Account" });
   * for (const { index, error } of result.failures()) console.error(`row ${index}: ${error.message} ${error.remediation.summary}`);
   * ```
   */
  failures(): FailedRow[] {
    return this.rows.filter((row) => row.status === "failed");
  }

  /**
   * Returns the rows whose fate was not learnt, in the order of the input.
   *
   * @example
   * ```ts
   * const result = await sf.collections.create(rows, { object: "Account" });
   * for (const { index, status } of result.unsettled()) console.error(`row ${index}: look it up before it is sent again (${status})`);
   * ```
   */
  unsettled(): UnsettledRow[] {
    return this.rows.filter(
      (row): row is UnsettledRow => row.status === "unknown" || row.status === "unprocessed",
    );
  }
}
