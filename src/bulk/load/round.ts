import { AccountingError } from "../../errors/index.ts";
import { eachLimit } from "../../http/index.ts";
import { stageOf } from "../jobs/job-state.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { LoadRound, LoadRun, LoadSession } from "./load-run.ts";
import { driveSlice } from "./slice-job.ts";

/** Drives all slices of a round to their end. */
export async function runRound(session: LoadSession, round: LoadRound): Promise<void> {
  const { source, entries } = round;
  // Rows that are sent again were mostly locked by rows sent at the same time.
  const concurrency = round.origins === undefined ? session.plan.concurrency : 1;
  const run: LoadRun = { ...session, source, entries, refused: undefined };
  await eachLimit(pending(run), concurrency, (entry) => drive(run, entry));
  session.halt.throwIfAborted();
}

/** The slices still to be loaded; none after a refusal that would meet them all. */
function* pending(run: LoadRun): Generator<LedgerEntry> {
  for (const entry of run.entries) {
    if (run.refused !== undefined) return;
    yield entry;
  }
}

async function drive(run: LoadRun, entry: LedgerEntry): Promise<void> {
  try {
    await driveSlice(run, entry);
    if (isWholesaleRefusal(entry)) run.refused ??= entry;
  } catch (error) {
    if (error instanceof AccountingError) {
      run.faults.push(error);
      return;
    }
    run.failure.abort(error);
    throw error;
  }
}

const SHARED_REASONS =
  /^(InvalidBatch|ClientInputError|ExceededQuota|FeatureNotEnabled|InvalidJob|InvalidUser)\b/i;

/** Whether a job failed before its first row for a reason in the header, the dialect or the org: the same for all. */
export function isWholesaleRefusal({ info }: LedgerEntry): boolean {
  if (info === undefined || stageOf("ingest", info.state) !== "failed") return false;
  return (info.numberRecordsProcessed ?? 0) === 0 && SHARED_REASONS.test(info.errorMessage ?? "");
}
