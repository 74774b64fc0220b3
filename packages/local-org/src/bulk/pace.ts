import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";

/** Waits, unless the signal says stop. Keeps no process alive. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) {
    await nextTurn();
    return;
  }
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}

/** Lets a job go no faster than it should, and other requests in between. */
export class Pace {
  readonly #rowsPerSecond: number;
  readonly #signal: AbortSignal;
  readonly #started = performance.now();
  #rows = 0;

  /** @param rowsPerSecond - 0 for as fast as it goes */
  constructor(rowsPerSecond: number, signal: AbortSignal) {
    this.#rowsPerSecond = rowsPerSecond;
    this.#signal = signal;
  }

  /** Milliseconds since the start. */
  get elapsedMs(): number {
    return performance.now() - this.#started;
  }

  /** Counts rows that were done and waits until the next may be. */
  async after(rows: number): Promise<void> {
    this.#rows += rows;
    const due = this.#rowsPerSecond === 0 ? 0 : (this.#rows / this.#rowsPerSecond) * 1000;
    await pause(due - this.elapsedMs, this.#signal);
  }
}
