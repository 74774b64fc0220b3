import { open } from "node:fs/promises";
import { callerOf, failure, notImplemented } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import { compileSoql } from "../soql/compile.ts";
import { soqlContext } from "../soql/context.ts";
import { SoqlError } from "../soql/errors.ts";
import type { CompiledQuery } from "../soql/shape.ts";
import { quotedLine } from "./csv.ts";
import { deleteJob, listJobs, requireFinished, wrongState } from "./job-routes.ts";
import { DELIMITERS, LINE_ENDINGS, type QueryJob } from "./jobs.ts";
import { columnsOf, PLACE_BYTES, runQuery } from "./query-engine.ts";
import type { JobRegistry } from "./registry.ts";
import { asRequest, formatOf, invalidJob, textOf, wordOf } from "./requests.ts";
import { changedInfo, createdInfo, jobInfo, jobReply } from "./wire.ts";

const BASE = "/services/data/:version/jobs/query";
/** How many pages `resultPages` names at a time. */
const PAGES = 5;
/** The first API version with `resultPages`. */
const RESULT_PAGES_VERSION = 58;

/** Makes the query resources (Bulk API 2.0 Developer Guide, "Bulk API 2.0 Query"). */
export function queryRoutes(registry: JobRegistry): readonly Route[] {
  return [
    { method: "POST", path: BASE, handler: (call) => createJob(registry, call) },
    { method: "GET", path: BASE, handler: (call) => listJobs(registry, call, "query") },
    {
      method: "GET",
      path: `${BASE}/:id`,
      handler: (call) => jobReply(jobInfo(registry.find(call, "query"))),
    },
    { method: "PATCH", path: `${BASE}/:id`, handler: (call) => abortJob(registry, call) },
    {
      method: "DELETE",
      path: `${BASE}/:id`,
      handler: (call) =>
        deleteJob(registry, registry.findOwn(call, "query"), ["JobComplete", "Aborted", "Failed"]),
    },
    { method: "GET", path: `${BASE}/:id/results`, handler: (call) => resultReply(registry, call) },
    { method: "GET", path: `${BASE}/:id/resultPages`, handler: (call) => pagesReply(registry, call) },
  ];
}

async function createJob(registry: JobRegistry, call: Call): Promise<Reply> {
  const request = asRequest(await call.readJson());
  const operation = wordOf(request, "operation", { allowed: ["query", "queryAll"], otherwise: "" });
  if (operation === "") throw invalidJob("A query job needs operation: query or queryAll");
  const format = formatOf(request);
  const { org } = call;
  const now = org.clock();
  const query = compile(call, textOf(request, "query") ?? "", operation === "queryAll");
  if (registry.queryJobs.left(now.getTime()) < 1)
    throw failure(400, "EXCEEDEDQUOTA", "DailyBulkV2QueryJobs Limit exceeded.");
  registry.queryJobs.use(1, now.getTime());
  const job: QueryJob = {
    kind: "query",
    ...format,
    id: org.ids.next("750"),
    object: query.object.name,
    operation: operation === "queryAll" ? "queryAll" : "query",
    query,
    createdById: callerOf(call).id,
    createdDate: now,
    systemModstamp: now,
    apiVersion: call.version,
    state: "UploadComplete",
    errorMessage: undefined,
    processed: 0,
    processingMs: 0,
    stop: new AbortController(),
  };
  registry.add(job);
  const reply = jobReply(createdInfo(job));
  const { files, options } = registry;
  void runQuery(job, { org, files, options, fault: registry.faultFor(job) });
  return reply;
}

function compile(call: Call, soql: string, includeDeleted: boolean): CompiledQuery {
  if (soql.trim() === "") throw failure(400, "MALFORMED_QUERY", "A query string has to be specified");
  try {
    const userId = callerOf(call).id;
    const query = compileSoql(
      soqlContext(call.org.store, { soql, userId, version: call.version, includeDeleted }),
    );
    refuseShape(query);
    return query;
  } catch (error) {
    if (!(error instanceof SoqlError)) throw error;
    if (error.errorCode === "NOT_IMPLEMENTED") throw notImplemented(error.message);
    throw failure(400, error.errorCode, error.message);
  }
}

/** Refuses what query jobs cannot export (Bulk API 2.0 Developer Guide, "Create a Query Job"). */
function refuseShape(query: CompiledQuery): void {
  const refuse = (message: string): Error => failure(400, "API_ERROR", message);
  if (query.nodes.some((node) => node.kind === "children"))
    throw refuse("Aggregate Relationships not supported in Bulk V2 Query with CSV content type");
  if (query.kind !== "rows")
    throw refuse("Aggregate functions and GROUP BY are not supported in Bulk V2 Query");
  if (query.offset > 0) throw refuse("OFFSET is not supported in Bulk V2 Query");
  if (query.nodes.some((node) => node.kind === "typeof"))
    throw refuse("TYPEOF is not supported in Bulk V2 Query");
  const type = query.leaves.map((leaf) => leaf.field?.type);
  if (type.includes("address") || type.includes("location"))
    throw refuse("Selecting compound data not supported in Bulk V2 Query");
  if (type.includes("base64")) throw refuse("Binary fields are not supported in Bulk V2 Query");
}

async function abortJob(registry: JobRegistry, call: Call): Promise<Reply> {
  const job = registry.findOwn(call, "query");
  const state = textOf(asRequest(await call.readJson()), "state") ?? "";
  if (state !== "Aborted")
    throw failure(400, "INVALIDJOBSTATE", `A query job can be set to Aborted, not to '${state}'`);
  if (job.state !== "UploadComplete" && job.state !== "InProgress") throw wrongState("Aborting", job);
  registry.abort(job, call.org.clock());
  return jobReply(changedInfo(job));
}

/** Finds a finished job for a call of the same API version. */
function resultJob(registry: JobRegistry, call: Call): QueryJob {
  const job = registry.findOwn(call, "query");
  if (job.apiVersion !== call.version) {
    const message = `The job was created with API version ${job.apiVersion}.0: its results can be read with that version only`;
    throw failure(409, "CONFLICT", message);
  }
  requireFinished(job);
  if (job.state !== "JobComplete")
    throw failure(400, "INVALIDJOBSTATE", `The job is ${job.state}: it has no results`);
  return job;
}

/** A locator is the offset of a row in base64 without padding. */
function toLocator(offset: number): string {
  return Buffer.from(String(offset)).toString("base64").replace(/=+$/, "");
}

function fromLocator(locator: string | null, rows: number): number {
  if (locator === null || locator === "") return 0;
  const text = Buffer.from(locator, "base64").toString("latin1");
  if (!/^\d+$/.test(text) || toLocator(Number(text)) !== locator || Number(text) > rows)
    throw failure(400, "INVALID_QUERY_LOCATOR", `The locator ${locator} is none of this job's`);
  return Number(text);
}

/** Reads how many rows a client will take; never more than the server gives. */
function maxRecordsOf(call: Call, most: number): number {
  const given = call.query.get("maxRecords");
  if (given === null) return most;
  const rows = Number(given);
  if (!Number.isInteger(rows) || rows < 1)
    throw failure(400, "API_ERROR", `maxRecords must be a whole number above 0, it is ${given}`);
  return Math.min(rows, most);
}

async function resultReply(registry: JobRegistry, call: Call): Promise<Reply> {
  const job = resultJob(registry, call);
  const from = fromLocator(call.query.get("locator"), job.processed);
  const to = Math.min(job.processed, from + maxRecordsOf(call, registry.options.resultPageRows));
  const [start, end] = await placesOf(registry, job, [from, to]);
  return {
    status: 200,
    headers: {
      "Content-Type": "text/csv",
      "Sforce-Locator": to < job.processed ? toLocator(to) : "null",
      "Sforce-NumberOfRecords": String(to - from),
    },
    body: page(
      job,
      registry.files.read(job.id, "rows", { start: start ?? 0, ...(end === undefined ? {} : { end }) }),
    ),
  };
}

/** Looks up where rows begin in the result file; undefined for what is past the last. */
async function placesOf(
  registry: JobRegistry,
  job: QueryJob,
  rows: readonly number[],
): Promise<(number | undefined)[]> {
  if (job.processed === 0) return rows.map(() => 0);
  const index = await open(registry.files.path(job.id, "index"), "r");
  try {
    return await Promise.all(
      rows.map(async (row) => {
        const place = Buffer.alloc(PLACE_BYTES);
        const { bytesRead } = await index.read(place, 0, PLACE_BYTES, row * PLACE_BYTES);
        return bytesRead === PLACE_BYTES ? place.readDoubleLE(0) : undefined;
      }),
    );
  } finally {
    await index.close();
  }
}

async function* page(job: QueryJob, rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer | string> {
  const format = {
    delimiter: DELIMITERS[job.columnDelimiter] ?? ",",
    lineEnding: LINE_ENDINGS[job.lineEnding] ?? "\n",
  };
  yield quotedLine(
    columnsOf(job).map((column) => column.header),
    format,
  );
  if (job.processed > 0) yield* rows;
}

/** Names the next pages of a result, so that they can be read in parallel. */
function pagesReply(registry: JobRegistry, call: Call): Reply {
  if (call.version < RESULT_PAGES_VERSION)
    throw failure(404, "NOT_FOUND", "The requested resource does not exist");
  const job = resultJob(registry, call);
  const { resultPageRows } = registry.options;
  const path = `${call.base}/jobs/query/${job.id}`;
  let at = fromLocator(call.query.get("locator"), job.processed);
  const resultPages: { resultUrl: string }[] = [];
  do {
    resultPages.push({ resultUrl: `${path}/results?locator=${toLocator(at)}` });
    at += resultPageRows;
  } while (at < job.processed && resultPages.length < PAGES);
  const done = at >= job.processed;
  const more = done ? {} : { nextRecordsUrl: `${path}/resultPages?locator=${toLocator(at)}` };
  return { status: 200, json: { resultPages, ...more, done } };
}
