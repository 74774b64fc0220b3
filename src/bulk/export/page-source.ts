import { IncompleteResultError, isKineticError, NetworkError } from "../../errors/index.ts";
import type { QueryJob, ResultPage } from "../jobs/query-job.ts";
import { RESULT_PAGES_VERSION } from "../jobs/result-pages.ts";
import { isUnsettled, settleDelay } from "../jobs/settle.ts";
import type { ExportRun } from "./export-run.ts";
import { chainedPages, type PageTurn } from "./page-turn.ts";
import { parallelPages } from "./page-window.ts";

/** Reads of one page: a locator stays valid as long as the job, so a broken page is read again. */
const MAX_READS = 6;

/** One read of a page. */
export interface PageRead {
  readonly page: ResultPage;
  /** Which page it is, from 0, in the order in which they are read. */
  readonly index: number;
}

/** Marks a page that came to its end with other rows than announced, or not whole. */
export class ShortPage extends Error {
  readonly received: number;
  constructor(received: number) {
    super(`${received} rows of the page arrived`);
    this.received = received;
  }
}

/**
 * Walks through the pages of a job's results. `read` consumes one page and may be called again for the same one when
 * the line breaks: it has to know what it has already passed on.
 */
export async function* eachPage<T>(
  run: ExportRun,
  job: QueryJob,
  read: (page: PageRead) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  // A page in the middle is not the first one, whoever reads it: its header was written by somebody else.
  let index = run.options.resume?.locator === undefined ? 0 : 1;
  for await (const turn of pagesOf(run, job)) {
    yield* readPage(run, job, { turn, index, read });
    await run.countPage(turn.next());
    index += 1;
  }
}

function pagesOf(run: ExportRun, job: QueryJob): AsyncGenerator<PageTurn> {
  const { parallelPages: count = 1 } = run.options;
  const isKnown = Number(job.apiVersion) >= RESULT_PAGES_VERSION;
  return count > 1 && isKnown ? parallelPages(run, job, count) : chainedPages(run, job);
}

interface PagePlan<T> {
  readonly turn: PageTurn;
  readonly index: number;
  readonly read: (page: PageRead) => AsyncGenerator<T>;
}

async function* readPage<T>(
  run: ExportRun,
  job: QueryJob,
  { turn, index, read }: PagePlan<T>,
): AsyncGenerator<T> {
  const { runtime } = run.bulk;
  for (let attempt = 0; ; attempt += 1) {
    let page: ResultPage | undefined;
    try {
      page = await turn.open();
      yield* read({ page, index });
      return;
    } catch (error) {
      run.signal.throwIfAborted();
      const fault = pageFault(error, { job, locator: turn.locator, page });
      if (!isUnsettled(fault) && !(error instanceof ShortPage)) throw fault;
      if (attempt + 1 >= MAX_READS) throw fault;
    } finally {
      page?.body.destroy();
    }
    await runtime.sleep(settleDelay(attempt, runtime.random), run.signal);
  }
}

/** Says what is wrong with a page, with what is needed to go on from there. */
function pageFault(
  error: unknown,
  { job, locator, page }: { job: QueryJob; locator: string | undefined; page: ResultPage | undefined },
): unknown {
  const at = locator === undefined ? "the first page" : `the page at locator ${locator}`;
  if (error instanceof ShortPage) {
    return new IncompleteResultError(
      `Query job ${job.id}: ${at} has ${error.received} rows, but the server announced ${page?.rows ?? "others"}`,
      { jobId: job.id, expected: page?.rows, received: error.received },
    );
  }
  // Bad CSV inside a good answer is what a cut looks like that nobody reported.
  if (page !== undefined && (!isKineticError(error) || isKineticError(error, "INPUT"))) {
    return new NetworkError(`Query job ${job.id}: ${at} did not arrive whole`, {
      jobId: job.id,
      cause: error,
    });
  }
  return error;
}
