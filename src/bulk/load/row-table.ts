/**
 * A hash table over result rows: says for an input row whether a result with the same content waits for it. Flat
 * arrays, some 36 bytes per result row, so that a million rows cost what they cost and no more.
 */
export class RowTable {
  readonly #mask: number;
  readonly #slots: Int32Array;
  readonly #high: Uint32Array;
  readonly #low: Uint32Array;
  /** Chains result rows of the same hash; the first of each is its group. */
  readonly #next: Int32Array;
  readonly #last: Int32Array;
  readonly #pending: Int32Array;
  readonly #results: Uint32Array;
  readonly #inputs: Uint32Array;

  /** Makes a table for result rows numbered from 0 to before `rows`. */
  constructor(rows: number) {
    const capacity = 2 ** Math.max(4, Math.ceil(Math.log2(rows * 2 + 1)));
    this.#mask = capacity - 1;
    this.#slots = new Int32Array(capacity);
    this.#high = new Uint32Array(rows);
    this.#low = new Uint32Array(rows);
    this.#next = new Int32Array(rows).fill(-1);
    this.#last = new Int32Array(rows).fill(-1);
    this.#pending = new Int32Array(rows).fill(-1);
    this.#results = new Uint32Array(rows);
    this.#inputs = new Uint32Array(rows);
  }

  /** Puts a result row in. */
  add(result: number, high: number, low: number): void {
    this.#high[result] = high;
    this.#low[result] = low;
    const slot = this.#find(high, low);
    const found = this.#slots[slot] ?? 0;
    const group = found === 0 ? result : found - 1;
    if (found === 0) {
      this.#slots[slot] = result + 1;
      this.#pending[group] = result;
    } else {
      this.#next[this.#last[group] ?? group] = result;
      if (this.#pending[group] === -1) this.#pending[group] = result;
    }
    this.#last[group] = result;
    this.#results[group] = (this.#results[group] ?? 0) + 1;
  }

  /** Takes the next result row for an input row of this hash; -1 when none waits. */
  take(high: number, low: number): number {
    const found = this.#slots[this.#find(high, low)] ?? 0;
    if (found === 0) return -1;
    const group = found - 1;
    this.#inputs[group] = (this.#inputs[group] ?? 0) + 1;
    const result = this.#pending[group] ?? -1;
    if (result !== -1) this.#pending[group] = this.#next[result] ?? -1;
    return result;
  }

  /** Whether more input rows than results share a result's hash, so that nobody can tell which of them it is. */
  isAmbiguous(result: number): boolean {
    const found = this.#slots[this.#find(this.#high[result] ?? 0, this.#low[result] ?? 0)] ?? 0;
    if (found === 0) return false;
    return (this.#inputs[found - 1] ?? 0) > (this.#results[found - 1] ?? 0);
  }

  #find(high: number, low: number): number {
    let slot = (high ^ (low << 7)) & this.#mask;
    for (;;) {
      const found = this.#slots[slot] ?? 0;
      if (found === 0) return slot;
      if (this.#high[found - 1] === high && this.#low[found - 1] === low) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }
}
