export { abortable } from "./abort.ts";
export { normaliseVersion, readVersion, VERSION_PROBLEM } from "./api-version.ts";
export { withinLimits } from "./deadline.ts";
export type { UndiciDispatcher } from "./dispatcher.ts";
export { eachLimit } from "./each-limit.ts";
export {
  adaptiveLimiter,
  type Limiter,
  type LimiterOutcome,
  type Release,
} from "./limiter.ts";
export {
  type HttpOptions,
  type ResolvedHttpOptions,
  resolveHttpOptions,
} from "./options.ts";
export type { TokenSource } from "./policies/authenticate.ts";
export { checkPolicy } from "./policies/check.ts";
export { type RetryPolicyOptions, retryPolicy } from "./policies/retry.ts";
export { telemetryPolicy } from "./policies/telemetry.ts";
export type { ApiBudget } from "./policies/usage.ts";
export type {
  AnswerHead,
  BodyOpening,
  HttpMethod,
  Idempotency,
  JsonAnswer,
  RequestBody,
  Requester,
  ResolvedTimeouts,
  SalesforceRequest,
  StreamAnswer,
  Timeouts,
} from "./request.ts";
export {
  createRequester,
  type MeteredRequester,
  parseJson,
} from "./requester.ts";
export {
  type AttemptFault,
  decideRetry,
  type RetryLimits,
} from "./retry-decision.ts";
export { type Runtime, systemRuntime } from "./runtime.ts";
export type {
  CallEvent,
  Logger,
  LogMethod,
  RefreshEvent,
  ResponseEvent,
  RetryEvent,
  Telemetry,
  ThrottleEvent,
} from "./telemetry.ts";
export { createTransport, type Transport } from "./transport.ts";
export { baseUrlProblem, isLoopback } from "./url.ts";
export type { ApiUsage } from "./usage.ts";
export {
  type CallContext,
  compose,
  label,
  type Next,
  type Policy,
  type WireAnswer,
  type WireRequest,
} from "./wire.ts";
export { lentPieces } from "./wire-body.ts";
