import type { OpenCsvSource } from "../../csv/index.ts";
import { AccountingError } from "../../errors/index.ts";
import type { BulkContext } from "../context.ts";
import { stageOf } from "../jobs/job-state.ts";
import { checkColumns } from "./columns.ts";
import { eachLimit } from "./each-limit.ts";
import { type LedgerEntry, plannedEntry } from "./ledger.ts";
import { type LoadOptions, type LoadPlan, resolveLoad } from "./load-options.ts";
import { LoadResult } from "./load-result.ts";
import type { LoadRun } from "./load-run.ts";
import { sweepOrphans } from "./orphans.ts";
import { ProgressReporter } from "./progress.ts";
import { driveSlice } from "./slice-job.ts";
import { leaseSource } from "./source-lease.ts";

/** Loads an input: cuts it into jobs, drives them, and accounts for every row. */
export async function load(bulk: BulkContext, options: LoadOptions): Promise<LoadResult> {
  const plan = resolveLoad(options);
  plan.signal?.throwIfAborted();
  const progress = new ProgressReporter(bulk.runtime, plan.onProgress);
  progress.enter("scan");
  const source = await plan.source.open({ signal: plan.signal });
  try {
    checkColumns(plan, source.columns, source.name);
    const entries = await scan(source, plan, progress);
    const apiVersion = await bulk.requester.apiVersion(plan.signal);
    return await runJobs({ bulk, plan, source, progress, entries, apiVersion });
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** Reads the whole input before anything is sent, so that bad input loads nothing. */
async function scan(
  source: OpenCsvSource,
  plan: LoadPlan,
  progress: ProgressReporter,
): Promise<LedgerEntry[]> {
  const { state } = progress;
  const entries: LedgerEntry[] = [];
  const slices = source.slices({
    maxBytes: plan.maxBytes,
    maxRecords: plan.maxRecordsPerJob,
    signal: plan.signal,
    onScan: (bytes, rows) => {
      state.bytesScanned = bytes;
      state.rowsTotal = rows;
      progress.report();
    },
  });
  for await (const slice of slices) {
    entries.push(plannedEntry(slice));
    state.bytesTotal += slice.bytes;
  }
  state.rowsTotal = entries.reduce((rows, { slice }) => rows + slice.rows, 0);
  return entries;
}

type RunParts = Pick<LoadRun, "bulk" | "plan" | "source" | "progress" | "entries" | "apiVersion">;

async function runJobs(parts: RunParts): Promise<LoadResult> {
  const { plan, progress, entries } = parts;
  const failure = new AbortController();
  const halt = plan.signal === undefined ? failure.signal : AbortSignal.any([plan.signal, failure.signal]);
  const run: LoadRun = {
    ...parts,
    halt,
    gate: { active: 0 },
    lostCreates: [],
    strays: [],
    warnings: progress.warnings,
    faults: [],
    refused: undefined,
  };
  progress.jobs = () => entries.map(jobProgress);
  progress.enter("load");
  try {
    await eachLimit(pending(run), plan.concurrency, (entry) => drive(run, entry, failure));
    halt.throwIfAborted();
  } catch (error) {
    progress.enter("abort");
    await sweepOrphans(run);
    progress.report(true);
    throw plan.signal?.aborted ? plan.signal.reason : error;
  }
  await sweepOrphans(run);
  if (run.faults[0] !== undefined) throw run.faults[0];
  progress.enter("done");
  return new LoadResult(run, await leaseSource(plan.source, parts.source));
}

function jobProgress(entry: LedgerEntry): { state: string; processed: number; failed: number } {
  return {
    state: entry.info?.state ?? "Planned",
    processed: entry.info?.numberRecordsProcessed ?? 0,
    failed: entry.info?.numberRecordsFailed ?? 0,
  };
}

/** The slices still to be loaded; none after a refusal that would meet them all. */
function* pending(run: LoadRun): Generator<LedgerEntry> {
  for (const entry of run.entries) {
    if (run.refused !== undefined) return;
    yield entry;
  }
}

async function drive(run: LoadRun, entry: LedgerEntry, failure: AbortController): Promise<void> {
  try {
    await driveSlice(run, entry);
    if (isWholesaleRefusal(entry)) run.refused ??= entry;
  } catch (error) {
    if (error instanceof AccountingError) {
      run.faults.push(error);
      return;
    }
    failure.abort(error);
    throw error;
  }
}

const SHARED_REASONS =
  /^(InvalidBatch|ClientInputError|ExceededQuota|FeatureNotEnabled|InvalidJob|InvalidUser)\b/i;

/** Whether a job failed before its first row for a reason in the header, the dialect or the org: the same for all. */
function isWholesaleRefusal({ info }: LedgerEntry): boolean {
  if (info === undefined || stageOf("ingest", info.state) !== "failed") return false;
  return (info.numberRecordsProcessed ?? 0) === 0 && SHARED_REASONS.test(info.errorMessage ?? "");
}
