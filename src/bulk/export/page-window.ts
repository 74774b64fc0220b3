import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { isKineticError, NetworkError, UnexpectedResponseError } from "../../errors/index.ts";
import { lentPieces } from "../../http/index.ts";
import type { QueryJob, ResultPage } from "../jobs/query-job.ts";
import type { ResultPagePlace } from "../jobs/result-pages.ts";
import { writePieces } from "../load/file-pieces.ts";
import { diskError, isDiskFault } from "../load/result-spool.ts";
import type { ExportRun } from "./export-run.ts";
import type { PageTurn } from "./page-turn.ts";

/** A page on its way to this machine's disk. */
interface Fetch {
  readonly turn: Omit<PageTurn, "next">;
  /** Ends when the page is there or will not come; never rejects. */
  readonly settled: Promise<unknown>;
  readonly remove: () => Promise<void>;
}

/**
 * Yields the pages of a job while several of them are on their way at the same time. Each comes to a temporary file, so
 * that a slow reader costs no memory: at most as many pages as asked for, and the one that is being read, are on disk.
 * A page that did not come whole is opened anew, straight from the server.
 */
export async function* parallelPages(run: ExportRun, job: QueryJob, count: number): AsyncGenerator<PageTurn> {
  const stop = new AbortController();
  const signal = AbortSignal.any([run.signal, stop.signal]);
  const folder = await makeFolder(run.bulk.tempDirectory);
  const places = placesFrom(job, { locator: run.options.resume?.locator, signal });
  const window: Fetch[] = [];
  const isOrdered = run.options.pageOrder !== "arrival";
  let listed = 0;
  const fill = async (): Promise<void> => {
    while (window.length < count) {
      const { done, value } = await places.next();
      if (done) return;
      window.push(startFetch(job, value, { path: join(folder, `${listed}.csv`), signal }));
      listed += 1;
    }
  };
  try {
    for (await fill(); window.length > 0; ) {
      const fetch = await nextOf(window, isOrdered);
      window.splice(window.indexOf(fetch), 1);
      await fill();
      yield { ...fetch.turn, next: () => (isOrdered ? window[0]?.turn.locator : undefined) };
      await fetch.remove();
    }
  } finally {
    stop.abort();
    await Promise.all(window.map(({ settled }) => settled));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Yields the places of a job's pages from one on; all where none is named. */
async function* placesFrom(
  job: QueryJob,
  { locator, signal }: { readonly locator: string | undefined; readonly signal: AbortSignal },
): AsyncGenerator<ResultPagePlace> {
  let isReached = locator === undefined;
  for await (const place of job.resultPages({ signal })) {
    isReached ||= place.locator === locator;
    if (isReached) yield place;
  }
  if (isReached) return;
  throw new UnexpectedResponseError(`Query job ${job.id}: none of its pages is at the locator ${locator}`, {
    jobId: job.id,
  });
}

async function nextOf(window: readonly Fetch[], isOrdered: boolean): Promise<Fetch> {
  const first = window[0] as Fetch;
  if (!isOrdered) return Promise.race(window.map((fetch) => fetch.settled.then(() => fetch)));
  await first.settled;
  return first;
}

function startFetch(
  job: QueryJob,
  { locator }: ResultPagePlace,
  { path, signal }: { readonly path: string; readonly signal: AbortSignal },
): Fetch {
  const fetched = fetchPage(job, locator, { path, signal });
  let isFirst = true;
  const open = async (): Promise<ResultPage> => {
    if (!isFirst) return job.resultPage({ locator, signal });
    isFirst = false;
    const { next, rows } = await fetched;
    return { body: createReadStream(path), next, rows };
  };
  const settled = fetched.catch(() => undefined);
  return { turn: { locator, open }, settled, remove: () => rm(path, { force: true }) };
}

async function fetchPage(
  job: QueryJob,
  locator: string | undefined,
  { path, signal }: { readonly path: string; readonly signal: AbortSignal },
): Promise<ResultPage> {
  const page = await job.resultPage({ locator, signal });
  try {
    await writePieces(path, lentPieces(page.body));
    return page;
  } catch (cause) {
    page.body.destroy();
    if (isDiskFault(cause)) throw diskError(path, cause);
    if (isKineticError(cause)) throw cause;
    const at = locator === undefined ? "the first page" : `the page at locator ${locator}`;
    throw new NetworkError(`Query job ${job.id}: ${at} did not arrive whole`, { jobId: job.id, cause });
  }
}

async function makeFolder(parent: string): Promise<string> {
  try {
    return await mkdtemp(join(parent, "kinetic-export-"));
  } catch (cause) {
    throw diskError(parent, cause);
  }
}
