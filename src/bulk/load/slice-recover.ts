import { isKineticError, OutcomeUnknownError } from "../../errors/index.ts";
import type { JobInfo } from "../jobs/job-info.ts";
import { stageOf } from "../jobs/job-state.ts";
import { type JobRef, readJob } from "../jobs/jobs-api.ts";
import { abortJob } from "../jobs/settle.ts";
import { type LedgerEntry, resetEntry } from "./ledger.ts";
import type { LoadRun } from "./load-run.ts";

/** How long a creation that was never answered may have taken. */
const CREATE_WINDOW_MS = 120_000;

/**
 * Brings the slice of a load that is resumed to where it can go on: its job is looked up and kept where the server may
 * have been told to start, and replaced where it certainly was not.
 * Returns whether it can: the fate of rows whose job the server does not know any more is reported as unknown.
 */
export async function recoverSlice(run: LoadRun, entry: LedgerEntry): Promise<boolean> {
  const { job, phase } = entry;
  if (phase === "done" || phase === "planned") return true;
  if (job === undefined) {
    const from = entry.askedAt ?? run.bulk.runtime.now();
    run.lostCreates.push({ from, to: from + CREATE_WINDOW_MS });
    resetEntry(entry);
    return true;
  }
  try {
    const info = await readJob(run.bulk.requester, job, { signal: run.halt });
    await adopt(run, entry, { job, info });
    return true;
  } catch (error) {
    if (!isKineticError(error, "NOT_FOUND")) throw error;
    // Dropped by the server before it was ever started: it loaded nothing.
    if (phase === "open") resetEntry(entry);
    else run.faults.push(fateUnknown(run, entry, { job, cause: error }));
    return phase === "open";
  }
}

async function adopt(
  run: LoadRun,
  entry: LedgerEntry,
  { job, info }: { readonly job: JobRef; readonly info: JobInfo },
): Promise<void> {
  entry.info = info;
  const stage = stageOf("ingest", info.state);
  if (stage === "aborted") {
    // Stopped by an earlier run: rows that were processed stay, the others are loaded in a later round.
    if ((info.numberRecordsProcessed ?? 0) === 0) resetEntry(entry);
    else Object.assign(entry, { phase: "closed", interrupted: true });
    return;
  }
  if (stage !== "open") {
    entry.phase = "closed";
    return;
  }
  // Told to start it was only when its data was whole; before that nobody knows how much of it arrived.
  if (entry.phase === "closing") return;
  await abortJob({ ...run.bulk, job, signal: run.halt });
  resetEntry(entry);
}

function fateUnknown(
  run: LoadRun,
  { slice }: LedgerEntry,
  { job, cause }: { readonly job: JobRef; readonly cause: unknown },
): OutcomeUnknownError {
  const last = slice.firstRow + slice.rows - 1;
  return new OutcomeUnknownError(
    `Rows ${slice.firstRow} to ${last} of ${run.source.name} went into job ${job.id}, which this org does not know (any more). ` +
      "Whether they were loaded cannot be told: Salesforce drops jobs after 7 days, and another org has other jobs. " +
      "Look in the org for these rows before you load them again",
    { jobId: job.id, cause },
  );
}
