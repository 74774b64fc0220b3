import { JobError, RequestError } from "../../errors/index.ts";
import type { QueryJob } from "../jobs/query-job.ts";
import { bulkRefusal } from "./bulk-soql.ts";
import type { ExportPlan } from "./export-plan.ts";
import { ExportRun } from "./export-run.ts";

/** How the rows are read: as batches, or as raw CSV. */
export interface ExportReader<T> {
  readonly bulk: (run: ExportRun, job: QueryJob) => AsyncGenerator<T>;
  readonly rest: (run: ExportRun) => AsyncGenerator<T>;
}

/** What is known of an export when it is over. */
export interface ExportOutcome {
  rows: number;
  /** Absent where the rows came by REST. */
  jobId?: string | undefined;
}

/** Runs an export from its job to its last row, and tidies up when it ends early. */
export async function* runExport<T>(
  plan: ExportPlan,
  reader: ExportReader<T>,
  outcome: ExportOutcome = { rows: 0 },
): AsyncGenerator<T> {
  const run = new ExportRun(plan);
  let isDone = false;
  let failure: unknown;
  try {
    const job = await startJob(run, plan);
    yield* job === undefined ? reader.rest(run) : reader.bulk(run, job);
    await run.finish();
    outcome.rows = run.rows;
    outcome.jobId = job?.id;
    isDone = true;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    if (!isDone) await run.abandon(failure);
  }
}

/** Makes the job; `undefined` where Bulk API 2.0 does not run the query and REST may. */
async function startJob(run: ExportRun, { soql, options, bulk }: ExportPlan): Promise<QueryJob | undefined> {
  const mayFallBack = options.fallbackToRest === true && bulk.query !== undefined;
  const refusal = bulkRefusal(soql);
  try {
    if (refusal !== undefined) throw refusal;
    return await run.start();
  } catch (error) {
    if (!mayFallBack || !isRefusal(error)) throw error;
    process.emitWarning(`${error.message}. The rows come by REST instead`, "KineticWarning");
    return undefined;
  }
}

/** Codes by which the org says that a query is not for Bulk API 2.0. */
const REFUSALS =
  /API_ERROR|FEATURENOTENABLED|INVALID_?ENTITY|not supported by the Bulk API|in Bulk (V2|API)/i;

function isRefusal(error: unknown): error is Error {
  if (error instanceof RequestError) return REFUSALS.test(`${error.errorCode} ${error.message}`);
  return error instanceof JobError && error.state === "Failed" && REFUSALS.test(error.message);
}
