import { tmpdir } from "node:os";
import type { Requester } from "../http/index.ts";
import { type Runtime, systemRuntime } from "../http/index.ts";
import type { BulkContext, DescribeObject, QueryRows } from "./context.ts";
import { checkBulkSoql } from "./export/bulk-soql.ts";
import { BulkExport } from "./export/export.ts";
import type { ExportOptions } from "./export/export-options.ts";
import type { JobHandleJson, JobHandleParts } from "./jobs/bulk-job.ts";
import { IngestJob } from "./jobs/ingest-job.ts";
import type { IngestOperation, JobInfo, QueryOperation } from "./jobs/job-info.ts";
import { type JobListOptions, listJobs } from "./jobs/job-list.ts";
import { refOf } from "./jobs/job-ref.ts";
import type { JobKind } from "./jobs/job-state.ts";
import { type BulkCallOptions, createJob } from "./jobs/jobs-api.ts";
import { QueryJob } from "./jobs/query-job.ts";
import { load } from "./load/load.ts";
import type { LoadOptions } from "./load/load-options.ts";
import type { LoadResult } from "./load/load-result.ts";

/** Surroundings of the bulk room, for tests and unusual hosts. */
export interface BulkOptions {
  /** Clock, dice and sleep. @default the real ones */
  readonly runtime?: Runtime | undefined;
  /** Where results are put down while they are tied to input rows. @default the temporary folder of the operating system */
  readonly tempDirectory?: string | undefined;
  /** Reads the fields of an object, so that an unknown column is found before anything is sent. @default not checked */
  readonly describe?: DescribeObject | undefined;
  /** Asks a query of REST, for exports that fall back to it. @default they cannot */
  readonly query?: QueryRows | undefined;
}

/** A new ingest job as the server takes it (Bulk API 2.0 guide, "Create a Job"). */
export interface IngestJobRequest {
  readonly object: string;
  readonly operation: IngestOperation;
  readonly externalIdFieldName?: string | undefined;
  readonly assignmentRuleId?: string | undefined;
  /** @default "LF" */
  readonly lineEnding?: "LF" | "CRLF" | undefined;
  /** @default "COMMA" */
  readonly columnDelimiter?: "COMMA" | "TAB" | "PIPE" | "SEMICOLON" | "CARET" | "BACKQUOTE" | undefined;
}

/** A new query job as the server takes it. */
export interface QueryJobRequest {
  readonly query: string;
  /** @default "query" */
  readonly operation?: QueryOperation | undefined;
}

/** Bulk API 2.0: what people want (`load`, `export`), and the jobs underneath. */
export interface BulkApi {
  /**
   * Loads rows: cuts the input into jobs, drives them, ties refused rows to input rows and accounts for every row.
   * @throws InputError when the input is bad; nothing is sent then
   * @throws AccountingError when rows of a job are not accounted for
   * @throws JobTimeoutError when a job is not finished in time
   * @example
   * ```ts
   * await using result = await sf.bulk.load({ object: "Account", operation: "insert", source: "accounts.csv" });
   * console.log(result.totals);
   * for await (const { row, error } of result.failures()) console.log(row, error.code, error.remediation.summary);
   * ```
   */
  load(options: LoadOptions): Promise<LoadResult>;
  /**
   * Exports the rows of a query.
   * @throws RequestError for SOQL that Bulk API 2.0 does not run
   * @example
   * ```ts
   * await sf.bulk.export("SELECT Id, Name FROM Account").toFile("accounts.csv");
   * for await (const account of sf.bulk.export("SELECT Id, Name FROM Account")) console.log(account["Name"]);
   * ```
   */
  export(soql: string, options?: ExportOptions): BulkExport;
  /**
   * Opens an ingest job by its id, or by what its handle was serialised to.
   *
   * @example
   * ```ts
   * const { state, numberRecordsFailed } = await sf.bulk.ingestJob("750000000000001AAA").wait();
   * ```
   */
  ingestJob(job: string | JobHandleJson): IngestJob;
  /**
   * Opens a query job by its id, or by what its handle was serialised to.
   *
   * @example
   * ```ts
   * await sf.bulk.queryJob("750000000000001AAA").abort();
   * ```
   */
  queryJob(job: string | JobHandleJson): QueryJob;
  /**
   * Makes an ingest job, open and empty.
   *
   * @example
   * ```ts
   * const job = await sf.bulk.createIngestJob({ object: "Account", operation: "insert" });
   * await job.upload("Name\nAcme\n");
   * await job.close();
   * console.log((await job.wait()).numberRecordsProcessed);
   * ```
   */
  createIngestJob(request: IngestJobRequest, options?: BulkCallOptions): Promise<IngestJob>;
  /**
   * Makes a query job, which starts at once.
   *
   * @example
   * ```ts
   * const job = await sf.bulk.createQueryJob({ query: "SELECT Id FROM Account" });
   * await job.wait({ onProgress: ({ state }) => console.log(state) });
   * ```
   */
  createQueryJob(request: QueryJobRequest, options?: BulkCallOptions): Promise<QueryJob>;
  /**
   * Lists ingest jobs of the org, in no order.
   *
   * @example
   * ```ts
   * for await (const { id, object, state } of sf.bulk.ingestJobs()) console.log(id, object, state);
   * ```
   */
  ingestJobs(options?: JobListOptions): AsyncIterable<JobInfo>;
  /**
   * Lists query jobs of the org, in no order.
   *
   * @example
   * ```ts
   * for await (const { id, state } of sf.bulk.queryJobs()) console.log(id, state);
   * ```
   */
  queryJobs(options?: JobListOptions): AsyncIterable<JobInfo>;
}

/** Builds the bulk room on a requester. */
export function createBulk(requester: Requester, options: BulkOptions = {}): BulkApi {
  const bulk: BulkContext = {
    requester,
    runtime: options.runtime ?? systemRuntime,
    tempDirectory: options.tempDirectory ?? tmpdir(),
    describe: options.describe,
    query: options.query,
  };
  const { runtime } = bulk;
  return {
    load: (request) => load(bulk, request),
    export: (soql, exportOptions) => new BulkExport(bulk, soql, exportOptions),
    ingestJob: (job) => new IngestJob({ requester, runtime, job: refOf("ingest", job) }),
    queryJob: (job) => new QueryJob({ requester, runtime, job: refOf("query", job) }),
    createIngestJob: async (request, call) => new IngestJob(await create(bulk, ingestBody(request), call)),
    createQueryJob: async (request, call) => new QueryJob(await create(bulk, queryBody(request), call)),
    ingestJobs: (list) => listJobs(requester, "ingest", list),
    queryJobs: (list) => listJobs(requester, "query", list),
  };
}

interface NewJob {
  readonly kind: JobKind;
  readonly body: Readonly<Record<string, unknown>>;
}

function ingestBody(request: IngestJobRequest): NewJob {
  const { object, operation, externalIdFieldName, assignmentRuleId } = request;
  const { lineEnding = "LF", columnDelimiter = "COMMA" } = request;
  const what = { object, operation, externalIdFieldName, assignmentRuleId };
  return { kind: "ingest", body: { ...what, contentType: "CSV", lineEnding, columnDelimiter } };
}

function queryBody({ query, operation = "query" }: QueryJobRequest): NewJob {
  checkBulkSoql(query);
  const format = { contentType: "CSV", columnDelimiter: "COMMA", lineEnding: "LF" };
  return { kind: "query", body: { operation, query, ...format } };
}

async function create(bulk: BulkContext, job: NewJob, call: BulkCallOptions = {}): Promise<JobHandleParts> {
  const { requester, runtime } = bulk;
  const apiVersion = await requester.apiVersion(call.signal);
  const info = await createJob(requester, { ...job, apiVersion }, call);
  return { requester, runtime, info, job: { kind: job.kind, id: info.id, apiVersion } };
}
