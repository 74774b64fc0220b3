export { type SyncOptions, syncRows } from "./sync.ts";
export type { NulledValue, SyncFailure, SyncResult, SyncTotals } from "./sync-result.ts";
export type { OperationRow, WriteRow } from "./typed-rows.ts";
export { type WriteParts, writeRows } from "./write.ts";
export type {
  BulkWriteOptions,
  WriteOperation,
  WriteRoute,
  WriteRows,
  WriteRowsOptions,
} from "./write-options.ts";
export type {
  WriteFailure,
  WriteResult,
  WriteRowPlace,
  WriteSuccess,
  WriteUnsettled,
} from "./write-result.ts";
