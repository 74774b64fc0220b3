import { isKineticError, LimitError, NetworkError, TimeoutError } from "../../errors/index.ts";
import { outcomeUnknown } from "../outcome.ts";
import { type AttemptFault, decideRetry, type RetryLimits } from "../retry-decision.ts";
import type { Runtime } from "../runtime.ts";
import type { Telemetry } from "../telemetry.ts";
import { type CallContext, label, type Policy, type WireRequest } from "../wire.ts";

/** How often to retry, and how much of the traffic retries may be. */
export interface RetryPolicyOptions extends RetryLimits {
  /** Retries that may be spent at once; each good answer earns a tenth of one back. */
  readonly budget: number;
}

/** Clock, dice, and who is told of a retry. */
export interface RetryTools {
  readonly runtime: Runtime;
  readonly telemetry: Telemetry;
}

/** Sends a call again where `decideRetry` says so. */
export function retryPolicy(options: RetryPolicyOptions, { runtime, telemetry }: RetryTools): Policy {
  let budget = options.budget;
  return async (request, next, context) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await next(request, context);
        budget = Math.min(options.budget, budget + 0.1);
        return answer;
      } catch (error) {
        const afterMs = pauseAfter({ error, request, context, attempt, options, random: runtime.random });
        if (budget < 1) throw error;
        budget -= 1;
        telemetry.retry({ request: label(request), attempt, afterMs, error });
        await runtime.sleep(afterMs, request.signal);
      }
    }
  };
}

interface Failure {
  readonly error: unknown;
  readonly request: WireRequest;
  readonly context: CallContext;
  readonly attempt: number;
  readonly options: RetryLimits;
  readonly random: () => number;
}

/** How long to wait before the next attempt, in milliseconds; throws what the call ends with when there is none. */
function pauseAfter({ error, request, context, attempt, options, random }: Failure): number {
  const fault = faultOf(error);
  if (fault === undefined || request.signal?.aborted) throw error;
  const { idempotency } = request;
  const decision = decideRetry({ idempotency, fault, attempt, limits: options, random });
  if (decision.retry) return decision.afterMs;
  throw decision.outcomeUnknown ? outcomeUnknown(request, error, context) : error;
}

function faultOf(error: unknown): AttemptFault | undefined {
  if (error instanceof NetworkError) return { kind: "network", phase: error.phase };
  if (error instanceof TimeoutError) {
    return error.phase === "total"
      ? undefined
      : { kind: "timeout", phase: error.phase === "body" ? "body" : "in-flight" };
  }
  if (!isKineticError(error) || error.status === undefined) return undefined;
  return {
    kind: "answer",
    status: error.status,
    errorCode: error.errorCode,
    limit: error instanceof LimitError ? error.scope : undefined,
    retryAfterMs: error.retryAfterMs,
  };
}
