export type { ActionKind, ActionRequest, ActionResult, ActionSummary, ActionsApi } from "./actions.ts";
export type { ApexApi, ApexRequest } from "./apex.ts";
export type {
  CallOptions,
  DuplicateRuleOptions,
  WriteOptions,
} from "./call.ts";
export { objectName, recordId } from "./check.ts";
export type {
  CollectionOptions,
  CollectionRetrieveOptions,
  CollectionRowOptions,
  CollectionUpsertOptions,
  Rows,
} from "./collection-options.ts";
export {
  type CollectionCallInfo,
  CollectionResult,
  type CollectionTotals,
  type FailedRow,
  type RowOutcome,
  type SucceededRow,
  type UnsettledRow,
} from "./collection-result.ts";
export { outcomeOfFailure } from "./collection-run.ts";
export type { CollectionsApi } from "./collections.ts";
export type { BatchOptions, BatchRequest, BatchSteps } from "./composite/batch.ts";
export type {
  CompositeSteps,
  IdOrReference,
  ReadStepOptions,
  RecordSteps,
  StepOptions,
  StepQueryBody,
} from "./composite/builder.ts";
export type { CompositeOptions } from "./composite/composite.ts";
export type { GraphBuild, GraphResults } from "./composite/graph.ts";
export type { Reference, ReferenceText } from "./composite/reference.ts";
export type {
  AnyStep,
  Step,
  StepBodies,
  StepRequest,
  StepResult,
  StepResults,
  Steps,
  StepsResult,
} from "./composite/step.ts";
export type { TreeChildren, TreeFailure, TreeRecord, TreeResult } from "./composite/tree.ts";
export type { EventLogFile, EventLogOptions, EventLogsApi } from "./event-logs.ts";
export type { PublishedEvent } from "./events.ts";
export type { QueryPlan } from "./explain.ts";
export type { BlobField, BlobUpload, FileLink, FilesApi, FileUpload, UploadedFile } from "./files-api.ts";
export type { GraphqlError, GraphqlOptions, GraphqlResult } from "./graphql.ts";
export type { LayoutOptions, LayoutsDescribe } from "./layouts.ts";
export type { FileSource } from "./multipart.ts";
export type { OrgLimit, OrgLimits, RecentOptions, RecentRecord, VersionInfo } from "./org-info.ts";
export type {
  AccessRight,
  PermissionGrant,
  PermissionQuestion,
  PermissionSource,
} from "./permission-grants.ts";
export {
  explainPermissions,
  type PermissionParts,
  type PermissionReport,
  type PermissionSubject,
} from "./permissions.ts";
export { type AllOptions, type QueryResult, queryResult } from "./query.ts";
export type { QueryOptions, QueryPage } from "./query-options.ts";
export { checkDateOnly, fieldValue, recordBody, withoutField } from "./record-body.ts";
export type { DeletedRecords, ReplicationWindow, UpdatedRecords } from "./replication.ts";
export type {
  ReportOptions,
  ReportResult,
  ReportRun,
  ReportSummary,
  ReportsApi,
  ReportWaitOptions,
} from "./reports.ts";
export { RestClient } from "./rest-client.ts";
export { checkKey, checkUpdate } from "./row-check.ts";
export type { SearchObject, SearchTextOptions } from "./search.ts";
export type {
  ConditionalRecord,
  CreateResult,
  ExternalId,
  RetrieveIfModifiedOptions,
  RetrieveOptions,
  SObjectResource,
  UpdateOptions,
  UpsertOptions,
  UpsertResult,
} from "./sobject.ts";
export type { ExecuteAnonymousResult, ToolingApi } from "./tooling.ts";
export type {
  CheckedName,
  ProposedName,
  SObjectOf,
  TypedExternalId,
  TypedRecord,
  TypedRetrieveOptions,
  TypedSObject,
} from "./typed-sobject.ts";
export type { UiApi, UiFieldValue, UiReadOptions, UiRecord, UiRequest, UiWriteOptions } from "./ui.ts";
