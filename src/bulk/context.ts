import type { Requester, Runtime } from "../http/index.ts";
import type { ObjectDescribe } from "../schema/index.ts";

/** Reads the describe of an object, no older than a call may want it. */
export type DescribeObject = (
  object: string,
  options: { readonly signal?: AbortSignal | undefined; readonly maxAgeMs?: number | undefined },
) => Promise<ObjectDescribe>;

/** Asks a query of REST, and reads all its rows. */
export type QueryRows = (
  soql: string,
  options: { readonly includeDeleted: boolean; readonly signal?: AbortSignal | undefined },
) => AsyncIterable<object>;

/** What the bulk room works with. */
export interface BulkContext {
  readonly requester: Requester;
  readonly runtime: Runtime;
  /** Where results are put down while they are tied to input rows. */
  readonly tempDirectory: string;
  /** Where the fields of an object are read; nothing is checked against them when it is absent. */
  readonly describe?: DescribeObject | undefined;
  /** Who answers the queries that Bulk API 2.0 does not run; nobody when it is absent. */
  readonly query?: QueryRows | undefined;
}
