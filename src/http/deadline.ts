import { TimeoutError } from "../errors/index.ts";
import type { WireAnswer } from "./wire.ts";

/** How long a call may take, and who may end it. */
export interface CallLimits {
  readonly signal: AbortSignal | undefined;
  /** For the whole call, all attempts together, in milliseconds; 0 for ever. */
  readonly totalMs: number;
  /** The call, as it may be shown. */
  readonly request: string;
}

/**
 * Runs a whole call (login, attempts, pauses) under its total time limit; for a streamed answer the limit holds until
 * the body has ended. Listeners are put on and taken off by hand: `AbortSignal.any` keeps every signal it made alive
 * as long as the caller's own, which for a night-long load is a leak.
 */
export async function withinLimits(
  limits: CallLimits,
  work: (signal: AbortSignal | undefined) => Promise<WireAnswer>,
): Promise<WireAnswer> {
  if (limits.totalMs <= 0) return work(limits.signal);
  const { signal, clear } = deadline(limits);
  try {
    const answer = await work(signal);
    if (answer.stream === undefined) clear();
    else answer.stream.once("close", clear);
    return answer;
  } catch (error) {
    clear();
    throw error;
  }
}

function deadline({ signal, totalMs, request }: CallLimits): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal?.reason);
  const timer = setTimeout(() => {
    const details = { phase: "total", timeoutMs: totalMs, request } as const;
    controller.abort(new TimeoutError(`${request}: not done within ${totalMs} ms`, details));
  }, totalMs);
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  const clear = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  };
  return { signal: controller.signal, clear };
}
