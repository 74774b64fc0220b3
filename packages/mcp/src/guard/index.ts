export { apexRules } from "./apex-rules.ts";
export { kindOf } from "./call-kind.ts";
export { guardPolicy } from "./guard.ts";
