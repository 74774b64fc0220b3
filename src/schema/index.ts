export type { FieldDescribe, ObjectDescribe, PicklistValue } from "./describe.ts";
