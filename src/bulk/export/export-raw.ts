import { lentPieces } from "../../http/index.ts";
import type { QueryJob } from "../jobs/query-job.ts";
import type { ExportRun } from "./export-run.ts";
import { eachPage, type PageRead, ShortPage } from "./page-source.ts";
import { RecordCounter } from "./record-counter.ts";

/**
 * A piece of an export as raw CSV, or the news that the present page begins again. The bytes are good until the next
 * piece is asked for.
 */
export type RawPiece =
  | { readonly bytes: Uint8Array }
  | { readonly restart: true }
  | { readonly pageEnd: true };

/**
 * Yields a job's results as raw CSV with one header, unparsed. When a page breaks, `restart` says that everything
 * since the last `pageEnd` is void and comes again.
 */
export async function* exportRaw(run: ExportRun, job: QueryJob): AsyncGenerator<RawPiece> {
  const memory: RawMemory = { index: -1, endedAt: undefined };
  yield* eachPage(run, job, (read) => rawPage(run, read, memory));
}

interface RawMemory {
  /** The page that was begun last. */
  index: number;
  endedAt: number | undefined;
}

async function* rawPage(run: ExportRun, read: PageRead, memory: RawMemory): AsyncGenerator<RawPiece> {
  if (memory.index === read.index) yield { restart: true };
  else memory.endedAt = undefined;
  memory.index = read.index;
  const counter = new RecordCounter();
  let size = 0;
  for await (const block of lentPieces(read.page.body)) {
    const isHeader = read.index > 0 && counter.records === 0;
    counter.push(block);
    size += block.length;
    if (counter.records - 1 > (read.page.rows ?? Number.POSITIVE_INFINITY))
      throw new ShortPage(counter.records - 1);
    run.count(0, block.length);
    if (!isHeader) yield { bytes: block };
    else if (counter.headerEnd !== -1) yield { bytes: block.subarray(counter.headerEnd) };
  }
  const rows = Math.max(0, counter.end() - 1);
  checkEnd(counter, { rows, size, expected: read.page.rows }, memory);
  // The next page must begin on a new line.
  if (counter.isOpen && rows > 0) yield { bytes: Buffer.from("\n") };
  run.count(rows, 0);
  yield { pageEnd: true };
}

function checkEnd(
  counter: RecordCounter,
  {
    rows,
    size,
    expected,
  }: { readonly rows: number; readonly size: number; readonly expected: number | undefined },
  memory: RawMemory,
): void {
  if (counter.isQuoted || (expected !== undefined && rows !== expected)) throw new ShortPage(rows);
  // A page ends with a line break. One that does not may be cut inside its last row: it is believed when it comes twice.
  if (!counter.isOpen || memory.endedAt === size) return;
  memory.endedAt = size;
  throw new ShortPage(rows);
}
