export { type NextCall, Refusal, type RefusalDetails } from "./refusal.ts";
