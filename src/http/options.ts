import type { RemediationCatalogue } from "../errors/index.ts";
import type { UndiciDispatcher } from "./dispatcher.ts";
import { adaptiveLimiter, type Limiter } from "./limiter.ts";
import type { RetryPolicyOptions } from "./policies/retry.ts";
import type { ApiBudget } from "./policies/usage.ts";
import type { ResolvedTimeouts, Timeouts } from "./request.ts";
import { type Runtime, systemRuntime } from "./runtime.ts";
import { createTelemetry, type Logger, type Telemetry } from "./telemetry.ts";
import type { Policy } from "./wire.ts";

/** How calls travel. Every value has a default. */
export interface HttpOptions {
  /** An undici dispatcher of your own: a proxy, mutual TLS, a mock. The client uses it and never closes it. */
  readonly dispatcher?: UndiciDispatcher | undefined;
  /** Sockets per origin. @default 64 */
  readonly connections?: number | undefined;
  /** Time to connect, in milliseconds. @default 10000 */
  readonly connectMs?: number | undefined;
  /** Time limits of each call; a call may set its own. @default headers 600000, body idle 120000, total off */
  readonly timeouts?: Timeouts | undefined;
  /** Attempts, pauses and budget of retries. @default 5 attempts, 500 ms doubling to 60 s, budget 20 */
  readonly retry?: Partial<RetryPolicyOptions> | undefined;
  /** JSON bodies larger than this are sent compressed, in bytes. @default 32768 */
  readonly compressAboveBytes?: number | undefined;
  /** Calls on the wire at once; lowered by itself while the org is too busy. @default 25 */
  readonly concurrency?: number | undefined;
  /** A limiter of your own, e.g. one shared by several processes; `concurrency` is then unused. */
  readonly limiter?: Limiter | undefined;
  /** When to stop before the org's own limit does. @default never */
  readonly budget?: ApiBudget | undefined;
  /** Your own policies, outermost first; they see every call once, before retries. */
  readonly policies?: readonly Policy[] | undefined;
  /** Names the caller in the org's logs (`Sforce-Call-Options: client=`). @default "kinetic-core" */
  readonly clientName?: string | undefined;
  /** Logs calls, answers, retries, refreshes and throttling; pino fits. Never told a secret. @default none */
  readonly logger?: Logger | undefined;
  /**
   * What to do about refusals, in your own words or language: made with `withRemediations`.
   * @default the SDK's own catalogue
   */
  readonly remediations?: RemediationCatalogue | undefined;
  /** Clock, dice and sleep, for tests. */
  readonly runtime?: Runtime | undefined;
}

/** `HttpOptions` with every default filled in. */
export interface ResolvedHttpOptions {
  readonly dispatcher: UndiciDispatcher | undefined;
  readonly connections: number;
  readonly connectMs: number;
  readonly timeouts: ResolvedTimeouts;
  readonly retry: RetryPolicyOptions;
  readonly compressAboveBytes: number;
  readonly limiter: Limiter;
  readonly budget: ApiBudget;
  readonly policies: readonly Policy[];
  readonly clientName: string;
  readonly telemetry: Telemetry;
  readonly remediations: RemediationCatalogue | undefined;
  readonly runtime: Runtime;
}

/** The part of `HttpOptions` that has a constant default. */
type HttpDefaults = Pick<
  ResolvedHttpOptions,
  "connections" | "connectMs" | "timeouts" | "retry" | "compressAboveBytes" | "clientName"
> & { readonly concurrency: number };

/** The defaults of `HttpOptions`. A call may take as long as the platform lets it: 10 minutes. */
export const DEFAULT_HTTP_OPTIONS: HttpDefaults = Object.freeze({
  connections: 64,
  connectMs: 10_000,
  timeouts: Object.freeze({ headersMs: 600_000, bodyIdleMs: 120_000, totalMs: 0 }),
  retry: Object.freeze({ maxAttempts: 5, baseMs: 500, maxMs: 60_000, budget: 20 }),
  compressAboveBytes: 32_768,
  concurrency: 25,
  clientName: "kinetic-core",
});

/** Fills in the defaults. */
export function resolveHttpOptions(options: HttpOptions = {}): ResolvedHttpOptions {
  const defaults = DEFAULT_HTTP_OPTIONS;
  const max = options.concurrency ?? defaults.concurrency;
  const telemetry = createTelemetry(options.logger);
  return {
    dispatcher: options.dispatcher,
    connections: options.connections ?? defaults.connections,
    connectMs: options.connectMs ?? defaults.connectMs,
    timeouts: mergeTimeouts(defaults.timeouts, options.timeouts),
    retry: { ...defaults.retry, ...options.retry },
    compressAboveBytes: options.compressAboveBytes ?? defaults.compressAboveBytes,
    limiter: options.limiter ?? adaptiveLimiter({ max, onChange: (limit) => telemetry.throttle({ limit }) }),
    budget: options.budget ?? {},
    policies: options.policies ?? [],
    clientName: options.clientName ?? defaults.clientName,
    telemetry,
    remediations: options.remediations,
    runtime: options.runtime ?? systemRuntime,
  };
}

/** Lays a call's own time limits over the client's. */
export function mergeTimeouts(base: ResolvedTimeouts, own: Timeouts | undefined): ResolvedTimeouts {
  return {
    headersMs: own?.headersMs ?? base.headersMs,
    bodyIdleMs: own?.bodyIdleMs ?? base.bodyIdleMs,
    totalMs: own?.totalMs ?? base.totalMs,
  };
}
