import type { Requester, Runtime } from "../http/index.ts";
import type { ObjectDescribe } from "../schema/index.ts";

/** Reads the describe of an object. */
export type DescribeObject = (
  object: string,
  options: { readonly signal?: AbortSignal | undefined },
) => Promise<ObjectDescribe>;

/** What the bulk room works with. */
export interface BulkContext {
  readonly requester: Requester;
  readonly runtime: Runtime;
  /** Where results are put down while they are tied to input rows. */
  readonly tempDirectory: string;
  /** Where the fields of an object are read; columns are not checked against them when it is absent. */
  readonly describe?: DescribeObject | undefined;
}
