import type { Reply } from "../server/types.ts";
import type { IngestJob, Job } from "./jobs.ts";

/** Formats a moment as job answers do: `2023-01-26T09:26:51.000+0000`. */
function wireTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}.000+0000`;
}

type Json = Record<string, unknown>;

/** The members that every answer about a job begins with. */
function head(job: Job): Json {
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.createdById,
    createdDate: wireTime(job.createdDate),
    systemModstamp: wireTime(job.systemModstamp),
    state: job.state,
    ...(job.kind === "ingest" && job.externalIdFieldName !== undefined
      ? { externalIdFieldName: job.externalIdFieldName }
      : {}),
    ...(job.kind === "ingest" && job.assignmentRuleId !== undefined
      ? { assignmentRuleId: job.assignmentRuleId }
      : {}),
    concurrencyMode: "Parallel",
    contentType: "CSV",
    apiVersion: job.apiVersion,
  };
}

function format(job: Job): Json {
  return { lineEnding: job.lineEnding, columnDelimiter: job.columnDelimiter };
}

/** Where a job's data goes. No slash at the start: so it is on the wire. */
function contentUrl(job: IngestJob): Json {
  return { contentUrl: `services/data/v${job.apiVersion}.0/jobs/ingest/${job.id}/batches` };
}

/** The answer to creating a job: no jobType, and a contentUrl while there is something to upload. */
export function createdInfo(job: Job): Json {
  const url = job.kind === "ingest" && job.state === "Open" ? contentUrl(job) : {};
  return { ...head(job), ...url, ...format(job) };
}

/** The answer to closing or aborting a job: neither jobType nor format. */
export function changedInfo(job: Job): Json {
  return head(job);
}

/** A job in a list of jobs. */
export function listedInfo(job: Job): Json {
  const url = job.kind === "ingest" && job.state === "Open" ? contentUrl(job) : {};
  return { ...head(job), jobType: job.kind === "ingest" ? "V2Ingest" : "V2Query", ...url, ...format(job) };
}

/** The full answer about one job. */
export function jobInfo(job: Job): Json {
  const time = Math.round(job.processingMs);
  const times = job.kind === "ingest" ? { apiActiveProcessingTime: time, apexProcessingTime: 0 } : {};
  return {
    ...listedInfo(job),
    numberRecordsProcessed: job.processed,
    ...(job.kind === "ingest" ? { numberRecordsFailed: job.failed } : {}),
    retries: 0,
    totalProcessingTime: time,
    ...times,
    ...(job.errorMessage === undefined ? {} : { errorMessage: job.errorMessage }),
  };
}

/** Answers with job JSON. `apiVersion` is a number with a decimal on the wire (`53.0`), which JSON.stringify would drop. */
export function jobReply(info: Json): Reply {
  const text = JSON.stringify(info).replaceAll(/"apiVersion":(\d+)(?=[,}])/g, '"apiVersion":$1.0');
  return { status: 200, headers: { "Content-Type": "application/json;charset=UTF-8" }, text };
}
