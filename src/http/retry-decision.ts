import type { LimitScope, NetworkPhase } from "../errors/index.ts";
import type { Idempotency } from "./request.ts";

/** What went wrong with one attempt, in the terms that decide about the next one. */
export type AttemptFault =
  | { readonly kind: "network" | "timeout"; readonly phase: NetworkPhase }
  | {
      readonly kind: "answer";
      readonly status: number;
      /** Salesforce's code where the body named one. */
      readonly errorCode?: string | undefined;
      readonly limit?: LimitScope | undefined;
      readonly retryAfterMs?: number | undefined;
    };

/** How often and how long to retry. */
export interface RetryLimits {
  /** Attempts in all, the first one included. */
  readonly maxAttempts: number;
  /** Upper bound of the first pause, in milliseconds; it doubles with each attempt. */
  readonly baseMs: number;
  /** Upper bound of any pause. A longer `Retry-After` ends the call, for somebody else to decide. */
  readonly maxMs: number;
}

/** The verdict about a failed attempt. */
export type RetryDecision =
  | { readonly retry: true; readonly afterMs: number }
  | {
      readonly retry: false;
      /** The server may have processed the call, and sending it again could do it twice. */
      readonly outcomeUnknown: boolean;
    };

/** Facts about the attempt that failed. */
export interface FailedAttempt {
  readonly idempotency: Idempotency;
  readonly fault: AttemptFault;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly limits: RetryLimits;
  /** A number in [0, 1). */
  readonly random: () => number;
}

type Verdict = "refused" | "transient" | "final" | "lost";

const STOP: RetryDecision = { retry: false, outcomeUnknown: false };

/**
 * Decides whether to send a call again. Pure. A refusal before processing may always be repeated; anything that may
 * have been processed is repeated only when the call is idempotent, and otherwise ends as an unknown outcome.
 */
export function decideRetry(failed: FailedAttempt): RetryDecision {
  const verdict = judge(failed.fault);
  if (verdict === "final") return STOP;
  const unsafe = failed.idempotency === "unsafe";
  if (unsafe && verdict === "lost") return { retry: false, outcomeUnknown: true };
  if (unsafe && verdict === "transient") return STOP;
  if (failed.attempt >= failed.limits.maxAttempts || failed.attempt > statusCap(failed.fault)) return STOP;
  return pause(failed);
}

function pause({ fault, attempt, limits, random }: FailedAttempt): RetryDecision {
  const asked = fault.kind === "answer" ? fault.retryAfterMs : undefined;
  if (asked !== undefined) return asked > limits.maxMs ? STOP : { retry: true, afterMs: asked };
  const ceiling = Math.min(limits.maxMs, limits.baseMs * 2 ** (attempt - 1));
  return { retry: true, afterMs: Math.round(random() * ceiling) };
}

/** Salesforce Edge answers 420 for hosts it has no route to; more than two tries only delay the bad news. */
function statusCap(fault: AttemptFault): number {
  return fault.kind === "answer" && fault.status === 420 ? 2 : Number.POSITIVE_INFINITY;
}

/**
 * `refused`: certainly not processed. `transient`: failed, and rolled back by the server. `lost`: nobody knows.
 * `final`: the same again would fail the same way.
 */
function judge(fault: AttemptFault): Verdict {
  if (fault.kind !== "answer") return fault.phase === "connect" ? "refused" : "lost";
  if (fault.limit !== undefined)
    return fault.limit === "concurrent" || fault.limit === "rate" ? "refused" : "final";
  return judgeCode(fault.errorCode) ?? judgeStatus(fault);
}

const CODES: Readonly<Record<string, Verdict>> = {
  SERVER_UNAVAILABLE: "refused",
  TOO_MANY_APEX_REQUESTS: "refused",
  UNABLE_TO_LOCK_ROW: "refused",
  FUNCTIONALITY_TEMPORARILY_UNAVAILABLE: "refused",
  TEMPORARY_QUERY_MORE_FAILURE: "transient",
  UNKNOWN_EXCEPTION: "transient",
  INTERNAL_ERROR: "transient",
  APEX_ERROR: "final",
};

function judgeCode(errorCode: string | undefined): Verdict | undefined {
  return errorCode === undefined ? undefined : CODES[errorCode];
}

type Answer = Extract<AttemptFault, { readonly kind: "answer" }>;

function judgeStatus({ status, errorCode, retryAfterMs }: Answer): Verdict {
  if (status === 429 || status === 420) return "refused";
  if (status === 503) return retryAfterMs === undefined ? "lost" : "refused";
  if (status === 502 || status === 504) return "lost";
  // Salesforce names a code when it has rolled back; a page comes from something in between, which knows no more.
  if (status === 500) return errorCode === undefined ? "lost" : "transient";
  return "final";
}
