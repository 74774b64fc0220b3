export { apexRules } from "./apex-rules.ts";
export { kindOf } from "./call-kind.ts";
export { guardPolicy, type OrgFacts } from "./guard.ts";
