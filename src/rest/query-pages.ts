import { IncompleteResultError } from "../errors/index.ts";
import type { Requester } from "../http/index.ts";
import { followChildren, mayHaveChildPages } from "./query-children.ts";
import { type QueryBody, type QueryStart, readFirst, readPage } from "./query-fetch.ts";
import type { QueryOptions, QueryPage } from "./query-options.ts";
import { type Progress, restartAfter } from "./query-restart.ts";

/**
 * Reads the pages of a query, one ahead of its reader unless told otherwise. Who stops reading ends the call that is
 * under way.
 */
export async function* readPages<T>(
  requester: Requester,
  start: QueryStart,
  options: QueryOptions & { readonly prefetch: 0 | 1 },
): AsyncGenerator<QueryPage<T>> {
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  const reading = { ...options, signal };
  const pages = new PageReader<T>(requester, start, reading);
  try {
    let page = await pages.first();
    let received = rowsBefore(start);
    for (;;) {
      received = received === undefined ? undefined : received + page.records.length;
      const { nextRecordsUrl: locator, totalSize, records } = page;
      const progress = { received: received ?? records.length, totalSize, last: records.at(-1) };
      const next = (): Promise<QueryBody<T>> => pages.next(locator as string, progress);
      const ahead = locator === undefined || options.prefetch === 0 ? undefined : next();
      // It is awaited below; until then a failure waits with it.
      ahead?.catch(() => undefined);
      yield { records, totalSize, locator };
      if (locator === undefined) break;
      page = await (ahead ?? next());
    }
    checkComplete(page, received);
  } finally {
    stop.abort();
  }
}

/** Reads pages whole, with the further pages of child records, and goes on behind the last row when a cursor is lost. */
class PageReader<T> {
  readonly #requester: Requester;
  readonly #start: QueryStart;
  readonly #options: QueryOptions;
  /** Rows that were read before the present cursor began. */
  #before = 0;

  constructor(requester: Requester, start: QueryStart, options: QueryOptions) {
    this.#requester = requester;
    this.#start = start;
    this.#options = options;
  }

  async first(start = this.#start): Promise<QueryBody<T>> {
    return this.#whole(await readFirst<T>(this.#requester, start, this.#options));
  }

  async next(locator: string, progress: Progress): Promise<QueryBody<T>> {
    try {
      return await this.#whole(await readPage<T>(this.#requester, locator, this.#options));
    } catch (error) {
      const again = restartAfter(this.#start, error, progress);
      this.#before = progress.received;
      return this.first(again);
    }
  }

  async #whole(body: QueryBody<T>): Promise<QueryBody<T>> {
    const whole = mayHaveChildPages(this.#start)
      ? await followChildren(this.#requester, body, this.#options)
      : body;
    return this.#before === 0 ? whole : { ...whole, totalSize: whole.totalSize + this.#before };
  }
}

/** Rows before a locator, which says so at its end; `undefined` where it does not. */
function rowsBefore(start: QueryStart): number | undefined {
  if (!("locator" in start)) return 0;
  const offset = /-(\d+)$/.exec(start.locator)?.[1];
  return offset === undefined ? undefined : Number(offset);
}

/** `COUNT()` is the one query whose total is not the number of its rows. */
function checkComplete(last: QueryBody<unknown>, received: number | undefined): void {
  if (received === undefined || received === last.totalSize || (received === 0 && last.done)) return;
  throw new IncompleteResultError(
    `The query ended after ${received} rows, but the org counted ${last.totalSize}`,
    { expected: last.totalSize, received },
  );
}

/**
 * Reads rows out of pages. Not a generator: rows that are there already cost their reader no more than one turn each,
 * and calls of `next` that come before a page is there wait for the same one.
 */
export class RowReader<T> implements AsyncIterableIterator<T> {
  readonly #pages: AsyncGenerator<QueryPage<T>>;
  #rows: readonly T[] = [];
  #at = 0;
  #turning: Promise<boolean> | undefined;
  #ended = false;

  constructor(pages: AsyncGenerator<QueryPage<T>>) {
    this.#pages = pages;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#turning === undefined && this.#at < this.#rows.length) {
      const value = this.#rows[this.#at] as T;
      this.#at += 1;
      return Promise.resolve({ done: false, value });
    }
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return this.#afterTurn();
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#ended = true;
    this.#rows = [];
    await this.#pages.return(undefined);
    return { done: true, value: undefined };
  }

  async #afterTurn(): Promise<IteratorResult<T, undefined>> {
    this.#turning ??= this.#turn();
    await this.#turning;
    return this.next();
  }

  async #turn(): Promise<boolean> {
    try {
      const { done, value } = await this.#pages.next();
      this.#ended ||= done === true;
      this.#rows = done === true || this.#ended ? [] : value.records;
      this.#at = 0;
      return !this.#ended;
    } catch (error) {
      this.#ended = true;
      throw error;
    } finally {
      this.#turning = undefined;
    }
  }
}
