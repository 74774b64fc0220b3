/** A signal that follows another one at a distance. */
export interface GraceSignal {
  readonly signal: AbortSignal;
  /** Lets go of the other signal and of the timer. */
  release(): void;
}

/**
 * Makes a signal that aborts `graceMs` after `signal` does, with the same reason: for calls that had better be
 * answered before everything is torn down, such as the creation of a job that would otherwise stay open unknown.
 * Release it when the call is over; until then it may hold a timer.
 */
export function graceSignal(signal: AbortSignal, graceMs: number): GraceSignal {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const start = (): void => {
    timer = setTimeout(() => late.abort(signal.reason), graceMs);
  };
  if (signal.aborted) start();
  else signal.addEventListener("abort", start, { once: true });
  return {
    signal: late.signal,
    release: () => {
      signal.removeEventListener("abort", start);
      clearTimeout(timer);
    },
  };
}
