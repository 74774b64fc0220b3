import type { Runtime } from "../runtime.ts";
import { events } from "../telemetry.ts";
import { label, type Policy } from "../wire.ts";
import { requestIdOf } from "./check.ts";

/** Publishes one event when a call starts and one when it is settled. */
export function telemetryPolicy(runtime: Runtime): Policy {
  return async (request, next, context) => {
    const startedAt = runtime.now();
    const call = { request: label(request) };
    const settled = (): { request: string; durationMs: number; attempts: number } => ({
      ...call,
      durationMs: runtime.now() - startedAt,
      attempts: context.attempts,
    });
    events.request(call);
    try {
      const answer = await next(request, context);
      events.response({ ...settled(), status: answer.status, requestId: requestIdOf(answer.headers) });
      return answer;
    } catch (error) {
      events.response({ ...settled(), error });
      throw error;
    }
  };
}
