import type { IngestJob, JobInfo, JobListOptions, QueryJob, SalesforceClient } from "kinetic-core";
import { UsageError } from "../exit/index.ts";
import { cellText, duration, rowFormat } from "../format/index.ts";
import { type OrgOptions, openOrg } from "../logins/index.ts";
import { type CommandIo, type Output, outputTo, styleFor } from "../terminal/index.ts";
import type { Handler } from "./invocation.ts";
import { formatFor, type RowsOptions, withOutput } from "./write-rows.ts";

/** Options of `kinetic jobs`. */
export interface JobsOptions extends OrgOptions, RowsOptions {
  readonly kind?: "ingest" | "query" | undefined;
  readonly object?: string | undefined;
  readonly state?: readonly string[] | undefined;
  readonly since?: string | undefined;
  readonly part?: "succeeded" | "failed" | "unprocessed" | undefined;
  readonly json?: boolean | undefined;
}

const COLUMNS = ["id", "kind", "operation", "object", "state", "rows", "failed", "created"] as const;

/** Lists the jobs of the org, the newest first. */
export const listJobs: Handler<JobsOptions> = async ({ io, options }) => {
  const format = formatFor(io, options);
  const filter = filterOf(io, options);
  await using sf = await openOrg(io, options);
  const jobs: JobRow[] = [];
  if (options.kind !== "query")
    for await (const job of sf.bulk.ingestJobs(filter)) jobs.push(rowOf(job, "ingest"));
  if (options.kind !== "ingest")
    for await (const job of sf.bulk.queryJobs(filter)) jobs.push(rowOf(job, "query"));
  jobs.sort((a, b) => (a.created < b.created ? 1 : -1));
  const text = rowFormat({ format, columns: COLUMNS, head: styleFor(io.stdout, io.env).bold });
  await withOutput(io, options, (output) => output.write(text.rows(jobs) + text.end()));
  return undefined;
};

function filterOf({ signal }: CommandIo, { object, state, since }: JobsOptions): JobListOptions {
  const createdAfter = since === undefined ? undefined : new Date(since);
  if (createdAfter !== undefined && Number.isNaN(createdAfter.getTime()))
    throw new UsageError(
      `--since takes a date such as 2026-11-22 or 2026-11-22T09:30Z, not "${since}"`,
      "--since 2026-11-22",
    );
  return { object, state, createdAfter, signal };
}

type JobRow = Readonly<Record<(typeof COLUMNS)[number], unknown>> & { readonly created: string };

function rowOf(job: JobInfo, kind: string): JobRow {
  const { id, operation, object, state, numberRecordsProcessed: rows, numberRecordsFailed: failed } = job;
  return { id, kind, operation, object, state, rows, failed, created: job.createdDate ?? "" };
}

type AnyJob =
  | { readonly kind: "ingest"; readonly job: IngestJob }
  | { readonly kind: "query"; readonly job: QueryJob };

/** Finds a job of either kind by its id: nothing in the id says which it is. */
async function findJob(
  sf: SalesforceClient,
  id: string,
  signal: AbortSignal,
): Promise<AnyJob & { info: JobInfo }> {
  const { isKineticError } = await import("kinetic-core");
  const ingest = sf.bulk.ingestJob(id);
  try {
    const info = await ingest.info({ signal });
    // The org answers for a query job under the other resource, too, in some versions.
    if (info.jobType !== "V2Query") return { kind: "ingest", job: ingest, info };
  } catch (error) {
    if (!isKineticError(error, "NOT_FOUND") && !isKineticError(error, "REQUEST_REJECTED")) throw error;
  }
  const query = sf.bulk.queryJob(id);
  return { kind: "query", job: query, info: await query.info({ signal }) };
}

/** Shows a job. */
export const showJob: Handler<JobsOptions> = async ({ io, args, options }) => {
  await using sf = await openOrg(io, options);
  const { info } = await findJob(sf, args[0] ?? "", io.signal);
  await writeInfo(io, options, info);
  return undefined;
};

/** Aborts a job. */
export const abortJob: Handler<JobsOptions> = async ({ io, args, options }) => {
  await using sf = await openOrg(io, options);
  const { job } = await findJob(sf, args[0] ?? "", io.signal);
  await writeInfo(io, options, await job.abort({ signal: io.signal }));
  return undefined;
};

/** Deletes an ended job and its results. */
export const deleteJob: Handler<JobsOptions> = async ({ io, args, options }) => {
  await using sf = await openOrg(io, options);
  const { job } = await findJob(sf, args[0] ?? "", io.signal);
  await job.delete({ signal: io.signal });
  return undefined;
};

async function writeInfo(io: CommandIo, { json }: JobsOptions, info: JobInfo): Promise<void> {
  const output = outputTo(io.stdout);
  if (json === true) return output.write(`${JSON.stringify(info, undefined, 2)}\n`);
  const { dim } = styleFor(io.stdout, io.env);
  const lines = Object.entries(info).map(([name, value]) => {
    const text = name === "totalProcessingTime" ? duration(Number(value)) : cellText(value);
    return `${dim(name.padEnd(24))} ${text}\n`;
  });
  return output.write(lines.join(""));
}

/** Writes the results of a job as the org has them, as CSV. */
export const jobResults: Handler<JobsOptions> = async ({ io, args, options }) => {
  await using sf = await openOrg(io, options);
  const { signal } = io;
  const found = await findJob(sf, args[0] ?? "", signal);
  if (found.kind === "query" && options.part !== undefined)
    throw new UsageError(
      "--part is for load jobs; a query job has one result",
      `kinetic jobs results ${args[0]}`,
    );
  await withOutput(io, options, (output) =>
    found.kind === "query"
      ? writeQueryResult(found.job, output, signal)
      : writeIngestResult(found.job, output, { part: options.part ?? "failed", signal }),
  );
  return undefined;
};

async function writeIngestResult(
  job: IngestJob,
  output: Output,
  { part, signal }: { readonly part: NonNullable<JobsOptions["part"]>; readonly signal: AbortSignal },
): Promise<void> {
  const call = { signal };
  const stream =
    part === "succeeded"
      ? job.successfulResults(call)
      : part === "failed"
        ? job.failedResults(call)
        : job.unprocessedRecords(call);
  for await (const chunk of stream) await output.write(chunk as Buffer);
}

/** All pages under one header. */
async function writeQueryResult(job: QueryJob, output: Output, signal: AbortSignal): Promise<void> {
  let locator: string | undefined;
  let isFirst = true;
  do {
    const page = await job.resultPage({ locator, signal });
    let inHeader = !isFirst;
    for await (const chunk of page.body) {
      const bytes = chunk as Buffer;
      // Names of fields hold no line breaks.
      const end = inHeader ? bytes.indexOf(10) : -1;
      if (inHeader && end === -1) continue;
      await output.write(inHeader ? bytes.subarray(end + 1) : bytes);
      inHeader = false;
    }
    isFirst = false;
    locator = page.next;
  } while (locator !== undefined);
}
