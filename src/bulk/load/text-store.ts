/**
 * Holds one text per result row in little memory: equal texts once, ids (18 characters, all different) as bytes.
 */
export class TextStore {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];
  #of: Uint32Array;

  constructor(capacity: number) {
    this.#of = new Uint32Array(capacity);
  }

  set(index: number, text: string): void {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      // A slice of a larger string would keep the whole of it alive.
      const own = Buffer.from(text).toString();
      number = this.#texts.push(own) - 1;
      this.#numbers.set(own, number);
    }
    if (index >= this.#of.length) this.#of = grown(this.#of, index + 1, (length) => new Uint32Array(length));
    this.#of[index] = number;
  }

  get(index: number): string {
    return this.#texts[this.#of[index] ?? 0] ?? "";
  }
}

const ID_LENGTH = 18;

/** Holds one record id per result row, 18 bytes each. */
export class IdStore {
  readonly #capacity: number;
  /** Not there before the first id: rows that were refused by an insert have none. */
  #bytes: Buffer = Buffer.alloc(0);

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  set(index: number, id: string): void {
    if (id === "") return;
    const end = (index + 1) * ID_LENGTH;
    if (this.#bytes.length === 0) this.#bytes = Buffer.alloc(this.#capacity * ID_LENGTH);
    if (end > this.#bytes.length) this.#bytes = grown(this.#bytes, end, (length) => Buffer.alloc(length));
    for (let at = 0; at < ID_LENGTH; at += 1) {
      this.#bytes[index * ID_LENGTH + at] = at < id.length ? id.charCodeAt(at) : 0;
    }
  }

  /** The id, or `undefined` for a row that has none. */
  get(index: number): string | undefined {
    const start = index * ID_LENGTH;
    if ((this.#bytes[start] ?? 0) === 0) return undefined;
    let end = start;
    while (end < start + ID_LENGTH && this.#bytes[end] !== 0) end += 1;
    return this.#bytes.toString("latin1", start, end);
  }
}

function grown<T extends Uint8Array | Uint32Array>(old: T, needed: number, make: (length: number) => T): T {
  const larger = make(Math.max(needed, Math.ceil(old.length * 1.5)));
  larger.set(old);
  return larger;
}
