import { UnexpectedResponseError } from "../../errors/index.ts";
import type { Requester } from "../../http/index.ts";
import { isObject, type JobInfo, parseJobInfo } from "./job-info.ts";
import type { JobKind } from "./job-state.ts";
import type { BulkCallOptions } from "./jobs-api.ts";

/** Which jobs to list. Filters that the server does not have are applied here. */
export interface JobListOptions extends BulkCallOptions {
  /** API name of the object. */
  readonly object?: string | undefined;
  /** State as on the wire, or several. */
  readonly state?: string | readonly string[] | undefined;
  /** What to do with the rows. */
  readonly operation?: string | undefined;
  /** Only jobs made at this time or later. */
  readonly createdAfter?: Date | undefined;
  /** Id of the user who made the job. */
  readonly createdById?: string | undefined;
  /**
   * Type of job as the server calls it, e.g. `V2Ingest`, `V2Query`, `Classic`, `BigObjectIngest`.
   * @default jobs of Bulk API 2.0
   */
  readonly jobType?: string | undefined;
  /** Only jobs with or without PK chunking. */
  readonly isPkChunkingEnabled?: boolean | undefined;
  /** How the server works the job off. @default any */
  readonly concurrencyMode?: "Parallel" | "Serial" | undefined;
}

/**
 * Lists jobs, page by page, in no order (Bulk API 2.0 guide, "Get Information About All Ingest Jobs").
 * @throws UnexpectedResponseError when the server names a page twice: the list would never end, or lack jobs
 */
export async function* listJobs(
  requester: Requester,
  kind: JobKind,
  options: JobListOptions = {},
): AsyncGenerator<JobInfo> {
  const seen = new Set<string | undefined>();
  let queryLocator: string | undefined;
  do {
    if (seen.has(queryLocator)) throw loop(kind, queryLocator);
    seen.add(queryLocator);
    const page = await listPage(requester, kind, { ...options, queryLocator });
    for (const job of page.jobs) if (matches(job, options)) yield job;
    queryLocator = page.next;
  } while (queryLocator !== undefined);
}

function loop(kind: JobKind, locator: string | undefined): UnexpectedResponseError {
  return new UnexpectedResponseError(
    `GET jobs/${kind}: the server named the locator ${locator} twice; the list would never end`,
  );
}

async function listPage(
  requester: Requester,
  kind: JobKind,
  options: JobListOptions & { readonly queryLocator: string | undefined },
): Promise<{ readonly jobs: readonly JobInfo[]; readonly next: string | undefined }> {
  const { isPkChunkingEnabled, concurrencyMode, queryLocator, signal } = options;
  const jobType = options.jobType ?? (kind === "ingest" ? "V2Ingest" : "V2Query");
  const path = `jobs/${kind}`;
  const query = { jobType, isPkChunkingEnabled, concurrencyMode, queryLocator };
  const { body } = await requester.json<unknown>({ method: "GET", path, query, signal });
  const page = isObject(body) ? body : {};
  const records: readonly unknown[] = Array.isArray(page["records"]) ? page["records"] : [];
  return { jobs: records.map((record) => parseJobInfo(record, `GET ${path}`)), next: nextLocator(page) };
}

/** The locator alone is taken over: the server names the ingest list as the next page of the query list. */
function nextLocator(page: Record<string, unknown>): string | undefined {
  const next = page["nextRecordsUrl"];
  if (page["done"] === true || typeof next !== "string") return undefined;
  return new URL(next, "https://x.invalid").searchParams.get("queryLocator") ?? undefined;
}

function matches(job: JobInfo, options: JobListOptions): boolean {
  const { object, operation, createdById, createdAfter } = options;
  const states = typeof options.state === "string" ? [options.state] : options.state;
  return (
    (states === undefined || states.includes(job.state)) &&
    (object === undefined || job.object?.toLowerCase() === object.toLowerCase()) &&
    (operation === undefined || job.operation === operation) &&
    (createdById === undefined || job.createdById === createdById) &&
    (createdAfter === undefined || timeOf(job.createdDate) >= createdAfter.getTime())
  );
}

/** Reads a time of the wire, e.g. `2023-01-26T14:50:10.000+0000`. */
export function timeOf(text: string | undefined): number {
  return text === undefined ? Number.NaN : Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
}
