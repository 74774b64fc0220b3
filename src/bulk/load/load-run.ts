import type { CsvFingerprint, OpenCsvSource } from "../../csv/index.ts";
import type { KineticError, RowError } from "../../errors/index.ts";
import type { BulkContext } from "../context.ts";
import type { JobRef } from "../jobs/jobs-api.ts";
import type { PollGate } from "../jobs/poll.ts";
import type { LostCreate, SavedLoad } from "./checkpoint-state.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { LoadPlan, RetryRows } from "./load-options.ts";
import type { ProgressReporter } from "./progress.ts";
import type { ScanLimits } from "./scan.ts";

/** Which rows of a round are sent again in the next one. */
export interface Resubmission {
  readonly failed: (error: RowError) => boolean;
  readonly unprocessed: (entry: LedgerEntry) => boolean;
}

/** One pass over rows: first the input, then rows of it that are sent again. */
export interface LoadRound {
  readonly source: OpenCsvSource;
  readonly entries: LedgerEntry[];
  readonly fingerprint: CsvFingerprint | undefined;
  /** How its rows were chosen; absent in the first round. */
  readonly retry: RetryRows | undefined;
  /** What of this round the next one took over; absent in the last round. */
  resubmission: Resubmission | undefined;
  /** How many rows of the round before this one took over. */
  readonly taken: { failed: number; unprocessed: number };
  /** For each row of this round, from 1, the input row, and whether that is one of several; absent in the first round. */
  readonly origins: RowOrigins | undefined;
}

/** Makes a round of which nothing is known but its rows. */
export function makeRound(
  parts: Pick<LoadRound, "source" | "entries" | "fingerprint"> & Partial<LoadRound>,
): LoadRound {
  const first = { retry: undefined, resubmission: undefined, origins: undefined };
  return { ...first, taken: { failed: 0, unprocessed: 0 }, ...parts };
}

/** Input rows by rows of a round. */
export interface RowOrigins {
  of(row: number): { readonly row: number | undefined; readonly ambiguous: boolean };
}

/** What all rounds of one load share. */
export interface LoadSession {
  readonly bulk: BulkContext;
  readonly plan: LoadPlan;
  readonly apiVersion: string;
  readonly progress: ProgressReporter;
  readonly limits: ScanLimits;
  /** The load as an earlier run noted it. */
  readonly saved: SavedLoad | undefined;
  /** Sources to close when the load fails. */
  readonly opened: OpenCsvSource[];
  readonly gate: PollGate;
  readonly failure: AbortController;
  /** Aborts with the caller's signal or with the first failure. */
  readonly halt: AbortSignal;
  readonly rounds: LoadRound[];
  readonly lostCreates: LostCreate[];
  /** Open jobs that could not be aborted: they hold no rows that will ever be processed. */
  readonly strays: JobRef[];
  readonly warnings: string[];
  /** Rows that are not accounted for; reported when the other jobs are done. */
  readonly faults: KineticError[];
  /** Makes what has happened so far durable, where there is a checkpoint. */
  readonly save: () => Promise<void>;
}

/** One round under way. */
export interface LoadRun extends LoadSession {
  readonly source: OpenCsvSource;
  readonly entries: LedgerEntry[];
  /** The job that the server refused as a whole, for a reason that the next one would share. */
  refused: LedgerEntry | undefined;
}
