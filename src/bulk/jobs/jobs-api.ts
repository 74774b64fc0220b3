import type { Readable } from "node:stream";
import { NotFoundError } from "../../errors/index.ts";
import type { BodyOpening, Requester, StreamAnswer } from "../../http/index.ts";
import { type JobInfo, parseJobInfo } from "./job-info.ts";
import type { JobKind } from "./job-state.ts";

/** Options of a call. */
export interface BulkCallOptions {
  /** Ends the call; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A job as it is addressed: its results are readable only by the API version that made it. */
export interface JobRef {
  readonly kind: JobKind;
  readonly id: string;
  /** e.g. `68.0`; the client's version when absent. */
  readonly apiVersion?: string | undefined;
}

/** The path of a job, or of something below it: from the instance's root, or relative to the client's version. */
export function jobPath({ kind, id, apiVersion }: JobRef, tail = ""): string {
  const base = apiVersion === undefined ? "" : `/services/data/v${apiVersion}/`;
  return `${base}jobs/${kind}/${encodeURIComponent(id)}${tail}`;
}

/** Creates a job. Not repeated when the answer is lost: the caller decides. */
export async function createJob(
  requester: Requester,
  to: {
    readonly kind: JobKind;
    readonly apiVersion: string;
    readonly body: Readonly<Record<string, unknown>>;
  },
  { signal }: BulkCallOptions = {},
): Promise<JobInfo> {
  const path = `/services/data/v${to.apiVersion}/jobs/${to.kind}`;
  const answer = await requester.json<unknown>({ method: "POST", path, body: { json: to.body }, signal });
  return parseJobInfo(answer.body, `POST ${path}`, to.kind === "ingest" ? "Open" : "UploadComplete");
}

/** Reads a job. */
export async function readJob(
  requester: Requester,
  job: JobRef,
  { signal }: BulkCallOptions = {},
): Promise<JobInfo> {
  const path = jobPath(job);
  const answer = await requester.json<unknown>({ method: "GET", path, signal });
  return parseJobInfo(answer.body, `GET ${path}`);
}

/** Closes (`UploadComplete`) or aborts (`Aborted`) a job, once. */
export async function patchJob(
  requester: Requester,
  job: JobRef,
  { state, signal }: BulkCallOptions & { readonly state: "UploadComplete" | "Aborted" },
): Promise<JobInfo> {
  const path = jobPath(job);
  const answer = await requester.json<unknown>({ method: "PATCH", path, body: { json: { state } }, signal });
  return parseJobInfo(answer.body ?? { id: job.id }, `PATCH ${path}`, state);
}

/** Deletes an ended job and its results. One that an attempt deleted whose answer was lost is deleted, too. */
export async function deleteJob(
  requester: Requester,
  job: JobRef,
  { signal }: BulkCallOptions = {},
): Promise<void> {
  try {
    await requester.json<unknown>({ method: "DELETE", path: jobPath(job), signal });
  } catch (error) {
    if (!(error instanceof NotFoundError) || (error.attempts ?? 1) < 2) throw error;
  }
}

/** Data for a job: bytes that can be opened again. */
export interface UploadBody {
  /** Opens the bytes from the first one; called once per attempt. */
  readonly open: (opening: BodyOpening) => Readable | AsyncIterable<Uint8Array>;
  /** Exact length in bytes. */
  readonly length?: number | undefined;
}

/**
 * Uploads a job's data, once. `unsafe` although it is a PUT: a second upload to the same job is refused, or worse,
 * taken for more data, so a lost answer is settled by reading the job.
 */
export async function putBatches(
  requester: Requester,
  job: JobRef,
  { body, signal }: BulkCallOptions & { readonly body: UploadBody },
): Promise<void> {
  await requester.json<unknown>({
    method: "PUT",
    path: jobPath(job, "/batches"),
    body: { open: body.open, length: body.length, contentType: "text/csv; charset=UTF-8" },
    idempotency: "unsafe",
    timeouts: UPLOAD_TIMEOUTS,
    signal,
  });
}

/** An upload of 100 MB over a slow line takes longer than any call with a small body. */
const UPLOAD_TIMEOUTS = Object.freeze({ totalMs: 0, headersMs: 30 * 60_000 });

/** What a result of a job is, by the last part of its path. The odd one is lower case on the wire. */
export type ResultName = "successfulResults" | "failedResults" | "unprocessedrecords" | "results";

/** Opens a result of a job as raw CSV. */
export function openResult(
  requester: Requester,
  job: JobRef,
  options: BulkCallOptions & {
    readonly name: ResultName;
    readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
  },
): Promise<StreamAnswer> {
  return requester.stream({
    method: "GET",
    path: jobPath(job, `/${options.name}`),
    query: options.query,
    headers: { accept: "text/csv" },
    timeouts: RESULT_TIMEOUTS,
    signal: options.signal,
  });
}

/** A result file may take as long as its reader; only silence is limited. */
const RESULT_TIMEOUTS = Object.freeze({ totalMs: 0 });
