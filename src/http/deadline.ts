import { TimeoutError } from "../errors/index.ts";
import { label, type WireRequest } from "./wire.ts";

/** A signal that aborts when the caller's does or when time is up. */
export interface Deadline {
  readonly signal: AbortSignal | undefined;
  /** Forgets the timer and the caller's signal. Call it when the answer has been read, or nothing more will be. */
  readonly clear: () => void;
}

/**
 * Bounds a whole call, all attempts together. Listeners are put on and taken off by hand: `AbortSignal.any` keeps
 * every signal it made alive as long as the caller's own, which for a night-long load is a leak.
 */
export function deadline(request: WireRequest): Deadline {
  const { totalMs } = request.timeouts;
  if (totalMs <= 0) return { signal: request.signal, clear: () => undefined };
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(request.signal?.reason);
  const timer = setTimeout(() => {
    const what = `${label(request)} on ${request.url.host}: not done within ${totalMs} ms`;
    controller.abort(new TimeoutError(what, { phase: "total", request: label(request) }));
  }, totalMs);
  if (request.signal?.aborted) onAbort();
  request.signal?.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      request.signal?.removeEventListener("abort", onAbort);
    },
  };
}
