/** Rows that have arrived, and what makes a record of one. */
export interface RecordBatch<T> {
  readonly rows: readonly (readonly string[])[];
  readonly toRecord: (values: readonly string[]) => T;
}

/**
 * Reads records out of batches. Not a generator: rows that are there already cost their reader no more than one turn
 * each, and calls of `next` that come before a batch is there wait for the same one.
 */
export class RowIterator<T> implements AsyncIterableIterator<T> {
  readonly #batches: AsyncGenerator<RecordBatch<T>>;
  #batch: RecordBatch<T> | undefined;
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
    const batch = this.#batch;
    if (batch === undefined || this.#at >= batch.rows.length || this.#turning !== undefined) {
      return this.#ended ? Promise.resolve({ done: true, value: undefined }) : this.#afterTurn();
    }
    const values = batch.rows[this.#at] as readonly string[];
    this.#at += 1;
    try {
      return Promise.resolve({ done: false, value: batch.toRecord(values) });
    } catch (error) {
      return this.#fail(error);
    }
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#end();
    await this.#batches.return(undefined);
    return { done: true, value: undefined };
  }

  async #fail(error: unknown): Promise<never> {
    await this.return();
    throw error;
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
      this.#batch = value as RecordBatch<T>;
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
    this.#batch = undefined;
  }
}
