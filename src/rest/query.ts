import { LimitError } from "../errors/index.ts";
import type { Requester } from "../http/index.ts";
import type { CallOptions, SalesforceRecord } from "./call.ts";
import { locatorOf, type QueryBody, type QueryStart, readFirst } from "./query-fetch.ts";
import type { QueryOptions, QueryPage } from "./query-options.ts";
import { RowReader, readPages } from "./query-pages.ts";

/** Options of `all`. */
export interface AllOptions {
  /** The most rows to hold in memory. More of them are an error, never cut off. @default 100_000 */
  readonly maxRows?: number | undefined;
}

/** The most rows that `all` holds, unless it is told otherwise. */
export const ALL_MAX_ROWS = 100_000;

/** A query that runs when it is read: each reading runs it anew. */
export interface QueryResult<T> extends AsyncIterable<T> {
  /**
   * Reads page by page.
   *
   * @example
   * ```ts
   * for await (const page of sf.query("SELECT Id FROM Account").pages()) console.log(page.records.length, page.locator);
   * ```
   */
  pages(): AsyncIterableIterator<QueryPage<T>>;
  /**
   * Reads the first row, or `undefined` when there is none.
   *
   * @example
   * ```ts
   * const newest = await sf.query("SELECT Id FROM Account ORDER BY CreatedDate DESC LIMIT 1").first();
   * ```
   */
  first(): Promise<T | undefined>;
  /**
   * Reads all rows into memory.
   *
   * @throws LimitError when there are more than `maxRows`: a result is never cut off in silence
   * @example
   * ```ts
   * const rows = await sf.query("SELECT Id, Name FROM Account").all({ maxRows: 5_000 });
   * ```
   */
  all(options?: AllOptions): Promise<T[]>;
  /**
   * Number of rows of the whole result, by its first page. Works for `SELECT COUNT()` too.
   *
   * @example
   * ```ts
   * const accounts = await sf.query("SELECT COUNT() FROM Account").count();
   * ```
   */
  count(): Promise<number>;
}

/**
 * Makes a query over all its pages: none is left out in silence, however many there are (REST API guide, "Query").
 */
export function queryResult<T = SalesforceRecord>(
  requester: Requester,
  start: QueryStart,
  options: QueryOptions = {},
): QueryResult<T> {
  const read = (prefetch: 0 | 1): AsyncGenerator<QueryPage<T>> =>
    readPages<T>(requester, start, { ...options, prefetch });
  const { prefetch = 1 } = options;
  const firstPage = (): Promise<QueryBody<T>> => readFirst<T>(requester, start, options);
  return {
    pages: () => read(prefetch),
    [Symbol.asyncIterator]: () => new RowReader(read(prefetch)),
    async first() {
      for await (const page of read(0)) return page.records[0];
      return undefined;
    },
    count: async () => (await firstPage()).totalSize,
    all: ({ maxRows = ALL_MAX_ROWS } = {}) => readAll(read(prefetch), maxRows),
  };
}

/** Makes a query of the child records of one record. */
export function relatedQuery<T = SalesforceRecord>(
  requester: Requester,
  path: string,
  options: CallOptions & { readonly fields?: string | undefined },
): QueryResult<T> {
  return queryResult<T>(requester, { path, fields: options.fields }, { signal: options.signal });
}

/**
 * Goes on with a query from a page's locator.
 *
 * @throws InputError when it is no locator
 */
export function resumedQuery<T = SalesforceRecord>(
  requester: Requester,
  locator: string,
  options: QueryOptions = {},
): QueryResult<T> {
  return queryResult<T>(requester, { locator: locatorOf(locator) }, options);
}

async function readAll<T>(pages: AsyncIterable<QueryPage<T>>, maxRows: number): Promise<T[]> {
  const rows: T[] = [];
  for await (const page of pages) {
    if (rows.length + page.records.length > maxRows || page.totalSize > maxRows) {
      throw new LimitError(
        `The query has ${page.totalSize} rows, more than the ${maxRows} that all() may hold: read them with for await, or raise maxRows`,
        { scope: "other" },
      );
    }
    for (const record of page.records) rows.push(record);
  }
  return rows;
}
