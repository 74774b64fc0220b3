export type { AnyKineticError } from "./any-kinetic-error.ts";
export { isKineticError } from "./any-kinetic-error.ts";
export type {
  AuthenticationDetails,
  ConflictDetails,
  LimitDetails,
  LimitScope,
  NotFoundDetails,
  PermissionDetails,
  RequestDetails,
  ServerDetails,
} from "./call-errors.ts";
export {
  AuthenticationError,
  ConflictError,
  LimitError,
  NotFoundError,
  PermissionError,
  RequestError,
  ServerError,
} from "./call-errors.ts";
export { remediationCatalogue } from "./catalogue/catalogue.ts";
export type { RemediationCatalogue, RemediationEntry, RemediationMatch } from "./catalogue/entry.ts";
export type { AnswerFacts, CodeFacts } from "./classify.ts";
export { isRefreshable, isRefreshable401, isTransientCode, limitScope } from "./classify.ts";
export type { AnswerToError, ErrorFromAnswerOptions, SentFacts } from "./error-from-answer.ts";
export { errorFromAnswer } from "./error-from-answer.ts";
export type { RawRequest, RawResponse } from "./exchange.ts";
export type { ConfigurationDetails, ConfigurationProblem, InputDetails } from "./input-errors.ts";
export { ConfigurationError, InputError } from "./input-errors.ts";
export type {
  AccountingDetails,
  IncompleteResultDetails,
  JobDetails,
  JobTimeoutDetails,
  RowCounts,
} from "./job-errors.ts";
export { AccountingError, IncompleteResultError, JobError, JobTimeoutError } from "./job-errors.ts";
export type { ErrorCode, ErrorDetails } from "./kinetic-error.ts";
export { KineticError } from "./kinetic-error.ts";
export { parseErrorBody, parseErrorValue, parseJobErrorMessage } from "./parse-error-body.ts";
export type { PlatformError } from "./platform-error.ts";
export { redact, redactHeaders, redactUrl } from "./redact.ts";
export type { Remediation, RemediationActor } from "./remediation.ts";
export type { RemediationFacts } from "./remediation-for.ts";
export { remediationById, remediationFor } from "./remediation-for.ts";
export type { RecordErrorEntry, RowError } from "./row-error.ts";
export { parseRowError, recordError } from "./row-error.ts";
export type {
  NetworkDetails,
  NetworkPhase,
  OutcomeUnknownDetails,
  TimeoutDetails,
  TimeoutPhase,
  UnexpectedResponseDetails,
} from "./transport-errors.ts";
export {
  NetworkError,
  OutcomeUnknownError,
  TimeoutError,
  UnexpectedResponseError,
} from "./transport-errors.ts";
export type { RemediationChanges } from "./with-remediations.ts";
export { withRemediations } from "./with-remediations.ts";
