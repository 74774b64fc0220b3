import { UnexpectedResponseError } from "../../errors/index.ts";
import type { QueryJob, ResultPage } from "../jobs/query-job.ts";
import type { ExportRun } from "./export-run.ts";

/** One page whose turn it is. */
export interface PageTurn {
  readonly locator: string | undefined;
  /** Opens the page; called again when what came was not whole. */
  readonly open: () => Promise<ResultPage>;
  /** Locator of the page after this one, when this one was read; absent after the last, and where there is no order. */
  readonly next: () => string | undefined;
}

/** Yields the pages one after another, each named by the one before. */
export async function* chainedPages(run: ExportRun, job: QueryJob): AsyncGenerator<PageTurn> {
  const { maxRecords } = run.options;
  const seen = new Set<string>();
  let locator = run.options.resume?.locator;
  for (;;) {
    let next: string | undefined;
    const here = locator;
    const open = async (): Promise<ResultPage> => {
      const page = await job.resultPage({ locator: here, maxRecords, signal: run.signal });
      next = page.next;
      return page;
    };
    yield { locator, open, next: () => next };
    if (next === undefined) return;
    if (seen.has(next)) throw loop(job, next);
    seen.add(next);
    locator = next;
  }
}

function loop(job: QueryJob, locator: string): UnexpectedResponseError {
  return new UnexpectedResponseError(
    `Query job ${job.id}: the server named the locator ${locator} twice; its pages would never end`,
    { jobId: job.id },
  );
}
