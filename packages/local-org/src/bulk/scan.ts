import type { Upload } from "./jobs.ts";

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Finds the records of a CSV as its bytes go by: counts them, notes which line endings there are, and where every nth begins.
 * Holds nothing of what it has seen. A quote opens or closes a quoted stretch; a doubled one does both.
 */
export class RecordScanner {
  readonly #batchRows: number;
  readonly #batches: number[] = [];
  #offset = 0;
  #recordStart = 0;
  #quoted = false;
  #previous = 0;
  #rows = -1;
  #firstRow = 0;
  #sawLf = false;
  #sawCrlf = false;

  constructor(batchRows: number) {
    this.#batchRows = batchRows;
  }

  /** Takes the next bytes. */
  push(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (byte === QUOTE) this.#quoted = !this.#quoted;
      else if (byte === LF && !this.#quoted) this.#endLine(i, i === 0 ? this.#previous : chunk[i - 1]);
    }
    this.#previous = chunk.at(-1) ?? this.#previous;
    this.#offset += chunk.length;
  }

  #endLine(i: number, previous: number | undefined): void {
    const crlf = previous === CR;
    if (crlf) this.#sawCrlf = true;
    else this.#sawLf = true;
    const end = this.#offset + i + 1;
    const length = end - this.#recordStart - (crlf ? 2 : 1);
    if (length > 0) this.#endRecord(end);
    this.#recordStart = end;
  }

  #endRecord(end: number): void {
    if (this.#rows === -1) this.#firstRow = end;
    else if (this.#rows % this.#batchRows === 0) this.#batches.push(this.#recordStart);
    this.#rows += 1;
  }

  /** Says what was seen, the last line included even without a line ending. */
  finish(): Upload {
    if (this.#offset > this.#recordStart) {
      this.#endRecord(this.#offset);
      this.#recordStart = this.#offset;
    }
    return {
      bytes: this.#offset,
      rows: Math.max(0, this.#rows),
      firstRow: this.#firstRow,
      batches: this.#batches,
      sawLf: this.#sawLf,
      sawCrlf: this.#sawCrlf,
    };
  }
}

/** Finds where the bytes begin that come after a number of records. */
class RecordSkipper {
  #left: number;
  #quoted = false;
  #lineLength = 0;

  constructor(count: number) {
    this.#left = count;
  }

  /** Returns how many of the next bytes belong to records to be skipped. */
  skip(chunk: Uint8Array): number {
    let i = 0;
    for (; i < chunk.length && this.#left > 0; i++) this.#take(chunk[i]);
    return i;
  }

  #take(byte: number | undefined): void {
    if (byte === QUOTE) this.#quoted = !this.#quoted;
    if (byte === LF && !this.#quoted) {
      if (this.#lineLength > 0) this.#left -= 1;
      this.#lineLength = 0;
    } else if (byte !== CR) this.#lineLength += 1;
  }
}

/** Returns the bytes that are left when a number of records have been skipped. */
export async function* skipRecords(source: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  const skipper = new RecordSkipper(count);
  for await (const chunk of source) {
    const skipped = skipper.skip(chunk);
    if (skipped < chunk.length) yield chunk.subarray(skipped);
  }
}
