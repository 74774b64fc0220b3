import {
  JobError,
  JobTimeoutError,
  LimitError,
  NetworkError,
  ServerError,
  TimeoutError,
  UnexpectedResponseError,
} from "../../errors/index.ts";
import type { Runtime } from "../../http/index.ts";
import type { JobInfo } from "./job-info.ts";
import { isTerminal, type JobKind, stageOf } from "./job-state.ts";

/** How a job is watched. */
export const POLL_DEFAULTS: Readonly<{
  /** A bulk job may wait for hours in the queue of a busy org (reliability: R48). */
  timeoutMs: number;
  /** How long a state that cannot lead to an end is put up with: reads may lag behind writes. */
  graceMs: number;
  /** How long the org may be unreachable while the job goes on without us. */
  outageMs: number;
}> = Object.freeze({ timeoutMs: 24 * 3600_000, graceMs: 60_000, outageMs: 30 * 60_000 });

/** Counts the jobs that are being watched, so that many jobs together do not poll faster than one should. */
export interface PollGate {
  active: number;
}

/** What to watch, and how. */
export interface PollPlan {
  readonly kind: JobKind;
  readonly id: string;
  readonly read: (signal: AbortSignal | undefined) => Promise<JobInfo>;
  readonly runtime: Runtime;
  readonly gate?: PollGate | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly graceMs?: number | undefined;
  readonly outageMs?: number | undefined;
  readonly onInfo?: ((info: JobInfo) => void) | undefined;
  /** What the error of a timeout carries, so that somebody can go on later. */
  readonly handle?: unknown;
}

/**
 * Pause before the next look at a job: 100 ms at first, because small jobs are done at once, growing to 30 s, with
 * jitter; with many jobs under watch each is looked at less often.
 */
export function pollDelay(attempt: number, active: number, random: () => number): number {
  const base = Math.min(30_000, 100 * 1.6 ** attempt);
  const shared = base < 1_000 ? base : Math.min(30_000, Math.max(base, active * 500));
  return Math.round(shared * (0.8 + 0.4 * random()));
}

/**
 * Watches a job until it is complete, failed or aborted.
 * @throws JobTimeoutError when the deadline passes; the job is not touched
 * @throws JobError when the job stays in a state that leads nowhere
 */
export async function pollUntilDone(plan: PollPlan): Promise<JobInfo> {
  const watch = new Watch(plan);
  const gate = plan.gate ?? { active: 0 };
  gate.active += 1;
  try {
    for (let attempt = 0; ; attempt += 1) {
      const info = await watch.look();
      if (info !== undefined) return info;
      await watch.pause(pollDelay(attempt, gate.active, plan.runtime.random));
    }
  } finally {
    gate.active -= 1;
  }
}

/** The memory of one watch: since when something has been odd. */
class Watch {
  readonly #plan: PollPlan;
  readonly #startedAt: number;
  #oddSince: number | undefined;
  #outSince: number | undefined;
  #state = "not read yet";
  #outage: unknown;

  constructor(plan: PollPlan) {
    this.#plan = plan;
    this.#startedAt = plan.runtime.now();
  }

  /** Looks once; the job when it has ended. */
  async look(): Promise<JobInfo | undefined> {
    const info = await this.#read();
    if (info === undefined) return undefined;
    this.#state = info.state;
    this.#plan.onInfo?.(info);
    const stage = stageOf(this.#plan.kind, info.state);
    if (isTerminal(stage)) return info;
    if (stage === "running") this.#oddSince = undefined;
    else this.#checkOdd(info.state);
    return undefined;
  }

  async pause(ms: number): Promise<void> {
    const { timeoutMs = POLL_DEFAULTS.timeoutMs, runtime, signal } = this.#plan;
    const left = this.#startedAt + timeoutMs - runtime.now();
    if (left <= 0) throw this.#timedOut(timeoutMs);
    await runtime.sleep(Math.min(ms, left), signal);
  }

  async #read(): Promise<JobInfo | undefined> {
    const { read, signal, runtime, outageMs = POLL_DEFAULTS.outageMs } = this.#plan;
    signal?.throwIfAborted();
    try {
      const info = await read(signal);
      this.#outSince = undefined;
      this.#outage = undefined;
      return info;
    } catch (error) {
      if (signal?.aborted || !isOutage(error)) throw error;
      this.#outSince ??= runtime.now();
      this.#outage = error;
      if (runtime.now() - this.#outSince >= outageMs) throw this.#unreachable(outageMs);
      return undefined;
    }
  }

  #checkOdd(state: string): void {
    const { runtime, graceMs = POLL_DEFAULTS.graceMs, id } = this.#plan;
    this.#oddSince ??= runtime.now();
    if (runtime.now() - this.#oddSince < graceMs) return;
    const why =
      state === "Open"
        ? "it is still Open: it waits for its data and for being closed, and will not finish by itself"
        : `it stays in the state "${state}", which Bulk API 2.0 does not document`;
    throw new JobError(`Job ${id}: ${why}. Look at Setup > Bulk Data Load Jobs.`, { jobId: id, state });
  }

  #timedOut(timeoutMs: number): JobTimeoutError {
    const { id } = this.#plan;
    return new JobTimeoutError(
      `Job ${id} was not finished after ${Math.round(timeoutMs / 1000)} s (last state: ${this.#state}). ` +
        "The job itself was not touched and may still finish: reopen it by its id, or wait longer.",
      { jobId: id, handle: this.#plan.handle, cause: this.#outage },
    );
  }

  #unreachable(outageMs: number): JobTimeoutError {
    const { id } = this.#plan;
    return new JobTimeoutError(
      `Job ${id}: Salesforce could not be reached for ${Math.round(outageMs / 1000)} s ` +
        `(last state: ${this.#state}). The job may go on without us: reopen it by its id.`,
      { jobId: id, handle: this.#plan.handle, cause: this.#outage },
    );
  }
}

/** Faults of the line, not of the job: looking again later is all there is to do. */
export function isOutage(error: unknown): boolean {
  if (error instanceof LimitError) return error.scope === "concurrent" || error.scope === "rate";
  return (
    error instanceof NetworkError ||
    error instanceof TimeoutError ||
    error instanceof ServerError ||
    error instanceof UnexpectedResponseError
  );
}
