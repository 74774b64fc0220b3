export { AnswerCache, type DescribeOptions } from "./answer-cache.ts";
export type {
  ChildRelationship,
  FieldDescribe,
  ObjectDescribe,
  PicklistValue,
  RecordTypeInfo,
} from "./describe.ts";
export { DescribeCache } from "./describe-cache.ts";
export type { GlobalDescribe, ObjectSummary } from "./describe-global.ts";
export { type GeneratedFile, type GenerateTypesOptions, generateTypes } from "./generate-types.ts";
export type {
  AnyObject,
  AnyOrg,
  CreateFields,
  Fields,
  NameFields,
  ObjectTypes,
  RelatedRecord,
  RequiredLookup,
  RowAttributes,
  SalesforceRecord,
  TypesOf,
  UpdateFields,
} from "./org-types.ts";
export { renewing } from "./renewal.ts";
export {
  type RowSchemaOptions,
  rowSchema,
  type ZodIso,
  type ZodKit,
  type ZodText,
  type ZodValue,
} from "./row-schema.ts";
export type { AddressValue, DateText, DateTimeText, GeolocationValue, RecordId, TimeText } from "./values.ts";
