import type { CallOptions } from "./call.ts";

/** Options of a query. */
export interface QueryOptions extends CallOptions {
  /** Include deleted and archived rows (`queryAll`). @default false */
  readonly includeDeleted?: boolean | undefined;
  /** Rows per page, 200 to 2000; the org may return fewer. @default the org's 2000 */
  readonly pageSize?: number | undefined;
  /** Pages that are fetched ahead while the rows before are used: 0 or 1. @default 1 */
  readonly prefetch?: 0 | 1 | undefined;
}

/** One page of a query's rows. */
export interface QueryPage<T> {
  /** Rows of this page. */
  readonly records: readonly T[];
  /**
   * Rows of the whole result, on every page the same; only where a lost cursor made a new query of the rows after the last
   * one, those before and those that there are by then.
   */
  readonly totalSize: number;
  /** Where the next page is; absent on the last one. Opaque; `resumeQuery` goes on from it, for two days. */
  readonly locator?: string | undefined;
}
