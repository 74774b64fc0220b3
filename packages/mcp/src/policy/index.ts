export { type AccessPolicy, compilePolicy, deniedBy, requireFields, requireObject } from "./policy.ts";
export { checkSoql, type MaskedColumns, refuseSideEffects } from "./soql-policy.ts";
