/** Records that have arrived together. */
export interface RecordBatch<T> {
  readonly rows: readonly T[];
}

/**
 * Reads records out of batches. Not a generator: rows that are there already cost their reader no more than one turn
 * each, and calls of `next` that come before a batch is there wait for the same one.
 */
export class RowIterator<T> implements AsyncIterableIterator<T> {
  readonly #batches: AsyncGenerator<RecordBatch<T>>;
  #rows: readonly T[] = [];
  #at = 0;
  #turning: Promise<void> | undefined;
  #ended = false;

  constructor(batches: AsyncGenerator<RecordBatch<T>>) {
    this.#batches = batches;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#at >= this.#rows.length || this.#turning !== undefined) {
      return this.#ended ? Promise.resolve({ done: true, value: undefined }) : this.#afterTurn();
    }
    const value = this.#rows[this.#at] as T;
    this.#at += 1;
    return Promise.resolve({ done: false, value });
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#end();
    await this.#batches.return(undefined);
    return { done: true, value: undefined };
  }

  async #afterTurn(): Promise<IteratorResult<T, undefined>> {
    this.#turning ??= this.#turn();
    await this.#turning;
    return this.next();
  }

  async #turn(): Promise<void> {
    try {
      const { done, value } = await this.#batches.next();
      if (done === true) this.#end();
      if (this.#ended) return;
      this.#rows = (value as RecordBatch<T>).rows;
      this.#at = 0;
    } catch (error) {
      this.#end();
      throw error;
    } finally {
      this.#turning = undefined;
    }
  }

  #end(): void {
    this.#ended = true;
    this.#rows = [];
  }
}
