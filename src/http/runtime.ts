import { setTimeout as delay } from "node:timers/promises";

/** Time and chance, injectable so that tests decide them. */
export interface Runtime {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The real clock and the real dice. */
export const systemRuntime: Runtime = Object.freeze({
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: async (ms: number, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
});
