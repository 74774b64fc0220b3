import { IncompleteResultError } from "../errors/index.ts";
import type { Requester } from "../http/index.ts";
import type { CallOptions, SalesforceRecord } from "./records.ts";

/** Options of a query. */
export interface QueryOptions extends CallOptions {
  /** Include deleted and archived rows (`queryAll`). @default false */
  readonly includeDeleted?: boolean | undefined;
  /** Rows per page, 200 to 2000; the org may return fewer. @default the org's 2000 */
  readonly pageSize?: number | undefined;
}

/** One page of a query's rows. */
export interface QueryPage<T> {
  readonly records: readonly T[];
  /** Rows of the whole result, on every page the same. */
  readonly totalSize: number;
  /** Where the next page is; absent on the last one. Opaque. */
  readonly locator?: string | undefined;
}

/** A query that runs when it is read: each reading runs it anew. */
export interface QueryResult<T> extends AsyncIterable<T> {
  /** Reads page by page. */
  pages(): AsyncIterable<QueryPage<T>>;
  /** Reads the first row, or `undefined` when there is none. */
  first(): Promise<T | undefined>;
  /** Number of rows of the whole result, by its first page. Works for `SELECT COUNT()` too. */
  count(): Promise<number>;
}

interface QueryBody<T> {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly T[];
}

/**
 * Makes a query over all its pages: none is left out in silence, however many there are (REST API guide, "Query").
 */
export function queryResult<T = SalesforceRecord>(
  requester: Requester,
  soql: string,
  options: QueryOptions = {},
): QueryResult<T> {
  const pages = (): AsyncGenerator<QueryPage<T>> => readPages<T>(requester, soql, options);
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page.records;
    },
    async first() {
      for await (const page of pages()) return page.records[0];
      return undefined;
    },
    async count() {
      for await (const page of pages()) return page.totalSize;
      return 0;
    },
  };
}

async function* readPages<T>(
  requester: Requester,
  soql: string,
  { includeDeleted, pageSize, signal }: QueryOptions,
): AsyncGenerator<QueryPage<T>> {
  const headers = pageSize === undefined ? {} : { "sforce-query-options": `batchSize=${pageSize}` };
  const read = async (path: string, query?: { q: string }): Promise<QueryBody<T>> =>
    (await requester.json<QueryBody<T>>({ method: "GET", path, query, headers, signal })).body;

  let page = await read(includeDeleted === true ? "queryAll" : "query", { q: soql });
  let received = 0;
  for (;;) {
    received += page.records.length;
    yield { records: page.records, totalSize: page.totalSize, locator: page.nextRecordsUrl };
    if (page.nextRecordsUrl === undefined) break;
    page = await read(page.nextRecordsUrl);
  }
  checkComplete(page, received);
}

/** `COUNT()` is the one query whose total is not the number of its rows. */
function checkComplete(last: QueryBody<unknown>, received: number): void {
  if (received === last.totalSize || (received === 0 && last.done)) return;
  throw new IncompleteResultError(
    `The query ended after ${received} rows, but the org counted ${last.totalSize}`,
    { expected: last.totalSize, received },
  );
}
