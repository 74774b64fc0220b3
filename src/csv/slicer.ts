import { orAborted } from "./abort.ts";
import { BlockReader } from "./block-reader.ts";
import type { ByteStore } from "./byte-store.ts";
import { delimiterByte } from "./dialect.ts";
import type { CsvHead } from "./head.ts";
import { makeScanner } from "./make-scanner.ts";
import { type ProblemPlace, problem } from "./problem.ts";
import { rowProblem } from "./row-problem.ts";
import type { RowScanner } from "./row-scanner.ts";
import { SliceBuilder } from "./slice-builder.ts";
import { soundLength } from "./text-check.ts";
import type { CsvSlice, SliceLimits } from "./types.ts";

const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/** What is cut into slices. */
export interface SliceInput {
  readonly store: ByteStore;
  readonly head: CsvHead;
  /** Name of the source in messages. */
  readonly source: string;
}

/** Scans a source once, front to back, and yields slices of whole rows. */
export async function* cutSlices(input: SliceInput, limits: SliceLimits): AsyncGenerator<CsvSlice> {
  checkLimits(input, limits);
  const slicer = new Slicer(input, limits);
  const { signal, onScan } = limits;
  for (;;) {
    const more = await orAborted(slicer.scanBlock(), signal);
    onScan?.(slicer.scanned, slicer.rows);
    yield* slicer.takeReady();
    if (!more) return;
    signal?.throwIfAborted();
  }
}

function checkLimits({ head, source }: SliceInput, { maxBytes, maxRecords }: SliceLimits): void {
  if (!(maxBytes > head.header.length)) {
    throw problem(
      "csv-argument",
      `maxBytes is ${maxBytes}, but the header alone takes ${head.header.length}`,
      { source },
    );
  }
  if (maxRecords !== undefined && !(maxRecords >= 1)) {
    throw problem("csv-argument", `maxRecords is ${maxRecords}; a slice needs at least one row`, { source });
  }
}

class Slicer {
  /** Bytes of the source scanned so far. */
  scanned: number;
  readonly #input: SliceInput;
  readonly #maxBytes: number;
  readonly #scanner: RowScanner;
  readonly #blocks: BlockReader;
  readonly #slices: SliceBuilder;
  #rowStart: number;
  #blankAt: number | undefined;
  #lastByte = LINE_FEED;

  constructor(input: SliceInput, limits: SliceLimits) {
    const { head, store } = input;
    this.#input = input;
    this.#maxBytes = limits.maxBytes;
    const start = limits.after?.end ?? head.dataStart;
    this.scanned = start;
    this.#rowStart = start;
    this.#slices = new SliceBuilder({ start, headerBytes: head.header.length }, limits);
    this.#scanner = makeScanner({
      delimiter: delimiterByte(head.dialect.columnDelimiter),
      fields: head.columns.length,
    });
    this.#blocks = new BlockReader(store, start);
  }

  /** Rows that ended so far. */
  get rows(): number {
    return this.#slices.rows;
  }

  /** Returns the slices that are whole, once. */
  takeReady(): CsvSlice[] {
    return this.#slices.takeReady();
  }

  /** Scans the next block; returns whether there may be more. */
  async scanBlock(): Promise<boolean> {
    const block = await this.#blocks.next();
    if (block === undefined) {
      await this.#finish();
      return false;
    }
    const sound = soundLength(block);
    await this.#scanRows(block.subarray(0, sound));
    if (sound < block.length) throw this.#textProblem(block[sound] as number, this.scanned + sound);
    this.scanned += block.length;
    this.#lastByte = block[block.length - 1] as number;
    if (this.scanned - this.#rowStart > this.#maxBytes) throw this.#tooLong();
    return true;
  }

  #textProblem(byte: number, byteOffset: number): Error {
    if (byte === 0) return problem("csv-nul", "the data hold a NUL byte", this.#place(byteOffset));
    const hex = byte.toString(16).padStart(2, "0");
    return problem("csv-encoding", `the byte 0x${hex} is not UTF-8 here`, this.#place(byteOffset));
  }

  async #scanRows(block: Uint8Array): Promise<void> {
    const scanner = this.#scanner;
    for (let at = 0; at < block.length; at = scanner.position) {
      const found = scanner.scan(block, at);
      const clean = scanner.stop === "ragged" ? found - 1 : found;
      for (let index = 0; index < clean; index++) this.#endRow(block, scanner.ends[index] as number);
      if (scanner.stop !== "no") await this.#afterStop(block);
    }
  }

  /** A blank line has the wrong number of fields too; anything else that stops the scanner is an error. */
  async #afterStop(block: Uint8Array): Promise<void> {
    const { stop, position } = this.#scanner;
    if (stop !== "ragged" || !this.#isBlank(block, position)) throw await this.#faultyRow();
    this.#endRow(block, position);
  }

  #isBlank(block: Uint8Array, end: number): boolean {
    const length = this.scanned + end - this.#rowStart;
    return length === 1 || (length === 2 && this.#byteBefore(block, end - 1) === RETURN);
  }

  #byteBefore(block: Uint8Array, at: number): number {
    return at > 0 ? (block[at - 1] as number) : this.#lastByte;
  }

  #endRow(block: Uint8Array, end: number): void {
    const length = this.scanned + end - this.#rowStart;
    if (length <= 2 && this.#isBlank(block, end)) {
      this.#blankAt ??= this.#rowStart;
      this.#rowStart += length;
      return;
    }
    const crlf = this.#byteBefore(block, end - 1) === RETURN;
    this.#addRow(length, crlf === this.#wantsCrlf ? length : length + (crlf ? -1 : 1));
  }

  get #wantsCrlf(): boolean {
    return this.#input.head.dialect.lineEnding === "CRLF";
  }

  /** Adds a row of `length` bytes that takes `wire` bytes on the wire. */
  #addRow(length: number, wire: number): void {
    if (this.#blankAt !== undefined) {
      throw problem("csv-blank", "a blank line stands between rows", this.#place(this.#blankAt));
    }
    if (!this.#slices.add(this.#rowStart, wire)) throw this.#tooLong();
    this.#rowStart += length;
  }

  /** Takes the last row, which may lack a line ending, and closes the last slice. */
  async #finish(): Promise<void> {
    const left = this.scanned - this.#rowStart;
    const length = left > 0 && this.#lastByte === RETURN ? left - 1 : left;
    if (length > 0) {
      if (!this.#endLastRow()) throw await this.#faultyRow();
      this.#addRow(length, length);
    }
    this.#slices.end(this.#blankAt ?? this.#rowStart);
    if (this.rows === 0) {
      throw problem("csv-empty", "the CSV has a header but no rows", { source: this.#input.source });
    }
  }

  #endLastRow(): boolean {
    const scanner = this.#scanner;
    return scanner.scan(Uint8Array.of(LINE_FEED), 0) === 1 && scanner.stop === "no";
  }

  #faultyRow(): Promise<Error> {
    const { store, head, source } = this.#input;
    const delimiter = delimiterByte(head.dialect.columnDelimiter);
    const { columns } = head;
    return rowProblem(store, { source, row: this.rows + 1, start: this.#rowStart, delimiter, columns });
  }

  #tooLong(): Error {
    const message = `a single row takes more than the ${this.#maxBytes} bytes of a job; perhaps a quote is not closed`;
    return problem("csv-row-size", message, this.#place(this.#rowStart));
  }

  #place(byteOffset: number): ProblemPlace {
    return { source: this.#input.source, row: this.rows + 1, byteOffset };
  }
}
