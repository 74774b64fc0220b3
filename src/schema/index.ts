export type { FieldDescribe, ObjectDescribe, PicklistValue } from "./describe.ts";
export { DescribeCache, type DescribeOptions } from "./describe-cache.ts";
