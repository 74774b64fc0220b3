import { decodeCsv } from "../../csv/index.ts";
import type { JobInfo } from "../jobs/job-info.ts";
import { stageOf } from "../jobs/job-state.ts";
import { type JobRef, openResult, readJob } from "../jobs/jobs-api.ts";
import { settleDelay } from "../jobs/settle.ts";
import { accountingError, balance, type LedgerEntry, type LoadTotals, type ServerCounts } from "./ledger.ts";
import type { LoadRun } from "./load-run.ts";

/** Looks at an ended job's counts: they may lag behind its state for a moment. */
const MAX_LOOKS = 4;

/**
 * Accounts for every row of an ended job.
 * @throws AccountingError when the server's counts and lists do not add up to the rows that were sent
 */
export async function settleCounts(run: LoadRun, entry: LedgerEntry, job: JobRef): Promise<LoadTotals> {
  const { bulk, halt } = run;
  let info = entry.info;
  for (let look = 0; ; look += 1) {
    const server = await serverCounts(run, entry, job);
    const totals = balance(entry.slice.rows, server);
    if (typeof totals !== "string") return totals;
    if (look + 1 >= MAX_LOOKS) throw accountingError(entry, server, { source: run.source.name, why: totals });
    await bulk.runtime.sleep(settleDelay(look, bulk.runtime.random), halt);
    info = await readJob(bulk.requester, job, { signal: halt });
    entry.info = info;
  }
}

async function serverCounts(run: LoadRun, entry: LedgerEntry, job: JobRef): Promise<ServerCounts> {
  const info: Partial<JobInfo> = entry.info ?? {};
  const processed = info.numberRecordsProcessed ?? 0;
  const failed = info.numberRecordsFailed ?? 0;
  const complete = stageOf("ingest", info.state ?? "") === "complete";
  // A job that failed before its first row may list nothing: it could not even tell the rows apart.
  const nothingDone = processed === 0 && !complete;
  if (nothingDone || (complete && processed === entry.slice.rows)) return { processed, failed };
  return { processed, failed, unprocessed: await countRows(run, job) };
}

async function countRows(run: LoadRun, job: JobRef): Promise<number> {
  const { body } = await openResult(run.bulk.requester, job, {
    name: "unprocessedrecords",
    signal: run.halt,
  });
  let rows = -1;
  for await (const batch of decodeCsv(body, run.source.dialect)) rows += batch.length;
  return Math.max(0, rows);
}
