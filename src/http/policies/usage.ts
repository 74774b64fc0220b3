import { LimitError } from "../../errors/index.ts";
import { type ApiUsage, parseLimitInfo } from "../usage.ts";
import { label, type Policy } from "../wire.ts";

/** When to stop before the org does. */
export interface ApiBudget {
  /** Refuse calls once this share of the org's 24-hour calls is used, in percent. */
  readonly stopAtPercent?: number | undefined;
  /** Refuse calls after this many from this client. */
  readonly maxCallsPerRun?: number | undefined;
}

/** Counts calls and reads the org's own count off every answer. */
export interface UsageMeter {
  /** Refuses calls over the budget before they are sent. */
  readonly budget: Policy;
  /** Reads the org's count off every answer, bad ones included; has its place next to the transport. */
  readonly reader: Policy;
  /** The org's last word on its API calls; `undefined` before the first answer that carried it. */
  readonly usage: () => ApiUsage | undefined;
}

/** Makes a meter of one client. */
export function usageMeter(budget: ApiBudget): UsageMeter {
  let usage: ApiUsage | undefined;
  let calls = 0;
  return {
    usage: () => usage,
    budget: (request, next, context) => {
      const refusal = overBudget(budget, usage, calls);
      if (refusal !== undefined) {
        throw new LimitError(`${label(request)} was not sent: ${refusal}`, {
          scope: "budget",
          request: label(request),
        });
      }
      calls += 1;
      return next(request, context);
    },
    reader: async (request, next, context) => {
      const answer = await next(request, context);
      usage = parseLimitInfo(answer.headers["sforce-limit-info"]) ?? usage;
      return answer;
    },
  };
}

function overBudget(budget: ApiBudget, usage: ApiUsage | undefined, calls: number): string | undefined {
  const { stopAtPercent, maxCallsPerRun } = budget;
  if (maxCallsPerRun !== undefined && calls >= maxCallsPerRun) {
    return `this client has made its ${maxCallsPerRun} calls (maxCallsPerRun)`;
  }
  if (stopAtPercent !== undefined && usage !== undefined && usage.used >= (usage.max * stopAtPercent) / 100) {
    return `the org has used ${usage.used} of its ${usage.max} API calls (stopAtPercent ${stopAtPercent})`;
  }
  return undefined;
}
