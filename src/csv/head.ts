import { ByteScanner } from "./byte-scanner.ts";
import type { ByteStore } from "./byte-store.ts";
import { delimiterByte, detectDelimiter, hasReturnOutsideQuotes, rowEnd } from "./dialect.ts";
import { problem } from "./problem.ts";
import { faultProblem } from "./row-problem.ts";
import { splitRow } from "./split-row.ts";
import { firstInvalidUtf8 } from "./text-check.ts";
import { COLUMN_DELIMITERS, type CsvDialect, type CsvSourceOptions } from "./types.ts";

const HEAD_BYTES = 64 * 1024;
const HEADER_MAX_BYTES = 1024 * 1024;
const SAMPLE_ROWS = 20;

/** What the head of a CSV says. */
export interface CsvHead {
  readonly dialect: CsvDialect;
  readonly columns: readonly string[];
  /** The header as it goes on the wire: without byte order mark, with the line ending of the dialect. */
  readonly header: Uint8Array;
  /** Offset of the first byte after the header. */
  readonly dataStart: number;
}

type HeadOptions = Pick<CsvSourceOptions, "columnDelimiter" | "lineEnding">;

/** Reads and checks the header row, and tells the dialect where it is not set. */
export async function readHead(store: ByteStore, source: string, options: HeadOptions): Promise<CsvHead> {
  const { bytes, whole } = await readHeadBytes(store, source);
  refuseOtherFormats(bytes, source);
  const start = hasByteOrderMark(bytes) ? 3 : 0;
  if (bytes.length === start) throw problem("csv-empty", "the CSV is empty", { source });
  const end = rowEnd(bytes, start);
  if (end === -1 && !whole) {
    throw problem("csv-header", "the header row does not end within 1 MiB", { source, byteOffset: start });
  }
  const row = bytes.subarray(start, end === -1 ? bytes.length : end);
  if (end === -1) refuseBareReturns(row, source);
  const text = withoutLineEnding(row);
  checkText(text, { source, start });
  const columnDelimiter =
    options.columnDelimiter ?? detectDelimiter(text, sampleRows(bytes, end === -1 ? bytes.length : end));
  const lineEnding = options.lineEnding ?? (row.length - text.length === 2 ? "CRLF" : "LF");
  checkQuotes(row, { source, start, delimiter: delimiterByte(columnDelimiter) });
  const columns = splitRow(utf8(text), COLUMN_DELIMITERS[columnDelimiter]);
  checkColumns(columns, source);
  const header = Buffer.concat([text, Buffer.from(lineEnding === "CRLF" ? "\r\n" : "\n")]);
  return { dialect: { columnDelimiter, lineEnding }, columns, header, dataStart: start + row.length };
}

async function readHeadBytes(
  store: ByteStore,
  source: string,
): Promise<{ bytes: Uint8Array; whole: boolean }> {
  for (let size = HEAD_BYTES; ; size *= 4) {
    const target = new Uint8Array(size);
    const got = await store.read(target, 0);
    const bytes = target.subarray(0, got);
    if (got < size) return { bytes, whole: true };
    // The header of a damaged file may never end: what it is not can be told from any part of it.
    refuseOtherFormats(bytes, source);
    if (rowEnd(bytes, 0) !== -1 || size >= HEADER_MAX_BYTES) return { bytes, whole: false };
  }
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** Refuses what people take for CSV: each would fail anyway, but with a puzzling message. */
function refuseOtherFormats(bytes: Uint8Array, source: string): void {
  const [first, second] = bytes;
  const place = { source, byteOffset: 0 };
  if (first === 0xff && second === 0xfe) {
    throw problem("csv-encoding", 'the data are UTF-16: set `encoding: "utf-16le"`', place);
  }
  if (first === 0xfe && second === 0xff) {
    throw problem("csv-encoding", 'the data are UTF-16: set `encoding: "utf-16be"`', place);
  }
  if (first === 0x1f && second === 0x8b) {
    throw problem("csv-encoding", "the data are compressed with gzip: decompress them first", place);
  }
  if (first === 0x50 && second === 0x4b && bytes[2] === 0x03) {
    throw problem("csv-encoding", "the data are a ZIP archive or an Excel workbook: save them as CSV", place);
  }
}

function refuseBareReturns(row: Uint8Array, source: string): void {
  if (!hasReturnOutsideQuotes(row.subarray(0, -1))) return;
  throw problem("csv-dialect", "the rows end with a carriage return alone", { source, byteOffset: 0 });
}

function withoutLineEnding(row: Uint8Array): Uint8Array {
  let end = row.length;
  if (row[end - 1] === 0x0a) end -= 1;
  if (row[end - 1] === 0x0d) end -= 1;
  return row.subarray(0, end);
}

function checkText(text: Uint8Array, { source, start }: { source: string; start: number }): void {
  const nul = text.indexOf(0);
  if (nul !== -1)
    throw problem("csv-nul", "the header holds a NUL byte", { source, byteOffset: start + nul });
  const invalid = firstInvalidUtf8(text);
  if (invalid === -1) return;
  throw problem("csv-encoding", "the header is not UTF-8", { source, byteOffset: start + invalid });
}

function checkQuotes(row: Uint8Array, config: { source: string; start: number; delimiter: number }): void {
  const { source, start, delimiter } = config;
  const scanner = new ByteScanner({ delimiter, fields: 0 });
  const line = Buffer.concat([row, Buffer.from("\n")]);
  let found = 0;
  for (let at = 0; found === 0 && at < line.length; at = scanner.position) {
    found = scanner.scan(line, at);
    if (scanner.stop !== "no") break;
  }
  if (found === 0) throw faultProblem(scanner, { source, byteOffset: start + scanner.position - 1 });
}

function sampleRows(bytes: Uint8Array, from: number): Uint8Array[] {
  const rows: Uint8Array[] = [];
  let start = from;
  while (rows.length < SAMPLE_ROWS) {
    const end = rowEnd(bytes, start);
    if (end === -1) break;
    rows.push(bytes.subarray(start, end));
    start = end;
  }
  return rows;
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
}

/** Refuses names that Salesforce could not tie to one field each; it takes no notice of case. */
function checkColumns(columns: readonly string[], source: string): void {
  const seen = new Map<string, number>();
  for (const [index, name] of columns.entries()) {
    const column = index + 1;
    if (name.trim() === "") {
      throw problem("csv-header", "a column has no name in the header", { source, byteOffset: 0, column });
    }
    const earlier = seen.get(name.toLowerCase());
    if (earlier !== undefined) {
      const message = `columns ${earlier} and ${column} of the header have the same name, ${name}`;
      throw problem("csv-header", message, { source, byteOffset: 0, column: name });
    }
    seen.set(name.toLowerCase(), column);
  }
}
