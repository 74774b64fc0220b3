import type { Schema } from "../schema/types.ts";

/** What a query is compiled against. */
export interface SoqlContext {
  /** The objects and fields that the user may see. */
  readonly schema: Schema;
  /** The query as it was sent; errors point into it. */
  readonly soql: string;
  /** The API version of the call, e.g. 60. */
  readonly version: number;
  /** Whether rows in the recycle bin are among the result (`queryAll`). */
  readonly includeDeleted: boolean;
  /** The moment that relative date literals count from. */
  readonly now: Date;
  /** The user's time zone: where days begin and end. */
  readonly timeZone: string;
  /** The first month of the fiscal year, 1 to 12. */
  readonly fiscalYearStartMonth: number;
  /** The caller, for `USING SCOPE mine`. */
  readonly userId: string;
}
