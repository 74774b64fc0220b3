import { JobError } from "../../errors/index.ts";
import { stageOf } from "../jobs/job-state.ts";
import { type LedgerEntry, type LoadTotals, sumTotals } from "./ledger.ts";
import type { LoadRound } from "./load-run.ts";

/** One job of a load. */
export interface LoadJob {
  /** Absent when the job was never made. */
  readonly id: string | undefined;
  /** State on the server; `Planned` when the job was never made. */
  readonly state: string;
  /** 0 for the input itself, 1 and up for rows that were sent again. */
  readonly round: number;
  /** First of its rows, from 1, in the rows of its round. */
  readonly firstRow: number;
  readonly rows: number;
  readonly bytes: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly unprocessed: number;
  /** Why the job as a whole failed. */
  readonly error?: JobError | undefined;
}

/** Adds up the rounds: what a later one took over counts there alone. */
export function totalOf(rounds: readonly LoadRound[]): LoadTotals {
  const sum = sumTotals(rounds.flatMap((round) => round.entries));
  const taken = { failed: 0, unprocessed: 0 };
  for (const round of rounds) {
    taken.failed += round.taken.failed;
    taken.unprocessed += round.taken.unprocessed;
  }
  return {
    rows: sum.rows - taken.failed - taken.unprocessed,
    succeeded: sum.succeeded,
    failed: sum.failed - taken.failed,
    unprocessed: sum.unprocessed - taken.unprocessed,
  };
}

/** Says what became of a job. */
export function describeJob({ slice, job, info, counts }: LedgerEntry, round: number): LoadJob {
  const { succeeded, failed, unprocessed } = counts ?? { succeeded: 0, failed: 0, unprocessed: slice.rows };
  const facts = {
    firstRow: slice.firstRow,
    rows: slice.rows,
    bytes: slice.bytes,
    succeeded,
    failed,
    unprocessed,
  };
  const state = info?.state ?? "Planned";
  return { id: job?.id, state, round, ...facts, error: jobError(job?.id, state, info?.errorMessage) };
}

function jobError(
  jobId: string | undefined,
  state: string,
  errorMessage: string | undefined,
): JobError | undefined {
  const stage = stageOf("ingest", state);
  if (stage !== "failed" && stage !== "aborted") return undefined;
  const why = stage === "failed" ? `failed: ${errorMessage ?? "Salesforce gave no reason"}` : "was aborted";
  return new JobError(`Job ${jobId} ${why}`, { jobId, state, errorCode: errorMessage?.match(/^\w+/)?.[0] });
}
