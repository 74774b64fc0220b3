import { KineticError, NotFoundError, OutcomeUnknownError } from "../../errors/index.ts";
import type { Requester, Runtime } from "../../http/index.ts";
import type { JobInfo } from "./job-info.ts";
import { isTerminal, type JobStage, stageOf } from "./job-state.ts";
import { deleteJob, type JobRef, patchJob, readJob } from "./jobs-api.ts";
import { isOutage } from "./poll.ts";

/** What the calls about one job need. */
export interface JobCalls {
  readonly requester: Requester;
  readonly runtime: Runtime;
  readonly job: JobRef;
  readonly signal?: AbortSignal | undefined;
}

/** Tries of a call whose answer keeps getting lost, before somebody else has to decide. */
const MAX_TRIES = 6;

/** Pause after the n-th lost answer. */
export function settleDelay(attempt: number, random: () => number): number {
  return Math.round(Math.min(8_000, 250 * 2 ** attempt) * (0.5 + random() / 2));
}

/** Whether an error leaves open what the server did: the answer was lost, or came from something in between. */
export function isUnsettled(error: unknown): boolean {
  return error instanceof OutcomeUnknownError || isOutage(error);
}

/** Whether the server says that the job is not in a state for this. */
export function isStateConflict(error: unknown): boolean {
  return (
    error instanceof KineticError && error.errorCode?.replaceAll("_", "").toUpperCase() === "INVALIDJOBSTATE"
  );
}

/**
 * Closes a job, so that the server starts to work on it. A lost answer is settled by reading the job: closing twice
 * is refused by the server, so nothing can be processed twice.
 * @throws OutcomeUnknownError when neither an answer nor the job's state can be had
 */
export function closeJob(calls: JobCalls): Promise<JobInfo> {
  return patchSettled(calls, "UploadComplete", (stage) => stage !== "open" && stage !== "unknown");
}

/** Aborts a job; one that has ended meanwhile is left as it is and returned. */
export function abortJob(calls: JobCalls): Promise<JobInfo> {
  return patchSettled(calls, "Aborted", isTerminal);
}

/**
 * Deletes an ended job for somebody who will not look after it again: tries anew after an answer that came from something
 * in between, which the transport does not. What the transport gave up after tries of its own is not tried again.
 */
export async function deleteForGood({ requester, runtime, job, signal }: JobCalls): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await deleteJob(requester, job, { signal });
    } catch (error) {
      if (attempt > 0 && error instanceof NotFoundError) return;
      const again = isUnsettled(error) && (error as KineticError).attempts === 1;
      if (signal?.aborted || !again || attempt + 1 >= MAX_TRIES) throw error;
    }
    await runtime.sleep(settleDelay(attempt, runtime.random), signal);
  }
}

async function patchSettled(
  calls: JobCalls,
  state: "UploadComplete" | "Aborted",
  reached: (stage: JobStage) => boolean,
): Promise<JobInfo> {
  const { requester, job, signal, runtime } = calls;
  let lost: unknown;
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await patchJob(requester, job, { state, signal });
    } catch (error) {
      if (signal?.aborted || !(isUnsettled(error) || isStateConflict(error))) throw error;
      lost = error;
    }
    const info = await readIfReachable(calls);
    if (info !== undefined && reached(stageOf(job.kind, info.state))) return info;
    await runtime.sleep(settleDelay(attempt, runtime.random), signal);
  }
  throw new OutcomeUnknownError(
    `Job ${job.id}: whether it was set to ${state} is not known; its state could not be settled in ${MAX_TRIES} tries. ` +
      `Read the job before you send its rows again`,
    { jobId: job.id, cause: lost },
  );
}

async function readIfReachable({ requester, job, signal }: JobCalls): Promise<JobInfo | undefined> {
  try {
    return await readJob(requester, job, { signal });
  } catch (error) {
    if (signal?.aborted || !isUnsettled(error)) throw error;
    return undefined;
  }
}
