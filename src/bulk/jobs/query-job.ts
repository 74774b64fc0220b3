import { Readable } from "node:stream";
import { BulkJob, type JobHandleParts } from "./bulk-job.ts";
import { bytesOf } from "./bytes-of.ts";
import { type BulkCallOptions, openResult } from "./jobs-api.ts";
import { listResultPages, type ResultPagePlace } from "./result-pages.ts";

/** Which page of a query's results. */
export interface ResultPageOptions extends BulkCallOptions {
  /** `Sforce-Locator` of the answer before; the first page when absent. */
  readonly locator?: string | undefined;
  /** Most rows of the page; the server may send fewer. */
  readonly maxRecords?: number | undefined;
}

/** One page of a query's results, still on the wire. */
export interface ResultPage {
  /** Raw CSV with a header. Read it to its end, or destroy it. */
  readonly body: Readable;
  /** Locator of the next page; `undefined` on the last one, where the wire says the word `null`. */
  readonly next: string | undefined;
  /** Rows of this page as the server counts them; `undefined` when it does not say. */
  readonly rows: number | undefined;
}

/** A query job of Bulk API 2.0, as it is on the wire. `bulk.export` drives one. */
export class QueryJob extends BulkJob {
  /** @internal */
  constructor(parts: JobHandleParts) {
    super(parts);
  }

  /** Opens one page of the results (Bulk API 2.0 guide, "Get Results for a Query Job"). */
  async resultPage({ locator, maxRecords, signal }: ResultPageOptions = {}): Promise<ResultPage> {
    const call = { name: "results", query: { locator, maxRecords }, signal } as const;
    const { body, headers } = await openResult(this.parts.requester, await this.pinned({ signal }), call);
    const next = headers["sforce-locator"];
    const rows = Number.parseInt(headers["sforce-numberofrecords"] ?? "", 10);
    return {
      body,
      next: next === undefined || next === "" || next === "null" ? undefined : next,
      rows: Number.isNaN(rows) ? undefined : rows,
    };
  }

  /**
   * Streams one page of the results as raw CSV.
   *
   * @example
   * ```ts
   * await pipeline(sf.bulk.queryJob("750000000000001AAA").results(), createWriteStream("first-page.csv"));
   * ```
   */
  results(options: ResultPageOptions = {}): Readable {
    return Readable.from(
      bytesOf(() => this.resultPage(options)),
      { objectMode: false },
    );
  }

  /**
   * Lists where the pages of the results begin, in order, so that they can be read at the same time. Needs API version
   * 58.0 or later, and a complete job (Bulk API 2.0 guide, "Get Parallel Results for a Query Job").
   *
   * @throws UnexpectedResponseError when the server names a page twice, or more pages without saying where
   */
  async *resultPages(options: BulkCallOptions = {}): AsyncGenerator<ResultPagePlace> {
    const { requester, runtime } = this.parts;
    yield* listResultPages({ requester, runtime, job: await this.pinned(options), signal: options.signal });
  }
}
