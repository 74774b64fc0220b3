import { isAscii, isUtf8 } from "node:buffer";
import { problem } from "./problem.ts";
import { splitRow } from "./split-row.ts";
import { COLUMN_DELIMITERS, type ColumnDelimiter } from "./types.ts";

const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const NOTHING: Buffer = Buffer.alloc(0);

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
  /** Where to count what was left out. */
  readonly counts?: DecodeCounts | undefined;
}

/**
 * Decodes UTF-8 CSV into rows of strings, in batches of one or more rows. The header is the first row. Characters and
 * rows may be cut anywhere between chunks; a byte order mark and NUL bytes are left out; rows may end in LF or CRLF.
 * A blank line is skipped where rows have several columns, and is an empty value where they have one.
 *
 * @throws InputError when the data are not UTF-8, or end inside quotes
 */
export async function* decodeCsv(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: DecodeOptions = {},
): AsyncGenerator<string[][]> {
  const decoder = new RowDecoder(options);
  for await (const chunk of chunks) {
    const rows = decoder.push(chunk);
    if (rows.length > 0) yield rows;
  }
  const rest = decoder.end();
  if (rest.length > 0) yield rest;
}

/** Turns chunks of bytes into rows; holds no more than the row that the last chunk ended in. */
export class RowDecoder {
  readonly #delimiter: string;
  /** What stands between two quoted values. */
  readonly #between: string;
  readonly #name: string;
  readonly #counts: DecodeCounts | undefined;
  #left: Buffer = NOTHING;
  #consumed = 0;
  #columns = 0;

  constructor(options: DecodeOptions) {
    this.#delimiter = COLUMN_DELIMITERS[options.columnDelimiter ?? "COMMA"];
    this.#between = `"${this.#delimiter}"`;
    this.#name = options.name ?? "CSV";
    this.#counts = options.counts;
  }

  /** Takes the next chunk and returns the rows that end in it. */
  push(chunk: Uint8Array): string[][] {
    const rows: string[][] = [];
    const bytes = this.#withoutNul(chunk);
    const data = this.#left.length === 0 ? bytes : Buffer.concat([this.#left, bytes]);
    const used = this.#decode(data, rows);
    this.#left = used === data.length ? NOTHING : Buffer.from(data.subarray(used));
    this.#consumed += used;
    return rows;
  }

  /** Returns the last row, where no line ending closes it. */
  end(): string[][] {
    const rows: string[][] = [];
    const data = Buffer.concat([this.#left, Buffer.of(LINE_FEED)]);
    if (this.#left.length === 0) return rows;
    const used = this.#decode(data, rows);
    if (used < data.length) {
      throw problem("csv-quotes", "the CSV ends inside quotes", {
        source: this.#name,
        byteOffset: this.#consumed,
      });
    }
    this.#left = NOTHING;
    return rows;
  }

  #withoutNul(chunk: Uint8Array): Buffer {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    if (bytes.indexOf(0) === -1) return bytes;
    const kept = Buffer.from(bytes.filter((byte) => byte !== 0));
    if (this.#counts !== undefined) this.#counts.droppedNulBytes += bytes.length - kept.length;
    return kept;
  }

  /** Decodes the whole rows of `data` into `rows` and returns how many bytes they take. */
  #decode(data: Buffer, rows: string[][]): number {
    const last = data.lastIndexOf(LINE_FEED) + 1;
    if (last === 0) return 0;
    const ascii = this.#isAscii(data.subarray(0, last));
    let start = this.#columns === 0 && data[0] === 0xef ? 3 : 0;
    let end = start;
    while (end < last) {
      end = data.indexOf(LINE_FEED, end) + 1;
      const stop = data[end - 2] === RETURN && end - 2 >= start ? end - 2 : end - 1;
      const text = ascii ? data.toString("latin1", start, stop) : data.toString("utf8", start, stop);
      if (this.#addRow(text, rows)) start = end;
    }
    return start;
  }

  #isAscii(data: Buffer): boolean {
    if (isAscii(data)) return true;
    if (isUtf8(data)) return false;
    throw problem("csv-encoding", "the CSV is not UTF-8", { source: this.#name, byteOffset: this.#consumed });
  }

  /** Adds the row; returns whether its text is a whole row, or ends inside quotes. */
  #addRow(text: string, rows: string[][]): boolean {
    if (text.length === 0 && this.#columns > 1) return true;
    const row = this.#quotedRow(text) ?? this.#anyRow(text);
    if (row === undefined) return false;
    rows.push(row);
    if (this.#columns === 0) this.#columns = row.length;
    return true;
  }

  /** Splits a row whose every value is quoted and holds no quote: what Salesforce answers with. */
  #quotedRow(text: string): string[] | undefined {
    const { length } = text;
    if (length < 2 || text.charCodeAt(0) !== 0x22 || text.charCodeAt(length - 1) !== 0x22) return undefined;
    const row = text.slice(1, -1).split(this.#between);
    for (let index = 0; index < row.length; index++) {
      if ((row[index] as string).includes('"')) return undefined;
    }
    return row;
  }

  #anyRow(text: string): string[] | undefined {
    let quotes = 0;
    for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes++;
    return quotes % 2 === 0 ? splitRow(text, this.#delimiter) : undefined;
  }
}
