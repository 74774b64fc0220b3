export { describeObject } from "./describe.ts";
export { type QueryOptions, type QueryPage, type QueryResult, queryResult } from "./query.ts";
export {
  type CallOptions,
  type CreateResult,
  type Fields,
  type RetrieveOptions,
  type SalesforceRecord,
  type SObjectResource,
  sobjectResource,
  type UpsertResult,
  type WriteOptions,
} from "./records.ts";
