/** How a call that held a place ended, in the terms that concern the rate. */
export type LimiterOutcome = "ok" | "throttled" | "failed";

/** Gives a place back. */
export type Release = (outcome: LimiterOutcome) => void;

/** Bounds how many calls are on the wire at once. Implement it to share one bound between processes. */
export interface Limiter {
  /** Waits for a place; rejects with the signal's reason when it aborts. */
  acquire(signal?: AbortSignal): Promise<Release>;
}

/** Bounds of the adaptive limiter. */
export interface AdaptiveLimiterOptions {
  /** Calls at once when nothing is wrong. */
  readonly max: number;
  /** Told when the limit changes by a whole place. */
  readonly onChange?: ((limit: number) => void) | undefined;
}

interface Waiter {
  readonly start: () => void;
}

/**
 * Makes a limiter that halves its bound when the org says it is too busy, and adds one place per round of good
 * answers until the bound is back at `max` (additive increase, multiplicative decrease).
 */
export function adaptiveLimiter(options: AdaptiveLimiterOptions): Limiter {
  const state = { limit: options.max, active: 0, waiting: [] as Waiter[] };

  const change = (limit: number): void => {
    const before = Math.floor(state.limit);
    state.limit = Math.min(options.max, Math.max(1, limit));
    if (Math.floor(state.limit) !== before) options.onChange?.(Math.floor(state.limit));
  };

  const admit = (): void => {
    while (state.active < Math.floor(state.limit)) {
      const waiter = state.waiting.shift();
      if (waiter === undefined) return;
      state.active += 1;
      waiter.start();
    }
  };

  const place = (startLimit: number): Release => {
    let held = true;
    return (outcome) => {
      if (!held) return;
      held = false;
      state.active -= 1;
      // Calls that were on the wire together say the same thing; only the first one counts.
      if (outcome === "throttled" && state.limit >= startLimit) change(state.limit / 2);
      if (outcome === "ok") change(state.limit + 1 / state.limit);
      admit();
    };
  };

  return {
    async acquire(signal) {
      signal?.throwIfAborted();
      if (state.waiting.length > 0 || state.active >= Math.floor(state.limit))
        await wait(state.waiting, signal);
      else state.active += 1;
      return place(state.limit);
    },
  };
}

function wait(waiting: Waiter[], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      waiting.splice(waiting.indexOf(waiter), 1);
      reject(signal?.reason);
    };
    const waiter = {
      start: () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      },
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    waiting.push(waiter);
  });
}
