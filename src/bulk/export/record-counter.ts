import { makeScanner } from "../../csv/index.ts";

const LF = 0x0a;
const COMMA = 0x2c;
const QUOTE = 0x22;

/** Counts the records of a CSV in passing: line ends outside quotes. Knows where the header ends. */
export class RecordCounter {
  /** Records so far, the header included. A last one without a line end is counted by {@link end}. */
  records = 0;
  /** Offset in the last block after the header; -1 when the header did not end there. */
  headerEnd = -1;
  readonly #scanner = makeScanner({ delimiter: COMMA, fields: 0 });
  #loose: LooseCounter | undefined;
  #lastByte = LF;

  /** Takes a block in. */
  push(block: Uint8Array): void {
    this.headerEnd = -1;
    for (let at = 0; at < block.length; ) at = this.#scan(block, at);
    this.#lastByte = block.at(-1) ?? this.#lastByte;
  }

  /** Whether the bytes so far end within a record. */
  get isOpen(): boolean {
    return this.#lastByte !== LF || this.isQuoted;
  }

  /** Whether the bytes so far end within quotes. */
  get isQuoted(): boolean {
    return this.#loose?.quoted ?? this.#scanner.quoted;
  }

  /** Closes the count: a record without a line end is one too. */
  end(): number {
    return this.records + (this.isOpen ? 1 : 0);
  }

  /** Counts some of a block, and returns how far it came. */
  #scan(block: Uint8Array, from: number): number {
    if (this.#loose !== undefined) return this.#countLoosely(this.#loose, block, from);
    const scanner = this.#scanner;
    const { quoted } = scanner;
    const found = scanner.scan(block, from);
    if (scanner.stop !== "no") {
      // A quote in the middle of a value: no org writes that, and it can be counted all the same.
      this.#loose = new LooseCounter(quoted, from === 0 ? this.#lastByte : (block[from - 1] as number));
      return from;
    }
    this.#count(found, scanner.ends[0] as number);
    return scanner.position;
  }

  #countLoosely(loose: LooseCounter, block: Uint8Array, from: number): number {
    const found = loose.count(block, from);
    this.#count(found, loose.firstEnd);
    return block.length;
  }

  #count(found: number, firstEnd: number): void {
    if (this.records === 0 && found > 0) this.headerEnd = firstEnd;
    this.records += found;
  }
}

/** Counts byte by byte what is not quite CSV: a quote opens only where a value begins. */
class LooseCounter {
  quoted: boolean;
  /** Offset after the first record that the last count found. */
  firstEnd = -1;
  #lastByte: number;
  #justClosed: boolean;

  constructor(quoted: boolean, lastByte: number) {
    this.quoted = quoted;
    this.#lastByte = lastByte;
    this.#justClosed = lastByte === QUOTE && !quoted;
  }

  count(block: Uint8Array, from: number): number {
    let found = 0;
    for (let at = from; at < block.length; at += 1) {
      const byte = block[at] as number;
      if (byte === QUOTE) this.#turn();
      else {
        this.#justClosed = false;
        if (byte === LF && !this.quoted) {
          if (found === 0) this.firstEnd = at + 1;
          found += 1;
        }
      }
      this.#lastByte = byte;
    }
    return found;
  }

  #turn(): void {
    const opens = this.#justClosed || this.#lastByte === COMMA || this.#lastByte === LF;
    this.#justClosed = this.quoted;
    this.quoted = !this.quoted && opens;
  }
}
