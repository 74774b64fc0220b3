import type { Requester, Runtime } from "../http/index.ts";

/** What the bulk room works with. */
export interface BulkContext {
  readonly requester: Requester;
  readonly runtime: Runtime;
  /** Where results are put down while they are tied to input rows. */
  readonly tempDirectory: string;
}
