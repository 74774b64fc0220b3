import type { Runtime } from "../runtime.ts";
import type { Telemetry } from "../telemetry.ts";
import { activeTraceparent } from "../trace-context.ts";
import { label, type Policy, type WireRequest, withHeaders } from "../wire.ts";
import { requestIdOf } from "./check.ts";

/** What the teller needs. */
export interface TelemetryPolicyOptions {
  readonly runtime: Runtime;
  readonly telemetry: Telemetry;
}

/** Tells when a call starts and when it is settled, and passes the active trace on to the org. */
export function telemetryPolicy({ runtime, telemetry }: TelemetryPolicyOptions): Policy {
  const told: Policy = async (request, next, context) => {
    const startedAt = runtime.now();
    const call = { request: label(request) };
    const settled = (): { request: string; durationMs: number; attempts: number } => ({
      ...call,
      durationMs: runtime.now() - startedAt,
      attempts: context.attempts,
    });
    telemetry.request(call);
    try {
      const answer = await next(request, context);
      telemetry.response({ ...settled(), status: answer.status, requestId: requestIdOf(answer.headers) });
      return answer;
    } catch (error) {
      telemetry.response({ ...settled(), error });
      throw error;
    }
  };
  return (request, next, context) =>
    telemetry.listening() ? told(traced(request), next, context) : next(traced(request), context);
}

function traced(request: WireRequest): WireRequest {
  const traceparent = activeTraceparent();
  return traceparent === undefined ? request : withHeaders(request, { traceparent, ...request.headers });
}
