import type { ObjectDef } from "../schema/types.ts";
import { callerOf, failure } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import { headerLine } from "./csv.ts";
import { readUploadHeader } from "./header.ts";
import { runIngest } from "./ingest-engine.ts";
import { deleteJob, listJobs, requireFinished, wrongState } from "./job-routes.ts";
import {
  DELIMITERS,
  INGEST_OPERATIONS,
  type IngestJob,
  type IngestOperation,
  LINE_ENDINGS,
  moveTo,
} from "./jobs.ts";
import { boundaryOf, readParts } from "./multipart.ts";
import type { JobRegistry } from "./registry.ts";
import { asRequest, formatOf, invalidJob, type JobRequest, textOf } from "./requests.ts";
import { skipRecords } from "./scan.ts";
import { batchCount, takeContent, takeUpload } from "./upload.ts";
import { changedInfo, createdInfo, jobInfo, jobReply } from "./wire.ts";

const BASE = "/services/data/:version/jobs/ingest";

/** Makes the ingest resources (Bulk API 2.0 Developer Guide, "Bulk API 2.0 Ingest"). */
export function ingestRoutes(registry: JobRegistry): readonly Route[] {
  const results = (file: "successful" | "failed") => (call: Call) => resultReply(registry, call, file);
  return [
    { method: "POST", path: BASE, handler: (call) => createJob(registry, call) },
    { method: "GET", path: BASE, handler: (call) => listJobs(registry, call, "ingest") },
    {
      method: "GET",
      path: `${BASE}/:id`,
      handler: (call) => jobReply(jobInfo(registry.find(call, "ingest"))),
    },
    { method: "PATCH", path: `${BASE}/:id`, handler: (call) => changeJob(registry, call) },
    {
      method: "DELETE",
      path: `${BASE}/:id`,
      handler: (call) =>
        deleteJob(registry, registry.findOwn(call, "ingest"), [
          "UploadComplete",
          "JobComplete",
          "Aborted",
          "Failed",
        ]),
    },
    { method: "PUT", path: `${BASE}/:id/batches`, handler: (call) => uploadData(registry, call) },
    { method: "GET", path: `${BASE}/:id/successfulResults`, handler: results("successful") },
    { method: "GET", path: `${BASE}/:id/failedResults`, handler: results("failed") },
    {
      method: "GET",
      path: `${BASE}/:id/unprocessedrecords`,
      handler: (call) => unprocessedReply(registry, call),
    },
  ];
}

async function createJob(registry: JobRegistry, call: Call): Promise<Reply> {
  const boundary = boundaryOf(call.headers["content-type"]);
  if (boundary === undefined) {
    const job = newJob(call, asRequest(await call.readJson()));
    registry.add(job);
    return jobReply(createdInfo(job));
  }
  const { job: request, content } = readParts(await call.readText(), boundary);
  const job = newJob(call, asRequest(request));
  registry.add(job);
  await takeContent(registry, job, content);
  close(registry, job, call);
  return jobReply(createdInfo(job));
}

function newJob(call: Call, request: JobRequest): IngestJob {
  const { org } = call;
  const operation = operationOf(call, request);
  const name = textOf(request, "object") ?? "";
  const object = org.schema.object(name);
  if (!object) throw invalidJob(`Entity '${name}' is not supported by the Bulk API.`);
  const now = org.clock();
  return {
    kind: "ingest",
    ...formatOf(request),
    id: org.ids.next("750"),
    object: object.name,
    operation,
    externalIdFieldName: externalIdOf(request, operation, object),
    assignmentRuleId: textOf(request, "assignmentRuleId"),
    createdById: callerOf(call).id,
    createdDate: now,
    systemModstamp: now,
    apiVersion: call.version,
    state: "Open",
    errorMessage: undefined,
    processed: 0,
    failed: 0,
    processingMs: 0,
    upload: undefined,
    uploading: false,
    header: [],
    stop: new AbortController(),
  };
}

function operationOf(call: Call, request: JobRequest): IngestOperation {
  const given = textOf(request, "operation") ?? "";
  const operation = INGEST_OPERATIONS.find((known) => known.toLowerCase() === given.toLowerCase());
  if (operation === undefined)
    throw invalidJob(`Unknown operation '${given}': use ${INGEST_OPERATIONS.join(", ")}`);
  if (operation === "hardDelete" && !callerOf(call).bulkApiHardDelete) {
    const message =
      "hardDelete operation requires special user profile permission, please contact your system administrator";
    throw failure(400, "FEATURENOTENABLED", message);
  }
  return operation;
}

function externalIdOf(
  request: JobRequest,
  operation: IngestOperation,
  object: ObjectDef,
): string | undefined {
  const given = textOf(request, "externalIdFieldName");
  if (operation !== "upsert") return given;
  if (given === undefined) throw invalidJob("An upsert job needs externalIdFieldName");
  const field = object.field(given);
  if (!field?.idLookup) {
    const message = `Field name provided, ${given} does not match an External ID, Salesforce Id, or indexed field for ${object.name}`;
    throw invalidJob(message);
  }
  // Answers spell the field as the client did.
  return given;
}

async function uploadData(registry: JobRegistry, call: Call): Promise<Reply> {
  const job = registry.findOwn(call, "ingest");
  const type = call.headers["content-type"] ?? "text/csv";
  if (!/^text\/csv\b/i.test(type))
    throw failure(415, "UNSUPPORTED_MEDIA_TYPE", `The content type must be text/csv, it is ${type}`);
  const encoding = call.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity" && !registry.options.acceptGzip)
    throw failure(415, "UNSUPPORTED_MEDIA_TYPE", `Content encoding ${encoding} not supported`);
  if (job.state !== "Open")
    throw failure(400, "INVALIDJOBSTATE", `The job is ${job.state}: data can be uploaded while it is Open`);
  await takeUpload(registry, job, call.body);
  return { status: 201 };
}

async function changeJob(registry: JobRegistry, call: Call): Promise<Reply> {
  const job = registry.findOwn(call, "ingest");
  const state = textOf(asRequest(await call.readJson()), "state") ?? "";
  if (state === "UploadComplete") {
    if (job.state !== "Open") throw wrongState("Closing", job);
    if (job.uploading) throw failure(400, "INVALIDJOBSTATE", "The job's data is still being uploaded");
    close(registry, job, call);
  } else if (state === "Aborted") {
    if (!["Open", "UploadComplete", "InProgress"].includes(job.state)) throw wrongState("Aborting", job);
    registry.abort(job, call.org.clock());
  } else
    throw failure(400, "INVALIDJOBSTATE", `A job can be set to UploadComplete or Aborted, not to '${state}'`);
  return jobReply(changedInfo(job));
}

/** Closes a job for uploads and starts it. @throws SalesforceError EXCEEDEDQUOTA when the day's allocation is used up */
function close(registry: JobRegistry, job: IngestJob, call: Call): void {
  const { org } = call;
  const now = org.clock();
  const batches = batchCount(job.upload);
  const rows = job.upload?.rows ?? 0;
  if (registry.batches.left(now.getTime()) < batches)
    throw failure(400, "EXCEEDEDQUOTA", "ApiBatchItems Limit exceeded.");
  if (registry.records.left(now.getTime()) < rows)
    throw failure(400, "EXCEEDEDQUOTA", "The records of the last 24 hours exceed the daily limit.");
  registry.batches.use(batches, now.getTime());
  registry.records.use(rows, now.getTime());
  moveTo(job, "UploadComplete", now);
  const { files, options } = registry;
  void runIngest(job, { org, files, options, fault: registry.faultFor(job) });
}

function resultReply(registry: JobRegistry, call: Call, file: "successful" | "failed"): Reply {
  const job = registry.findOwn(call, "ingest");
  requireFinished(job);
  const own = file === "successful" ? ["sf__Id", "sf__Created"] : ["sf__Id", "sf__Error"];
  const hasRows = file === "failed" ? job.failed > 0 : job.processed > job.failed;
  const rows = hasRows ? registry.files.read(job.id, file) : nothing();
  return csvReply(chain(headerOf(job, own), rows));
}

function unprocessedReply(registry: JobRegistry, call: Call): Reply {
  const job = registry.findOwn(call, "ingest");
  requireFinished(job);
  return csvReply(unprocessed(registry, job));
}

/** Gives back the rows that were not worked off, as they were sent. */
async function* unprocessed(registry: JobRegistry, job: IngestJob): AsyncGenerator<Buffer | string> {
  const { upload } = job;
  if (upload && job.header.length === 0) job.header = await readUploadHeader(registry.files, job);
  yield headerOf(job, []);
  if (!upload || job.processed >= upload.rows) return;
  const { batchRows } = registry.options;
  const start = upload.batches[Math.floor(job.processed / batchRows)] ?? upload.firstRow;
  const rows = registry.files.read(job.id, "upload", { start });
  let last = 0;
  for await (const chunk of skipRecords(rows, job.processed % batchRows)) {
    last = chunk.at(-1) ?? last;
    yield chunk;
  }
  if (last !== 0x0a) yield LINE_ENDINGS[job.lineEnding] ?? "\n";
}

function headerOf(job: IngestJob, own: readonly string[]): string {
  const format = {
    delimiter: DELIMITERS[job.columnDelimiter] ?? ",",
    lineEnding: LINE_ENDINGS[job.lineEnding] ?? "\n",
  };
  return headerLine(own, job.header, { format, version: job.apiVersion });
}

async function* nothing(): AsyncGenerator<Buffer> {}

async function* chain(first: string, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer | string> {
  yield first;
  yield* rest;
}

function csvReply(body: AsyncIterable<Buffer | string>): Reply {
  return { status: 200, headers: { "Content-Type": "text/csv" }, body };
}
