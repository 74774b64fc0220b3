export type {
  FieldAccess,
  GrantOptions,
  ObjectAccess,
  ObjectRight,
  PermissionSetOptions,
  ProfileOptions,
} from "./access/options.ts";
export type { BulkJobInfo } from "./bulk/bulk.ts";
export type { JobState } from "./bulk/jobs.ts";
export type { BulkFault, BulkJobSummary, BulkOptions } from "./bulk/options.ts";
export { type CommandIo, runCommand } from "./command.ts";
export { optionsFromJson } from "./config.ts";
export { makeKeyPair } from "./keys.ts";
export type { LocalOrg, Person } from "./local-org.ts";
export type {
  AppOptions,
  Flow,
  OrgPolicies,
  TokenExchangeHandler,
  TokenExchangeRequest,
  UserOptions,
} from "./oauth/options.ts";
export { DEFAULT_LOCAL_ORG_OPTIONS, type KeyPair, type LocalOrgOptions } from "./options.ts";
export { startLocalOrg } from "./org.ts";
export type { ActionContext, ActionHandler, Actions } from "./rest/actions.ts";
export type {
  ApexRestClasses,
  ApexRestMethod,
  ApexRestReply,
  ApexRestRequest,
  ApexRestVerb,
} from "./rest/apex.ts";
export type { GraphqlHandler, GraphqlRequest } from "./rest/graphql.ts";
export type { CursorOptions } from "./rest/query-cursors.ts";
export type { ReportOutcome, ReportRequest, ReportSpec, Reports } from "./rest/reports.ts";
export type { ExecuteAnonymous, ExecuteAnonymousResult } from "./rest/tooling.ts";
export type { FieldSpec, ObjectSpec } from "./schema/define.ts";
export { objectFromDescribe } from "./schema/from-describe.ts";
export type {
  ChildRelationship,
  FieldDef,
  FieldType,
  ObjectDef,
  ObjectFlags,
  PicklistValue,
  Schema,
} from "./schema/types.ts";
export { type Fault, type FaultHandle, type FaultRule, type Faults, faults } from "./server/faults.ts";
export type { RequestEntry } from "./server/log.ts";
export type { BeforeSave, SaveEvent } from "./store/checks.ts";
export type {
  Clock,
  Fields,
  Ledger,
  LedgerEntry,
  Row,
  SqlValue,
  Store,
  UpsertTarget,
  WriteContext,
  WriteError,
  WriteResult,
} from "./store/types.ts";

/** The version of this package. */
export const version: string = "0.1.0";
