import { isKineticError, LimitError } from "../../errors/index.ts";
import type { Limiter, LimiterOutcome } from "../limiter.ts";
import type { Policy, WireAnswer } from "../wire.ts";

/** Holds each attempt until there is a place for it; a streamed answer keeps its place until its body ends. */
export function throttlePolicy(limiter: Limiter): Policy {
  return async (request, next, context) => {
    const release = await limiter.acquire(request.signal);
    let answer: WireAnswer;
    try {
      answer = await next(request, context);
    } catch (error) {
      release(outcomeOf(error));
      throw error;
    }
    if (answer.stream === undefined) release("ok");
    else answer.stream.once("close", () => release("ok"));
    return answer;
  };
}

function outcomeOf(error: unknown): LimiterOutcome {
  if (!isKineticError(error)) return "failed";
  const busy = error.status === 429 || error.status === 503;
  const concurrent = error instanceof LimitError && (error.scope === "concurrent" || error.scope === "rate");
  return busy || concurrent ? "throttled" : "failed";
}
