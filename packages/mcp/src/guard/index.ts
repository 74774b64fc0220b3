export { type CallFacts, type CallKind, kindOf } from "./call-kind.ts";
export { allowedKinds, guardPolicy } from "./guard.ts";
