export type {
  CallOptions,
  DuplicateRuleOptions,
  WriteOptions,
} from "./call.ts";
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
export type { AllOptions, QueryResult } from "./query.ts";
export type { QueryOptions, QueryPage } from "./query-options.ts";
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
} from "./records.ts";
export type { DeletedRecords, ReplicationWindow, UpdatedRecords } from "./replication.ts";
export { createRest, type RestApi } from "./rest.ts";
export type {
  CheckedName,
  ProposedName,
  SObjectOf,
  TypedExternalId,
  TypedRecord,
  TypedRetrieveOptions,
  TypedSObject,
} from "./typed-sobject.ts";
