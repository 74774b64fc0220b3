import type { Schema } from "../schema/types.ts";
import type { Store } from "../store/types.ts";

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

/** Who asks, and what. */
export interface SoqlRequest {
  readonly soql: string;
  readonly userId: string;
  readonly version: number;
  readonly includeDeleted: boolean;
}

function fiscalYearStart(store: Store): number {
  if (!store.schema.object("Organization")?.field("FiscalYearStartMonth")) return 1;
  const row = store.statement('SELECT "FiscalYearStartMonth" AS month FROM "Organization" LIMIT 1').get();
  const month = Number(row?.["month"] ?? 1);
  return month >= 1 && month <= 12 ? month : 1;
}

function isTimeZone(zone: unknown): zone is string {
  try {
    return typeof zone === "string" && Intl.DateTimeFormat("en-US", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}

/** Completes a request with what the org knows: its schema, its time, the user's time zone, the fiscal year. */
export function soqlContext(store: Store, request: SoqlRequest): SoqlContext {
  const user = store.schema.object("User") ? store.get("User", request.userId) : undefined;
  const zone = user?.["TimeZoneSidKey"];
  return {
    ...request,
    schema: store.schema,
    now: store.clock(),
    timeZone: isTimeZone(zone) ? zone : "UTC",
    fiscalYearStartMonth: fiscalYearStart(store),
  };
}
