import { JobError, JobTimeoutError } from "../../errors/index.ts";
import { stageOf } from "../jobs/job-state.ts";
import { type JobRef, readJob } from "../jobs/jobs-api.ts";
import { pollUntilDone } from "../jobs/poll.ts";
import { abortJob, closeJob } from "../jobs/settle.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { LoadRun } from "./load-run.ts";
import { recoverSlice } from "./slice-recover.ts";
import { settleCounts } from "./slice-settle.ts";
import { uploadSlice } from "./slice-upload.ts";

/** How long the jobs of a load that ends early may take to be aborted. */
const CLEAN_UP_MS = 15_000;

/** Drives one slice from wherever it is to counted results. When that fails, no job of the slice is left open. */
export async function driveSlice(run: LoadRun, entry: LedgerEntry): Promise<void> {
  try {
    if (!(await recoverSlice(run, entry)) || entry.phase === "done") return;
    if (entry.phase === "planned") await uploadSlice(run, entry);
    if (entry.phase !== "closed") await startSlice(run, entry);
    await awaitSlice(run, entry);
  } catch (error) {
    await cleanUp(run, entry, error);
    throw error;
  }
}

async function startSlice(run: LoadRun, entry: LedgerEntry): Promise<void> {
  const job = jobOf(entry);
  run.halt.throwIfAborted();
  entry.phase = "closing";
  // From here on the rows may be processed: the note must be safe before the server is told.
  await run.save();
  entry.info = await closeJob({ ...run.bulk, job, signal: run.halt });
  entry.phase = "closed";
  run.progress.report();
}

async function awaitSlice(run: LoadRun, entry: LedgerEntry): Promise<void> {
  const job = jobOf(entry);
  entry.info = await pollUntilDone({
    kind: "ingest",
    id: job.id,
    runtime: run.bulk.runtime,
    gate: run.gate,
    read: (signal) => readJob(run.bulk.requester, job, { signal }),
    signal: run.halt,
    timeoutMs: run.plan.pollTimeoutMs,
    handle: { ...job },
    onInfo: (info) => {
      entry.info = info;
      run.progress.report();
    },
  });
  entry.counts = await settleCounts(run, entry, job);
  entry.phase = "done";
  await run.save();
  run.progress.report(true);
}

function jobOf(entry: LedgerEntry): JobRef {
  if (entry.job === undefined) throw new JobError("A slice was to be closed without a job");
  return entry.job;
}

/** Whether the job of a slice is aborted when the load ends because of `reason`. */
function shouldAbort(run: LoadRun, entry: LedgerEntry, reason: unknown): boolean {
  if (entry.phase === "open") return true;
  if (entry.phase !== "closing" && entry.phase !== "closed") return false;
  if (stageOf("ingest", entry.info?.state ?? "") === "complete") return false;
  if (run.plan.signal?.aborted) return run.plan.onAbort === "abort";
  const first = run.halt.aborted ? run.halt.reason : reason;
  return first instanceof JobTimeoutError ? run.plan.onTimeout === "abort" : true;
}

async function cleanUp(run: LoadRun, entry: LedgerEntry, reason: unknown): Promise<void> {
  const { job } = entry;
  if (job === undefined || !shouldAbort(run, entry, reason)) return;
  try {
    entry.info = await abortJob({ ...run.bulk, job, signal: AbortSignal.timeout(CLEAN_UP_MS) });
  } catch (error) {
    run.strays.push(job);
    run.warnings.push(
      `Job ${job.id} could not be aborted: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
