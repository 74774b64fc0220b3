import type { FileHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import { type ByteStore, FileStore, openForReading } from "./byte-store.ts";
import { OpenedCsv } from "./opened-csv.ts";
import { problem } from "./problem.ts";
import { Spool } from "./spool.ts";
import { type CsvChunk, type NulCount, toUtf8 } from "./transcode.ts";
import type { CsvSource, CsvSourceOptions, OpenCsvSource } from "./types.ts";

type OpenOptions = { readonly signal?: AbortSignal | undefined };

/**
 * Makes a source of a CSV file. The file is read by byte ranges, again for every upload, and never held in memory;
 * leave it alone until the load is done. Pipes and other special files are read as streams.
 *
 * @throws InputError from `open`, when the file cannot be opened or does not begin with a CSV header
 * @example
 * ```ts
 * await using result = await sf.bulk.load({ object: "Account", operation: "insert", source: csvFile("accounts.csv") });
 * ```
 */
export function csvFile(path: string, options: CsvSourceOptions = {}): CsvSource {
  const name = options.name ?? path;
  return { name, reopenable: true, open: (opening = {}) => openFile(path, { ...options, name }, opening) };
}

/**
 * Makes a source of a stream of CSV bytes or text. It is kept in a temporary file while it is read, so that an upload
 * can be repeated; the file is readable by this user alone and goes away with `close`. It can be opened once.
 *
 * @throws InputError from `open`, when the stream fails or does not begin with a CSV header
 * @example
 * ```ts
 * const source = csvStream(process.stdin);
 * await using result = await sf.bulk.load({ object: "Account", operation: "insert", source });
 * ```
 */
export function csvStream(
  bytes: Readable | AsyncIterable<CsvChunk>,
  options: CsvSourceOptions = {},
): CsvSource {
  const name = options.name ?? "stream";
  let opened = false;
  return {
    name,
    open: async (opening = {}) => {
      if (opened) throw problem("csv-argument", "a stream can be opened only once", { source: name });
      opened = true;
      return openStream(bytes, { ...options, name }, opening);
    },
  };
}

type NamedOptions = CsvSourceOptions & { readonly name: string };

async function openFile(path: string, options: NamedOptions, opening: OpenOptions): Promise<OpenCsvSource> {
  opening.signal?.throwIfAborted();
  const source = options.name;
  const file = await openForReading(path, source);
  try {
    const stats = await file.stat();
    if (stats.isDirectory()) {
      throw problem("csv-unreadable", "cannot read the CSV file: it is a directory", { source });
    }
    const store = new FileStore(file, { source, size: stats.size, mtimeMs: stats.mtimeMs });
    if (stats.isFile() && !needsRewriting(options)) return await OpenedCsv.open(store, options, opening);
    return await openStream(fileChunks(file), options, opening);
  } catch (error) {
    await file.close();
    throw error;
  }
}

function fileChunks(file: FileHandle): Readable {
  return file.createReadStream({ highWaterMark: 256 * 1024 });
}

function needsRewriting({ encoding, nulBytes }: CsvSourceOptions): boolean {
  return (encoding !== undefined && encoding !== "utf-8") || nulBytes === "drop";
}

async function openStream(
  chunks: Readable | AsyncIterable<CsvChunk>,
  options: NamedOptions,
  opening: OpenOptions,
): Promise<OpenCsvSource> {
  opening.signal?.throwIfAborted();
  const source = options.name;
  const nulBytes: NulCount | undefined = options.nulBytes === "drop" ? { dropped: 0 } : undefined;
  const { encoding = "utf-8", spoolDirectory: directory } = options;
  const store: ByteStore = await Spool.open({
    source,
    chunks: toUtf8(chunks, { encoding, nulBytes, source }),
    release: () => release(chunks),
    directory,
  });
  return OpenedCsv.open(store, options, { ...opening, nulBytes });
}

/** Lets go of a stream, also while something waits for its next chunk. */
function release(chunks: Readable | AsyncIterable<CsvChunk>): void {
  const { destroy } = chunks as Partial<Readable>;
  if (typeof destroy === "function") destroy.call(chunks);
}
