import type { RowScanner, ScannerConfig, ScanStop } from "./row-scanner.ts";

/** What is not sound at the byte that a {@link ByteScanner} stopped at. */
export type Fault = "quoteInField" | "textAfterQuote" | "strayReturn";

const SCAN_BYTES = 64 * 1024;

// States of the machine. From FIELD on, entering a state is an event that the loop looks at.
const PLAIN = 0;
const QUOTED = 1;
const AFTER_QUOTE = 2;
const AFTER_RETURN = 3;
const FIELD = 4;
const ROW = 5;
const BAD_QUOTE = 6;
const BAD_TEXT = 7;
const BAD_RETURN = 8;

// Kinds of bytes, and for each state the next one by kind: other, delimiter, quote, return, line feed.
const KINDS = 5;
const NEXT: readonly (readonly number[])[] = [
  [PLAIN, FIELD, BAD_QUOTE, AFTER_RETURN, ROW],
  [QUOTED, QUOTED, AFTER_QUOTE, QUOTED, QUOTED],
  [BAD_TEXT, FIELD, QUOTED, AFTER_RETURN, ROW],
  [BAD_RETURN, BAD_RETURN, BAD_RETURN, BAD_RETURN, ROW],
  [PLAIN, FIELD, QUOTED, AFTER_RETURN, ROW],
  [PLAIN, FIELD, QUOTED, AFTER_RETURN, ROW],
];

function byteKinds(delimiter: number): Uint8Array {
  const kinds = new Uint8Array(256);
  kinds[delimiter] = 1;
  kinds[0x22] = 2;
  kinds[0x0d] = 3;
  kinds[0x0a] = 4;
  return kinds;
}

const FAULTS: Readonly<Record<number, Fault>> = {
  [BAD_QUOTE]: "quoteInField",
  [BAD_TEXT]: "textAfterQuote",
  [BAD_RETURN]: "strayReturn",
};

/** Scans byte by byte, and is exact about what is wrong and where. */
export class ByteScanner implements RowScanner {
  readonly ends: Int32Array = new Int32Array(SCAN_BYTES);
  stop: ScanStop = "no";
  position = 0;
  /** What is wrong, after `unsound`; the byte is the last before `position`. */
  fault: Fault | undefined;
  /** Fields of the row that the last scan stopped in, up to there. */
  fields = 1;
  readonly #expected: number;
  readonly #kinds: Uint8Array;
  readonly #next: Uint8Array;
  #state: number = ROW;

  constructor(config: ScannerConfig) {
    this.#expected = config.fields;
    this.#kinds = byteKinds(config.delimiter);
    this.#next = Uint8Array.from(NEXT.flat());
  }

  /** Whether the bytes so far end inside quotes. */
  get quoted(): boolean {
    return this.#state === QUOTED;
  }

  scan(block: Uint8Array, from: number): number {
    const kinds = this.#kinds;
    const next = this.#next;
    const to = Math.min(block.length, from + SCAN_BYTES);
    let state = this.#state;
    let found = 0;
    let at = from;
    if (this.stop === "ragged") this.fields = 1;
    this.stop = "no";
    while (at < to && this.stop === "no") {
      state = next[state * KINDS + (kinds[block[at++] as number] as number)] as number;
      if (state < FIELD) continue;
      if (state === ROW) this.ends[found++] = at;
      this.#event(state);
    }
    this.#state = state;
    this.position = at;
    return found;
  }

  /** Counts a field, closes a row, or stops. */
  #event(state: number): void {
    if (state === FIELD) {
      this.fields += 1;
    } else if (state !== ROW) {
      this.stop = "unsound";
      this.fault = FAULTS[state];
    } else if (this.#expected !== 0 && this.fields !== this.#expected) {
      this.stop = "ragged";
    } else {
      this.fields = 1;
    }
  }
}
