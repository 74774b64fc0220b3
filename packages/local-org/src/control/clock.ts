import type { Clock } from "../store/types.ts";

/** A clock that a test moves. */
export interface MovableClock {
  readonly now: Clock;
  /** Moves the time on; a negative number moves it back. */
  advance(seconds: number): void;
  /** Sets the time; it goes on from there. */
  set(time: Date): void;
  /** Goes by the clock underneath again. */
  reset(): void;
}

/** Makes a clock that goes like another one until it is moved. */
export function movableClock(base: Clock): MovableClock {
  let offsetMs = 0;
  return {
    now: () => (offsetMs === 0 ? base() : new Date(base().getTime() + offsetMs)),
    advance: (seconds) => {
      offsetMs += seconds * 1000;
    },
    set: (time) => {
      offsetMs = time.getTime() - base().getTime();
    },
    reset: () => {
      offsetMs = 0;
    },
  };
}
