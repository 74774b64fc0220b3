import type { JobHandleJson } from "../jobs/bulk-job.ts";

/** Where an export stands, at the end of a page: plain data that survives JSON, and opens the export again. */
export interface ExportHandle {
  readonly job: JobHandleJson;
  /** Where the next page begins; absent before the first page was read. */
  readonly locator?: string | undefined;
  /** Rows of the pages before. */
  readonly rows: number;
}
