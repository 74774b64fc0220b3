import { isAscii, isUtf8 } from "node:buffer";
import { problem } from "./problem.ts";
import { type RowFault, type RowForm, RowParser, type RowShape } from "./row-parser.ts";
import { firstInvalidUtf8 } from "./text-check.ts";
import { COLUMN_DELIMITERS, type ColumnDelimiter } from "./types.ts";

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK: Buffer = Buffer.of(0xef, 0xbb, 0xbf);
/** Bytes that become one string, if a row is not longer: a value that somebody keeps, keeps its whole string in memory. */
const WINDOW_BYTES = 4 * 1024;
/** From here on the bytes of a row are gathered, so that each is looked at but a few times. */
const LONG_ROW_BYTES = 256 * 1024;
const MAX_ROW_BYTES = 32 * 1024 * 1024;

/** Every row as a list of its values. */
export const LIST_FORM: RowForm<string[]> = Object.freeze({
  make: (values: readonly string[]) => values.slice(),
  literal: (values: readonly string[]) => `[${values.join(", ")}]`,
});

/** Counts that a decoder keeps while it runs. */
export interface DecodeCounts {
  /** NUL bytes left out. */
  droppedNulBytes: number;
}

/** Settings of {@link decodeCsv}. */
export interface DecodeOptions {
  /** @default "COMMA" */
  readonly columnDelimiter?: ColumnDelimiter | undefined;
  /** Name of the CSV in messages. @default "CSV" */
  readonly name?: string | undefined;
  /** Whether NUL bytes are left out. @default "drop" */
  readonly nulBytes?: "drop" | "keep" | undefined;
  /** Where to count what was left out. */
  readonly counts?: DecodeCounts | undefined;
  /** The longest row: what an unclosed quote may cost in memory. @default 33_554_432 */
  readonly maxRowBytes?: number | undefined;
}

/**
 * Decodes UTF-8 CSV into rows of strings, in batches of one or more rows. The header is the first row. Characters and
 * rows may be cut anywhere between chunks; a byte order mark and NUL bytes are left out; rows may end in LF or CRLF.
 * A blank line is skipped where rows have several columns, and is an empty value where they have one.
 *
 * @throws InputError with row and byte offset at a row that has other columns than the header or text after a closing
 * quote, when the data are not UTF-8, end inside quotes, or when a row is too long
 * @example
 * ```ts
 * for await (const batch of decodeCsv(createReadStream("accounts.csv")))
 *   for (const [first] of batch) console.log(first);
 * ```
 */
export async function* decodeCsv(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: DecodeOptions = {},
): AsyncGenerator<string[][]> {
  yield* decodeRows(chunks, LISTS, options);
}

/** Every row as a list of its values; the header is one of them. */
const LISTS: RowShape<string[]> = (header, into) => {
  into.push(header.slice());
  return LIST_FORM;
};

/** Decodes as `decodeCsv` does, into rows of another shape, and without the header. */
export async function* decodeRows<T>(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  shape: RowShape<T>,
  options: DecodeOptions = {},
): AsyncGenerator<T[]> {
  const decoder = new RowDecoder(shape, options);
  for await (const chunk of chunks) {
    const rows = decoder.push(chunk);
    if (rows.length > 0) yield rows;
  }
  const rest = decoder.end();
  if (rest.length > 0) yield rest;
}

/** Turns chunks of bytes into rows; holds no more than the row that the last chunk ended in. */
class RowDecoder<T> {
  readonly #parser: RowParser<T>;
  readonly #name: string;
  readonly #keepsNul: boolean;
  readonly #maxRowBytes: number;
  readonly #counts: DecodeCounts | undefined;
  /** Chunks of the row that has not ended. */
  #left: Buffer[] = [];
  #leftBytes = 0;
  /** How long the unfinished row must have become before it is looked at again. */
  #wanted = 0;
  /** Bytes before the text that is being parsed. */
  #consumed = 0;
  #window = "";

  constructor(shape: RowShape<T>, options: DecodeOptions) {
    const delimiter = COLUMN_DELIMITERS[options.columnDelimiter ?? "COMMA"];
    this.#parser = new RowParser(delimiter, shape, (fault) => this.#problem(fault));
    this.#name = options.name ?? "CSV";
    this.#keepsNul = options.nulBytes === "keep";
    this.#maxRowBytes = options.maxRowBytes ?? MAX_ROW_BYTES;
    this.#counts = options.counts;
  }

  /** Takes the next chunk and returns the rows that end in it. */
  push(chunk: Uint8Array): T[] {
    const bytes = this.#withoutNul(chunk);
    this.#leftBytes += bytes.length;
    if (this.#leftBytes < this.#wanted) {
      this.#left.push(Buffer.from(bytes));
      return [];
    }
    const rows: T[] = [];
    const rest = this.#leftBytes === bytes.length ? bytes : this.#finishRow(bytes, rows);
    this.#keep(rest, this.#decode(rest, rows));
    return rows;
  }

  /** Decodes the row that was left with what ends it, so that only that is copied. Returns what comes after. */
  #finishRow(bytes: Buffer, rows: T[]): Buffer {
    const end = bytes.indexOf(LINE_FEED) + 1;
    const row = Buffer.concat([...this.#left, bytes.subarray(0, end)]);
    const used = end === 0 ? 0 : this.#decode(row, rows);
    if (used === row.length) return bytes.subarray(end);
    // A line break within quotes does not end the row.
    return Buffer.concat([row, bytes.subarray(end)]).subarray(used);
  }

  /** Returns the last rows, where no line ending closes the last one. */
  end(): T[] {
    const rows: T[] = [];
    if (this.#leftBytes === 0) return rows;
    const left = Buffer.concat(this.#left);
    const data = left.at(-1) === LINE_FEED ? left : Buffer.concat([left, Buffer.of(LINE_FEED)]);
    if (this.#decode(data, rows) < data.length) {
      throw problem("csv-quotes", "the CSV ends inside quotes", this.#place(0));
    }
    this.#left = [];
    this.#leftBytes = 0;
    return rows;
  }

  #keep(data: Buffer, used: number): void {
    const rest = data.length - used;
    if (rest > this.#maxRowBytes) {
      throw problem("csv-row-size", `the row is longer than ${this.#maxRowBytes} bytes`, this.#place(0));
    }
    this.#left = rest === 0 ? [] : [Buffer.from(data.subarray(used))];
    this.#leftBytes = rest;
    this.#wanted = rest < LONG_ROW_BYTES ? 0 : Math.min(2 * rest, this.#maxRowBytes);
  }

  #withoutNul(chunk: Uint8Array): Buffer {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    if (this.#keepsNul || bytes.indexOf(0) === -1) return bytes;
    const kept = Buffer.from(bytes.filter((byte) => byte !== 0));
    if (this.#counts !== undefined) this.#counts.droppedNulBytes += bytes.length - kept.length;
    return kept;
  }

  /** Decodes the whole rows of `data` into `rows` and returns how many bytes they take. */
  #decode(data: Buffer, rows: T[]): number {
    const last = data.lastIndexOf(LINE_FEED) + 1;
    const whole = data.subarray(0, last);
    if (isUtf8(whole)) return this.#parse(whole, rows);
    const sound = firstInvalidUtf8(whole);
    const before = this.#parse(whole.subarray(0, whole.lastIndexOf(LINE_FEED, sound) + 1), rows);
    throw problem("csv-encoding", "the CSV is not UTF-8", this.#place(sound - before));
  }

  /** Parses data that end with a line feed, a window at a time. */
  #parse(data: Buffer, rows: T[]): number {
    const base = this.#consumed;
    const last = data.length;
    const first = this.#parser.rows === 0 && data.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
    let from = first;
    let size = WINDOW_BYTES;
    while (from < last) {
      const to = windowEnd(data, from, { size, last });
      const text = textOf(data.subarray(from, to));
      this.#window = text;
      this.#consumed = base + from;
      const used = this.#parser.parse(text, rows);
      if (used === 0 && to === last) break;
      size = used === 0 ? 4 * size : WINDOW_BYTES;
      from += used === text.length ? to - from : Buffer.byteLength(text.slice(0, used));
    }
    this.#window = "";
    const done = from === first ? 0 : from;
    this.#consumed = base + done;
    return done;
  }

  #problem({ kind, message, start }: RowFault): Error {
    return problem(kind, message, this.#place(Buffer.byteLength(this.#window.slice(0, start))));
  }

  #place(offset: number): { source: string; row: number; byteOffset: number } {
    return { source: this.#name, row: this.#parser.rows, byteOffset: this.#consumed + offset };
  }
}

/** ASCII is Latin-1 too, and that is decoded without looking at each byte. */
function textOf(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
}

/** Where a window ends: after the last line feed within its size, or the first one behind it. */
function windowEnd(data: Buffer, from: number, { size, last }: { size: number; last: number }): number {
  if (from + size >= last) return last;
  const end = data.lastIndexOf(LINE_FEED, from + size - 1) + 1;
  return end > from ? end : data.indexOf(LINE_FEED, from + size) + 1;
}
