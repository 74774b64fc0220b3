import type { Runtime } from "../runtime.ts";
import type { Telemetry } from "../telemetry.ts";
import { activeTraceparent } from "../trace-context.ts";
import { label, type Policy, type WireRequest } from "../wire.ts";
import { requestIdOf } from "./check.ts";

/** What the teller needs. */
export interface TelemetryPolicyOptions {
  readonly runtime: Runtime;
  readonly telemetry: Telemetry;
}

/** Tells when a call starts and when it is settled, and passes the active trace on to the org. */
export function telemetryPolicy({ runtime, telemetry }: TelemetryPolicyOptions): Policy {
  return async (request, next, context) => {
    const startedAt = runtime.now();
    const call = { request: label(request) };
    const settled = (): { request: string; durationMs: number; attempts: number } => ({
      ...call,
      durationMs: runtime.now() - startedAt,
      attempts: context.attempts,
    });
    telemetry.request(call);
    try {
      const answer = await next(traced(request), context);
      telemetry.response({ ...settled(), status: answer.status, requestId: requestIdOf(answer.headers) });
      return answer;
    } catch (error) {
      telemetry.response({ ...settled(), error });
      throw error;
    }
  };
}

function traced(request: WireRequest): WireRequest {
  const traceparent = activeTraceparent();
  return traceparent === undefined ? request : { ...request, headers: { traceparent, ...request.headers } };
}
