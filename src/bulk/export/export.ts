import { recordMaker } from "../../csv/index.ts";
import type { BulkContext } from "../context.ts";
import type { QueryJob } from "../jobs/query-job.ts";
import { checkBulkSoql } from "./bulk-soql.ts";
import { AtomicFile } from "./export-file.ts";
import { checkExportOptions, type ExportOptions } from "./export-options.ts";
import { exportRaw, type RawPiece } from "./export-raw.ts";
import { exportRows, type RowBatch } from "./export-rows.ts";
import { ExportRun } from "./export-run.ts";

/** What a finished export to a file amounts to. */
export interface ExportSummary {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly jobId: string;
}

/**
 * A bulk query that has not been asked yet: iterate over it for rows, or let it write a file. Each use makes a job of
 * its own; ending early aborts it.
 */
export class BulkExport implements AsyncIterable<Record<string, string>> {
  readonly soql: string;
  readonly #bulk: BulkContext;
  readonly #options: ExportOptions;

  /** @internal */
  constructor(bulk: BulkContext, soql: string, options: ExportOptions = {}) {
    checkBulkSoql(soql);
    checkExportOptions(options);
    this.#bulk = bulk;
    this.soql = soql;
    this.#options = options;
  }

  /** Yields each row as a record of texts, as Bulk API 2.0 sends them: a null is `""`. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Record<string, string>> {
    let columns: readonly string[] = [];
    let toRecord = recordMaker<string>(columns);
    for await (const batch of this.batches()) {
      if (batch.columns !== columns) toRecord = recordMaker(batch.columns);
      columns = batch.columns;
      for (const row of batch.rows) yield toRecord(row);
    }
  }

  /** Yields the rows in batches of fields, the fastest way to read them. */
  async *batches(): AsyncGenerator<RowBatch> {
    yield* this.#run((run, job) => exportRows(run, job));
  }

  /**
   * Yields the result as raw CSV, unparsed, with one header. After a cut the page is read again, and those of its bytes
   * that were passed on are skipped.
   */
  async *csv(): AsyncGenerator<Uint8Array> {
    const skip = new Replay();
    for await (const piece of this.#run((run, job) => exportRaw(run, job))) {
      const bytes = skip.fresh(piece);
      if (bytes !== undefined && bytes.length > 0) yield bytes;
    }
  }

  /**
   * Writes the result to a file as CSV with one header. The file appears under its name when it is whole; what was
   * written of a failed export is removed.
   */
  async toFile(path: string): Promise<ExportSummary> {
    const file = await AtomicFile.create(path);
    try {
      const written = await this.#write(file);
      await file.commit();
      return { path, bytes: file.position, ...written };
    } catch (error) {
      await file.discard();
      throw error;
    }
  }

  async #write(file: AtomicFile): Promise<{ readonly rows: number; readonly jobId: string }> {
    let pageStart = 0;
    const summary = { rows: 0, jobId: "" };
    const pieces = this.#run((run, job) => exportRaw(run, job), summary);
    for await (const piece of pieces) {
      if ("bytes" in piece) await file.write(piece.bytes);
      else if ("restart" in piece) await file.rewind(pageStart);
      else pageStart = file.position;
    }
    return summary;
  }

  async *#run<T>(
    read: (run: ExportRun, job: QueryJob) => AsyncGenerator<T>,
    summary?: { rows: number; jobId: string },
  ): AsyncGenerator<T> {
    const run = new ExportRun(this.#bulk, this.soql, this.#options);
    let isDone = false;
    let failure: unknown;
    try {
      const job = await run.start();
      yield* read(run, job);
      await run.finish();
      if (summary !== undefined) Object.assign(summary, { rows: run.rows, jobId: job.id });
      isDone = true;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      if (!isDone) await run.abandon(failure);
    }
  }
}

/** Lets through only those bytes of a page that was begun again which the reader does not have yet. */
class Replay {
  #given = 0;
  #skip = 0;

  fresh(piece: RawPiece): Uint8Array | undefined {
    if ("restart" in piece) {
      this.#skip = this.#given;
      return undefined;
    }
    if ("pageEnd" in piece) {
      this.#given = 0;
      this.#skip = 0;
      return undefined;
    }
    const skipped = Math.min(this.#skip, piece.bytes.length);
    this.#skip -= skipped;
    this.#given += piece.bytes.length - skipped;
    return skipped === 0 ? piece.bytes : piece.bytes.subarray(skipped);
  }
}
