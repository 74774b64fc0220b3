import type { OpenCsvSource } from "../../csv/index.ts";
import type { AccountingError } from "../../errors/index.ts";
import type { BulkContext } from "../context.ts";
import type { JobRef } from "../jobs/jobs-api.ts";
import type { PollGate } from "../jobs/poll.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { LoadPlan } from "./load-options.ts";
import type { ProgressReporter } from "./progress.ts";

/** A creation whose answer was lost: perhaps there is a job that nobody knows. */
export interface LostCreate {
  readonly from: number;
  readonly to: number;
}

/** Everything that the parts of one load share. */
export interface LoadRun {
  readonly bulk: BulkContext;
  readonly plan: LoadPlan;
  readonly source: OpenCsvSource;
  readonly apiVersion: string;
  readonly progress: ProgressReporter;
  readonly gate: PollGate;
  /** Aborts with the caller's signal or with the first failure. */
  readonly halt: AbortSignal;
  readonly entries: LedgerEntry[];
  readonly lostCreates: LostCreate[];
  /** Open jobs that could not be aborted: they hold no rows that will ever be processed. */
  readonly strays: JobRef[];
  readonly warnings: string[];
  /** Jobs whose rows do not add up; reported when the others are done. */
  readonly faults: AccountingError[];
  /** The job that the server refused as a whole, for a reason that the next one would share. */
  refused: LedgerEntry | undefined;
}
