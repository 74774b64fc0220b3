import { failure } from "../server/errors.ts";
import type { Call, Reply } from "../server/types.ts";
import { type Job, type JobState, TERMINAL_STATES } from "./jobs.ts";
import { JOBS_PER_PAGE, type JobRegistry } from "./registry.ts";
import { jobReply, listedInfo } from "./wire.ts";

const JOB_TYPES = { ingest: "V2Ingest", query: "V2Query" } as const;

/** Lists the jobs of one kind, a thousand to a page. */
export function listJobs(registry: JobRegistry, call: Call, kind: Job["kind"]): Reply {
  const wanted = call.query.get("jobType");
  const jobs = wanted === null || wanted === JOB_TYPES[kind] ? registry.list(kind, call.org.clock()) : [];
  const from = Number(/-(\d+)$/.exec(call.query.get("queryLocator") ?? "")?.[1] ?? 0);
  const page = jobs.slice(from, from + JOBS_PER_PAGE);
  const next = from + page.length;
  const done = next >= jobs.length;
  const nextRecordsUrl = done ? null : `${call.base}/jobs/${kind}?queryLocator=01g000000000001AAA-${next}`;
  return jobReply({ done, records: page.map(listedInfo), nextRecordsUrl });
}

/** What Salesforce calls a state in its refusals. */
function wordFor(state: JobState): string {
  return state === "Aborted" || state === "Failed" ? state : "Completed";
}

/** Makes the refusal of a change of state. */
export function wrongState(doing: "Closing" | "Aborting", job: Job): Error {
  return failure(400, "INVALIDJOBSTATE", `${doing} already ${wordFor(job.state)} Job not allowed`);
}

/** Refuses to hand out results of a job that is still at work. */
export function requireFinished(job: Job): void {
  if (TERMINAL_STATES.has(job.state)) return;
  throw failure(400, "INVALIDJOBSTATE", `The job is ${job.state}: its results can be read when it has ended`);
}

/** Removes a job, in the states in which it may be removed. */
export async function deleteJob(
  registry: JobRegistry,
  job: Job,
  states: readonly JobState[],
): Promise<Reply> {
  if (!states.includes(job.state))
    throw failure(
      400,
      "API_ERROR",
      "Error encountered when deleting the job because the job is not terminated",
    );
  await registry.remove(job);
  return { status: 204 };
}
