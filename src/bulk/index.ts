export {
  type BulkApi,
  type BulkOptions,
  createBulk,
  type IngestJobRequest,
  type QueryJobRequest,
} from "./bulk.ts";
export type { DescribeObject, QueryRows } from "./context.ts";
export { BulkExport } from "./export/export.ts";
export type { ExportHandle } from "./export/export-handle.ts";
export type { ExportOptions, ExportProgress } from "./export/export-options.ts";
export type { RowBatch } from "./export/export-rows.ts";
export type { ExportFormat, ExportSummary, ToFileOptions } from "./export/export-to-file.ts";
export { bulkSafeFields } from "./export/safe-fields.ts";
export type { TypedValue } from "./export/typed-rows.ts";
export { graceSignal } from "./jobs/abort-grace.ts";
export type { BulkJob, JobHandleJson, WaitOptions } from "./jobs/bulk-job.ts";
export type { IngestJob, UploadOptions } from "./jobs/ingest-job.ts";
export type { IngestOperation, JobInfo, QueryOperation } from "./jobs/job-info.ts";
export type { JobListOptions } from "./jobs/job-list.ts";
export type { IngestState, JobKind, QueryState } from "./jobs/job-state.ts";
export type { BulkCallOptions, UploadBody } from "./jobs/jobs-api.ts";
export type { QueryJob, ResultPage, ResultPageOptions } from "./jobs/query-job.ts";
export type { ResultPagePlace } from "./jobs/result-pages.ts";
export {
  type LoadCheckpoint,
  type MemoryCheckpoint,
  memoryCheckpoint,
} from "./load/checkpoint.ts";
export { fileCheckpoint } from "./load/checkpoint-file.ts";
export type { LoadTotals } from "./load/ledger.ts";
export type { LoadOptions, RetryRows } from "./load/load-options.ts";
export type { LoadResult } from "./load/load-result.ts";
export type { LoadFailure, LoadSuccess, LoadUnprocessed } from "./load/load-rows.ts";
export type { LoadJob } from "./load/load-summary.ts";
export type { OutcomeFileSummary } from "./load/outcome-file.ts";
export type { LoadPhase, LoadProgress } from "./load/progress.ts";
