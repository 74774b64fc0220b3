export { type AccessPolicy, compilePolicy, deniedBy, requireFields, requireObject } from "./policy.ts";
export {
  checkSoql,
  type DescribeLookup,
  type MaskedColumns,
  type ObjectRelations,
  refuseSideEffects,
} from "./soql-policy.ts";
