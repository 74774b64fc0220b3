import { OutcomeUnknownError } from "../../errors/index.ts";
import { graceSignal } from "../jobs/abort-grace.ts";
import { createJob, putBatches, type UploadBody } from "../jobs/jobs-api.ts";
import { abortJob, isUnsettled, settleDelay } from "../jobs/settle.ts";
import { type LedgerEntry, resetEntry } from "./ledger.ts";
import type { LoadRun } from "./load-run.ts";

/** Tries for one slice; each is a new job. */
const MAX_UPLOADS = 5;

/** How long the creation of a job may still take after an abort: an unanswered one could leave a job open. */
const CREATE_GRACE_MS = 10_000;

/**
 * Brings a slice into a job that is open and whole. An open job loads nothing, so that a lost answer costs no more
 * than another job: the old one is aborted, and a new one gets the same bytes.
 */
export async function uploadSlice(run: LoadRun, entry: LedgerEntry): Promise<void> {
  const { runtime } = run.bulk;
  for (let attempt = 0; ; attempt += 1) {
    run.halt.throwIfAborted();
    const sentBefore = run.progress.state.bytesSent;
    try {
      await openJob(run, entry);
      run.halt.throwIfAborted();
      await put(run, entry);
      return;
    } catch (error) {
      if (run.halt.aborted || !isUnsettled(error) || attempt + 1 >= MAX_UPLOADS) throw error;
    }
    run.progress.state.bytesSent = Math.min(run.progress.state.bytesSent, sentBefore);
    await discardJob(run, entry);
    await runtime.sleep(settleDelay(attempt, runtime.random), run.halt);
  }
}

async function openJob(run: LoadRun, entry: LedgerEntry): Promise<void> {
  const { bulk, apiVersion, source, plan } = run;
  const from = bulk.runtime.now();
  entry.askedAt = from;
  entry.phase = "creating";
  await run.save();
  const grace = graceSignal(run.halt, CREATE_GRACE_MS);
  try {
    const body = {
      object: plan.object,
      operation: plan.operation,
      externalIdFieldName: plan.externalIdFieldName,
      assignmentRuleId: plan.assignmentRuleId,
      contentType: "CSV",
      lineEnding: source.dialect.lineEnding,
      columnDelimiter: source.dialect.columnDelimiter,
    };
    const info = await createJob(
      bulk.requester,
      { kind: "ingest", apiVersion, body },
      { signal: grace.signal },
    );
    entry.job = { kind: "ingest", id: info.id, apiVersion };
    entry.info = info;
    entry.phase = "open";
  } catch (error) {
    if (isUnsettled(error) || grace.signal.aborted) run.lostCreates.push({ from, to: bulk.runtime.now() });
    throw error;
  } finally {
    grace.release();
  }
  await run.save();
  run.progress.report();
}

async function put(run: LoadRun, entry: LedgerEntry): Promise<void> {
  const { bulk, source, progress } = run;
  if (entry.job === undefined) throw new OutcomeUnknownError("A slice was to be uploaded without a job");
  const onBytes = (bytes: number): void => {
    progress.state.bytesSent += bytes;
    progress.report();
  };
  const open: UploadBody["open"] = ({ reuseMemory }) => source.body(entry.slice, { reuseMemory, onBytes });
  await putBatches(bulk.requester, entry.job, {
    body: { open, length: entry.slice.bytes },
    signal: run.halt,
  });
  progress.report();
}

/** Gives up a job that holds half a slice, or perhaps a whole one: as long as it is open, it loads nothing. */
async function discardJob(run: LoadRun, entry: LedgerEntry): Promise<void> {
  const { job } = entry;
  resetEntry(entry);
  if (job === undefined) return;
  try {
    await abortJob({ ...run.bulk, job, signal: run.halt });
  } catch (error) {
    run.strays.push(job);
    if (run.halt.aborted) throw error;
  }
}
