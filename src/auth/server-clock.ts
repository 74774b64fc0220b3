import type { Runtime } from "../http/index.ts";

/** The server's time as far as its answers have told it. */
export interface ServerClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How far the server is ahead of this machine, in milliseconds; 0 until it is known. */
  readonly skewMs: () => number;
  /** Whether a server has told its time. */
  readonly isKnown: () => boolean;
  /** Takes note of a `Date` header. */
  readonly learn: (date: string | undefined) => void;
}

/** A `Date` header has whole seconds, and the answer was on its way: less than this is no skew. */
const NOISE_MS = 2_000;

/** Makes a clock that starts with this machine's time. */
export function serverClock(runtime: Runtime): ServerClock {
  let skewMs = 0;
  let known = false;
  return {
    now: () => runtime.now() + skewMs,
    skewMs: () => skewMs,
    isKnown: () => known,
    learn: (date) => {
      const difference = Date.parse(date ?? "") - runtime.now();
      if (Number.isNaN(difference)) return;
      known = true;
      skewMs = Math.abs(difference) < NOISE_MS ? 0 : difference;
    },
  };
}
