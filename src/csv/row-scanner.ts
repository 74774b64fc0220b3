/** Why a scanner stopped before the end of its block. */
export const STOPPED = { no: 0, ragged: 1, quoteInField: 2, textAfterQuote: 3, strayReturn: 4 } as const;

/** One of {@link STOPPED}. */
export type Stop = (typeof STOPPED)[keyof typeof STOPPED];

/** Finds row ends in blocks of bytes, one block after the other; a row may span many blocks. */
export interface RowScanner {
  /** The memory that blocks are put into. */
  readonly memory: Uint8Array;
  /** Offsets in `memory` after each row that the last `scan` found. */
  readonly ends: Int32Array;
  /** Why the last `scan` stopped. After `ragged` the row's end is the last of `ends`, and scanning may go on there. */
  readonly stop: Stop;
  /** Offset in `memory` of the byte at which the last `scan` stopped. */
  readonly stoppedAt: number;
  /** Fields of the row that the last scan stopped in, up to there. */
  readonly fields: number;
  /** Scans `memory` from `from` to before `to` and returns how many row ends it found. */
  scan(from: number, to: number): number;
}

/** What a scanner looks for. */
export interface ScannerConfig {
  /** The delimiter as a byte. */
  readonly delimiter: number;
  /** Fields that every row must have; 0 takes any number. */
  readonly fields: number;
  /** Size of `memory` in bytes. */
  readonly capacity: number;
}

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

const STOP_OF: Readonly<Record<number, Stop>> = {
  [BAD_QUOTE]: STOPPED.quoteInField,
  [BAD_TEXT]: STOPPED.textAfterQuote,
  [BAD_RETURN]: STOPPED.strayReturn,
};

/** Scans byte by byte: exact about what is wrong and where, on any machine. */
export class ByteScanner implements RowScanner {
  readonly memory: Uint8Array;
  readonly ends: Int32Array;
  stop: Stop = STOPPED.no;
  stoppedAt = 0;
  fields = 1;
  readonly #expected: number;
  readonly #kinds: Uint8Array;
  readonly #next: Uint8Array;
  #state: number = ROW;

  constructor(config: ScannerConfig) {
    this.memory = new Uint8Array(config.capacity);
    this.ends = new Int32Array(config.capacity);
    this.#expected = config.fields;
    this.#kinds = byteKinds(config.delimiter);
    this.#next = Uint8Array.from(NEXT.flat());
  }

  /** Whether the bytes so far end inside quotes. */
  get quoted(): boolean {
    return this.#state === QUOTED;
  }

  scan(from: number, to: number): number {
    const { memory, ends } = this;
    const kinds = this.#kinds;
    const next = this.#next;
    let state = this.#state;
    let found = 0;
    if (this.stop === STOPPED.ragged) this.fields = 1;
    this.stop = STOPPED.no;
    for (let at = from; at < to; at++) {
      state = next[state * KINDS + (kinds[memory[at] as number] as number)] as number;
      if (state < FIELD) continue;
      if (state === ROW) ends[found++] = at + 1;
      if (this.#event(state, at)) break;
    }
    if (this.stop <= STOPPED.ragged) this.#state = state;
    return found;
  }

  /** Counts a field, or closes a row; returns whether to stop here. */
  #event(state: number, at: number): boolean {
    if (state === FIELD) {
      this.fields += 1;
      return false;
    }
    if (state === ROW && (this.fields === this.#expected || this.#expected === 0)) {
      this.fields = 1;
      return false;
    }
    this.stop = STOP_OF[state] ?? STOPPED.ragged;
    this.stoppedAt = state === BAD_RETURN ? at - 1 : at;
    return true;
  }
}
