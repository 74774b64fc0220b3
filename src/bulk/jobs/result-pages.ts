import { UnexpectedResponseError } from "../../errors/index.ts";
import { isObject } from "./job-info.ts";
import { type JobRef, jobPath } from "./jobs-api.ts";
import { isUnsettled, type JobCalls, settleDelay } from "./settle.ts";

/** Reads of one list of pages. */
const MAX_READS = 6;

/** The first API version that names the pages of a result (Bulk API 2.0 guide, "Get Parallel Results for a Query Job"). */
export const RESULT_PAGES_VERSION = 58;

/** Where a page of a query's results begins. */
export interface ResultPagePlace {
  /** For `resultPage`; absent where the page is the first one and the server gives it no locator. */
  readonly locator: string | undefined;
}

/**
 * Lists the pages of a result in order, five to a call. Of the addresses that the server names only the locators are
 * taken over: the guide, its example and Salesforce's own Postman collection differ in the names of the members and in
 * how much of the path they give.
 *
 * @throws UnexpectedResponseError when the answer is no list of pages, or the server names one twice
 */
export async function* listResultPages(calls: JobCalls): AsyncGenerator<ResultPagePlace> {
  const { job } = calls;
  const seen = new Set<string>();
  let locator: string | undefined;
  do {
    const list = await readList(calls, locator);
    for (const place of placesOf(list, job)) {
      const name = place.locator ?? "";
      if (seen.has(name))
        throw unexpected(job, `the server named the page ${name || "without locator"} twice`);
      seen.add(name);
      yield place;
    }
    locator = nextOf(list, job);
  } while (locator !== undefined);
}

/** Reads one list; again when something in between answered, or the line broke. */
async function readList(
  { requester, runtime, job, signal }: JobCalls,
  locator: string | undefined,
): Promise<Record<string, unknown>> {
  const path = jobPath(job, "/resultPages");
  for (let attempt = 0; ; attempt += 1) {
    try {
      const { body } = await requester.json<unknown>({ method: "GET", path, query: { locator }, signal });
      return isObject(body) ? body : {};
    } catch (error) {
      if (signal?.aborted || !isUnsettled(error) || attempt + 1 >= MAX_READS) throw error;
    }
    await runtime.sleep(settleDelay(attempt, runtime.random), signal);
  }
}

function placesOf(list: Record<string, unknown>, job: JobRef): ResultPagePlace[] {
  const pages: unknown = list["resultPages"];
  if (!Array.isArray(pages)) throw unexpected(job, "the answer to resultPages names no pages");
  return pages.map((page: unknown) => {
    const url = isObject(page) ? (page["resultUrl"] ?? page["resultLink"]) : undefined;
    if (typeof url !== "string") throw unexpected(job, "a page of the answer to resultPages has no address");
    return { locator: locatorIn(url) };
  });
}

function nextOf(list: Record<string, unknown>, job: JobRef): string | undefined {
  const next = list["nextRecordsUrl"] ?? list["nextRecordUrl"];
  if (list["done"] === true) return undefined;
  const locator = typeof next === "string" ? locatorIn(next) : undefined;
  if (locator === undefined && list["done"] === false) {
    throw unexpected(job, "the server says that there are more pages, but not where");
  }
  return locator;
}

function locatorIn(url: string): string | undefined {
  const query = url.indexOf("?");
  const locator = query === -1 ? null : new URLSearchParams(url.slice(query)).get("locator");
  return locator === null || locator === "" || locator === "null" ? undefined : locator;
}

function unexpected(job: JobRef, what: string): UnexpectedResponseError {
  return new UnexpectedResponseError(`Query job ${job.id}: ${what}`, { jobId: job.id });
}
