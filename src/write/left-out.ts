/** Which rows of a source were left out, so that the place of a written row in the source can be told. 8 bytes for each. */
export class LeftOut {
  /** Their places, from the first on. */
  readonly #indexes: number[] = [];

  /** Notes a row; to be called in the order of the source. */
  add(index: number): void {
    this.#indexes.push(index);
  }

  /** Returns the place in the source of a written row, both from 0. */
  sourceIndex(written: number): number {
    // A row left out at `index` with `at` before it comes before the written row when index - at <= written.
    let low = 0;
    let high = this.#indexes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#indexes[middle] as number) - middle <= written) low = middle + 1;
      else high = middle;
    }
    return written + low;
  }
}
