import { decodeRows, type RowForm } from "../../csv/index.ts";
import { lentPieces } from "../../http/index.ts";
import type { QueryJob } from "../jobs/query-job.ts";
import type { ExportRun } from "./export-run.ts";
import { eachPage, type PageRead, ShortPage } from "./page-source.ts";
import type { Batch, FormOf } from "./row-form.ts";

/** A batch of decoded rows. */
export interface RowBatch {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What to read, and what its rows become. */
interface RowPlan<R> {
  readonly run: ExportRun;
  readonly form: FormOf<R>;
}

/** Yields the rows of a job's results, each once: after a cut the page is read again, and what was passed on is skipped. */
export async function* exportRows<R>(
  run: ExportRun,
  job: QueryJob,
  form: FormOf<R>,
): AsyncGenerator<Batch<R>> {
  let passed: Passed = { index: -1, rows: 0 };
  yield* eachPage(run, job, async function* (read) {
    if (passed.index !== read.index) passed = { index: read.index, rows: 0 };
    yield* pageRows({ run, form }, read, passed);
  });
}

/** What is known about a page from the reads before. */
interface Passed {
  readonly index: number;
  /** Rows that the reader already has. */
  rows: number;
  /** Length of a read that came to its end without a line break. */
  endedAt?: number;
}

async function* pageRows<R>(
  { run, form }: RowPlan<R>,
  { page }: PageRead,
  passed: Passed,
): AsyncGenerator<Batch<R>> {
  const tail = { lastByte: NEWLINE, bytes: 0 };
  const held = new HeldRow<R>(passed.rows);
  let columns: readonly string[] = [];
  const shape = (header: readonly string[]): RowForm<R> => {
    columns = [...header];
    return form(columns);
  };
  for await (const batch of decodeRows(metered(lentPieces(page.body), tail, run), shape)) {
    const rows = held.pass(batch);
    // More than was announced: nothing of it is passed on that may be a row too many.
    if (page.rows !== undefined && held.seen > page.rows) throw new ShortPage(held.seen);
    if (rows.length === 0) continue;
    passed.rows += rows.length;
    run.count(rows.length, 0);
    yield { columns, rows };
  }
  if (page.rows !== undefined && held.seen !== page.rows) throw new ShortPage(held.seen);
  // A page ends with a line break. One that does not may be cut inside its last row: it is believed when it comes twice.
  if (tail.lastByte !== NEWLINE && passed.endedAt !== tail.bytes) {
    passed.endedAt = tail.bytes;
    throw new ShortPage(held.seen);
  }
  const last = held.release();
  if (last === undefined) return;
  passed.rows += 1;
  run.count(1, 0);
  yield { columns, rows: [last] };
}

const NEWLINE = 0x0a;
/** Rows of so many bytes are made at a time: with more of them the garbage collector finds more that is still in use. */
const DECODED_BYTES = 64 * 1024;

async function* metered(
  body: AsyncIterable<Uint8Array>,
  tail: { lastByte: number; bytes: number },
  run: ExportRun,
): AsyncGenerator<Uint8Array> {
  for await (const part of body) {
    tail.bytes += part.length;
    tail.lastByte = part.at(-1) ?? tail.lastByte;
    run.count(0, part.length);
    for (let at = 0; at < part.length; at += DECODED_BYTES) yield part.subarray(at, at + DECODED_BYTES);
  }
}

/** Keeps the last row back until its page has proved whole: a cut in the middle of a row may look like its end. */
class HeldRow<R> {
  seen = 0;
  readonly #skip: number;
  #row: R | undefined;

  constructor(skip: number) {
    this.#skip = skip;
  }

  /** Takes rows in, and hands out those that may be passed on. */
  pass(batch: readonly R[]): R[] {
    const fresh = batch.slice(Math.max(0, this.#skip - this.seen));
    this.seen += batch.length;
    if (fresh.length === 0) return [];
    if (this.#row !== undefined) fresh.unshift(this.#row);
    this.#row = fresh.pop();
    return fresh;
  }

  release(): R | undefined {
    return this.#row;
  }
}
