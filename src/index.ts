export { dateOnly } from "./csv/date-only.ts";
export type { EncodeOptions } from "./csv/encode.ts";
export type { IdsOptions, RecordsOptions } from "./csv/records.ts";
export { ids, records } from "./csv/records.ts";
export { csvFile, csvStream } from "./csv/source.ts";
export type {
  ColumnDelimiter,
  CsvDialect,
  CsvEncoding,
  CsvFingerprint,
  CsvSlice,
  CsvSource,
  CsvSourceOptions,
  LineEnding,
  OpenCsvSource,
  SliceLimits,
} from "./csv/types.ts";
export type { AnyKineticError } from "./errors/any-kinetic-error.ts";
export { isKineticError } from "./errors/any-kinetic-error.ts";
export type {
  AuthenticationDetails,
  ConflictDetails,
  LimitDetails,
  LimitScope,
  NotFoundDetails,
  PermissionDetails,
  RequestDetails,
  ServerDetails,
} from "./errors/call-errors.ts";
export {
  AuthenticationError,
  ConflictError,
  LimitError,
  NotFoundError,
  PermissionError,
  RequestError,
  ServerError,
} from "./errors/call-errors.ts";
export { remediationCatalogue } from "./errors/catalogue/catalogue.ts";
export type { RemediationCatalogue, RemediationEntry, RemediationMatch } from "./errors/catalogue/entry.ts";
export type { AnswerFacts, CodeFacts } from "./errors/classify.ts";
export { isRefreshable401, isTransientCode, limitScope } from "./errors/classify.ts";
export type { AnswerToError, ErrorFromAnswerOptions, SentFacts } from "./errors/error-from-answer.ts";
export { errorFromAnswer } from "./errors/error-from-answer.ts";
export type { ConfigurationDetails, ConfigurationProblem, InputDetails } from "./errors/input-errors.ts";
export { ConfigurationError, InputError } from "./errors/input-errors.ts";
export type {
  AccountingDetails,
  IncompleteResultDetails,
  JobDetails,
  JobTimeoutDetails,
  RowCounts,
} from "./errors/job-errors.ts";
export { AccountingError, IncompleteResultError, JobError, JobTimeoutError } from "./errors/job-errors.ts";
export type { ErrorCode, ErrorDetails } from "./errors/kinetic-error.ts";
export { KineticError } from "./errors/kinetic-error.ts";
export { parseErrorBody, parseJobErrorMessage } from "./errors/parse-error-body.ts";
export type { PlatformError } from "./errors/platform-error.ts";
export { redact, redactHeaders, redactUrl } from "./errors/redact.ts";
export type { Remediation, RemediationActor } from "./errors/remediation.ts";
export type { RemediationFacts } from "./errors/remediation-for.ts";
export { remediationFor } from "./errors/remediation-for.ts";
export type { RecordErrorEntry, RowError } from "./errors/row-error.ts";
export { parseRowError, recordError } from "./errors/row-error.ts";
export type {
  NetworkDetails,
  OutcomeUnknownDetails,
  TimeoutDetails,
  TimeoutPhase,
  UnexpectedResponseDetails,
} from "./errors/transport-errors.ts";
export {
  NetworkError,
  OutcomeUnknownError,
  TimeoutError,
  UnexpectedResponseError,
} from "./errors/transport-errors.ts";
export type { RemediationChanges } from "./errors/with-remediations.ts";
export { withRemediations } from "./errors/with-remediations.ts";
