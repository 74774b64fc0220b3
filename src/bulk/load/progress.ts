import type { Runtime } from "../../http/index.ts";
import type { JobInfo } from "../jobs/job-info.ts";

/** What a load is doing. */
export type LoadPhase = "scan" | "load" | "retry" | "abort" | "done";

/** How far a load is. A plain snapshot: it does not change after the call. */
export interface LoadProgress {
  readonly phase: LoadPhase;
  readonly rows: {
    /** Input rows found so far; all of them once scanning is over. */
    readonly total: number;
    /** Rows that the server has worked through, failed ones included. */
    readonly processed: number;
    readonly failed: number;
  };
  readonly bytes: {
    /** Size of all jobs' data; grows while scanning. */
    readonly total: number;
    readonly scanned: number;
    readonly sent: number;
  };
  /** Jobs by their state on the server; `Planned` for those still to be made. */
  readonly jobs: Readonly<Record<string, number>>;
  readonly rate: {
    readonly rowsPerSecond: number;
    readonly bytesPerSecond: number;
  };
  /** What could not be put right so far, e.g. a job that could not be aborted. */
  readonly warnings: readonly string[];
  readonly elapsedMs: number;
  /** Time to go at the present rate; absent while it cannot be told. */
  readonly etaMs?: number | undefined;
}

/** Numbers that the parts of a load keep current. */
export interface ProgressState {
  phase: LoadPhase;
  rowsTotal: number;
  bytesTotal: number;
  bytesScanned: number;
  bytesSent: number;
}

/** What is counted of a round. */
export interface CountableRound {
  readonly entries: readonly { readonly info: JobInfo | undefined }[];
  /** Rows taken over from the round before: they are processed once more. */
  readonly taken: { readonly failed: number };
}

/** Least time between two reports, in milliseconds; a change of phase is reported at once. */
const MIN_INTERVAL_MS = 100;

/** Turns counters into events, not more often than anybody can look at. */
export class ProgressReporter {
  readonly state: ProgressState = {
    phase: "scan",
    rowsTotal: 0,
    bytesTotal: 0,
    bytesScanned: 0,
    bytesSent: 0,
  };
  /** Set by the load once there are jobs to count. */
  rounds: readonly CountableRound[] = [];
  readonly warnings: string[] = [];
  readonly #runtime: Runtime;
  readonly #startedAt: number;
  #listener: ((progress: LoadProgress) => void) | undefined;
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(runtime: Runtime, listener: ((progress: LoadProgress) => void) | undefined) {
    this.#runtime = runtime;
    this.#startedAt = runtime.now();
    this.#listener = listener;
  }

  /** Tells how many bytes of the input have been scanned. */
  scanned(bytes: number): void {
    this.state.bytesScanned = bytes;
    this.report();
  }

  /** Adds a slice to what is to be loaded. */
  addSlice({ rows, bytes }: { readonly rows: number; readonly bytes: number }): void {
    if (this.rounds.length === 0) this.state.rowsTotal += rows;
    this.state.bytesTotal += bytes;
  }

  enter(phase: LoadPhase): void {
    this.state.phase = phase;
    this.report(true);
  }

  report(force = false): void {
    if (this.#listener === undefined) return;
    const now = this.#runtime.now();
    if (!force && now - this.#reportedAt < MIN_INTERVAL_MS) return;
    this.#reportedAt = now;
    try {
      this.#listener(this.#snapshot(now));
    } catch (error) {
      // A broken progress bar must not cost anybody a load that has run for hours.
      this.#listener = undefined;
      process.emitWarning(`onProgress threw and is not called again: ${String(error)}`, "KineticWarning");
    }
  }

  #snapshot(now: number): LoadProgress {
    const { phase, rowsTotal, bytesTotal, bytesScanned, bytesSent } = this.state;
    const { jobs, processed, failed } = countJobs(this.rounds);
    const elapsedMs = Math.max(0, now - this.#startedAt);
    const seconds = elapsedMs / 1000 || Number.POSITIVE_INFINITY;
    const rowsPerSecond = processed / seconds;
    const left = rowsTotal - processed;
    return {
      phase,
      rows: { total: rowsTotal, processed, failed },
      bytes: { total: bytesTotal, scanned: bytesScanned, sent: bytesSent },
      jobs,
      rate: { rowsPerSecond, bytesPerSecond: (phase === "scan" ? bytesScanned : bytesSent) / seconds },
      warnings: [...this.warnings],
      elapsedMs,
      ...(phase === "load" && rowsPerSecond > 0 ? { etaMs: (left / rowsPerSecond) * 1000 } : {}),
    };
  }
}

function countJobs(rounds: readonly CountableRound[]): {
  jobs: Record<string, number>;
  processed: number;
  failed: number;
} {
  const jobs: Record<string, number> = {};
  let processed = 0;
  let failed = 0;
  for (const { entries, taken } of rounds) {
    processed -= taken.failed;
    failed -= taken.failed;
    for (const { info } of entries) {
      const state = info?.state ?? "Planned";
      jobs[state] = (jobs[state] ?? 0) + 1;
      processed += info?.numberRecordsProcessed ?? 0;
      failed += info?.numberRecordsFailed ?? 0;
    }
  }
  return { jobs, processed, failed };
}
