import type { Readable } from "node:stream";

/** The delimiters that Bulk API 2.0 takes (Bulk API 2.0 guide, "Create a Job": `columnDelimiter`). */
export const COLUMN_DELIMITERS = {
  COMMA: ",",
  SEMICOLON: ";",
  TAB: "\t",
  PIPE: "|",
  CARET: "^",
  BACKQUOTE: "`",
} as const;

/** Name of a column delimiter as Bulk API 2.0 spells it. */
export type ColumnDelimiter = keyof typeof COLUMN_DELIMITERS;

/** Line ending as Bulk API 2.0 spells it. */
export type LineEnding = "LF" | "CRLF";

/** How a CSV text is written. */
export interface CsvDialect {
  readonly columnDelimiter: ColumnDelimiter;
  readonly lineEnding: LineEnding;
}

/** Encodings that a CSV source may be written in. Bulk API 2.0 takes UTF-8 alone, so the others are rewritten. */
export type CsvEncoding = "utf-8" | "utf-16le" | "utf-16be" | "latin1";

/** Settings of {@link csvFile} and {@link csvStream}. What is not set is read from the head of the data. */
export interface CsvSourceOptions {
  /** @default read from the header row */
  readonly columnDelimiter?: ColumnDelimiter | undefined;
  /**
   * Line ending to send. A record that ends otherwise is rewritten on its way; line breaks inside quotes stay.
   * @default that of the header row
   */
  readonly lineEnding?: LineEnding | undefined;
  /**
   * Encoding of the data. `latin1` means windows-1252, its superset. Anything but UTF-8 is rewritten as UTF-8 in a
   * temporary file first.
   * @default "utf-8"
   */
  readonly encoding?: CsvEncoding | undefined;
  /**
   * What to do about NUL bytes, which Salesforce cannot store: refuse the data, or leave them out. Leaving out goes
   * through a temporary file; {@link OpenCsvSource.droppedNulBytes} counts them.
   * @default "refuse"
   */
  readonly nulBytes?: "refuse" | "drop" | undefined;
  /**
   * Folder of the temporary file.
   * @default the temporary folder of the operating system
   */
  readonly spoolDirectory?: string | undefined;
  /**
   * Name of the source in messages.
   * @default the path of the file, "stream", or "records"
   */
  readonly name?: string | undefined;
}

/** Input of a load: something that can be opened and then cut into slices, each readable any number of times. */
export interface CsvSource {
  /** Name for messages: the path, "stream" or "records". */
  readonly name: string;
  /** Whether `open` may be called again and finds the same rows. @default false */
  readonly reopenable?: boolean | undefined;
  /**
   * Opens the source and reads its header.
   *
   * @throws InputError when there is no such file, when it cannot be read, or when its head is not a CSV header
   */
  open(options?: { readonly signal?: AbortSignal | undefined }): Promise<OpenCsvSource>;
}

/** Bounds of a slice. */
export interface SliceLimits {
  /** Most bytes of one slice, its header included: what goes on the wire. */
  readonly maxBytes: number;
  /** Most rows of one slice. */
  readonly maxRecords?: number | undefined;
  /** Goes on after this slice instead of the start: for a resumed load. */
  readonly after?: CsvSlice | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Hears, after each block, how many bytes of the source and how many rows have been scanned so far. */
  readonly onScan?: ((bytes: number, rows: number) => void) | undefined;
}

/** A run of whole rows of a source. Plain data: it can be stored and handed to a source opened anew. */
export interface CsvSlice {
  /** Place among the slices, from 0. */
  readonly index: number;
  /** Number of its first data row, from 1; the header is not counted. */
  readonly firstRow: number;
  readonly rows: number;
  /** Offset of its first byte in the source. */
  readonly start: number;
  /** Offset after its last byte in the source. */
  readonly end: number;
  /** Length of header and rows as they go on the wire. */
  readonly bytes: number;
}

/** How a body is read. */
export interface BodyOptions {
  /**
   * Uses the same few blocks of memory again and again, which saves the garbage collector most of its work. Only for a
   * reader that has used up each chunk before it takes the one after the next, as a socket does that is written to
   * with heed to backpressure.
   * @default false
   */
  readonly reuseMemory?: boolean | undefined;
  /** Hears the length of each chunk that is read. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** What tells a source from another, or from itself after a change. */
export interface CsvFingerprint {
  /** Bytes. */
  readonly size: number;
  /** Time of the last change of a file, in milliseconds since 1970. */
  readonly mtimeMs?: number | undefined;
  /** SHA-256 over the size and the first and last bytes, in hexadecimal. */
  readonly hash: string;
}

/** An open CSV source. Close it when done. */
export interface OpenCsvSource {
  readonly name: string;
  /** Delimiter and line ending of every body: state them in the Bulk API 2.0 job. */
  readonly dialect: CsvDialect;
  /** Names of the columns, in order. */
  readonly columns: readonly string[];
  /** Bytes of the source, where known from the start. */
  readonly size?: number | undefined;
  /** NUL bytes left out so far, with `nulBytes: "drop"`. */
  readonly droppedNulBytes: number;
  /**
   * Scans the source, checks it, and yields slices that end at row ends.
   *
   * @throws InputError with source, row and byte offset at the first row that is not sound CSV, when the source has
   * no rows, or when a single row is over `maxBytes`
   */
  slices(limits: SliceLimits): AsyncIterable<CsvSlice>;
  /** Streams header and rows of a slice, exactly `slice.bytes` long; any number of times, also side by side. */
  body(slice: CsvSlice, options?: BodyOptions): Readable;
  /** Decodes the rows of a slice, in batches. */
  rows(slice: CsvSlice): AsyncIterable<readonly (readonly string[])[]>;
  /** Tells the source from a changed one. A stream is read to its end for it. */
  fingerprint(): Promise<CsvFingerprint>;
  /** Closes the files and removes the temporary one. */
  close(): Promise<void>;
}
