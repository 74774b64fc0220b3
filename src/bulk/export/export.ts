import type { BulkContext } from "../context.ts";
import { checkBulkSoql } from "./bulk-soql.ts";
import { jsonReader } from "./export-json.ts";
import { checkExportOptions, type ExportOptions } from "./export-options.ts";
import type { ExportPlan } from "./export-plan.ts";
import { exportRows, type RowBatch } from "./export-rows.ts";
import { type ExportSummary, exportToFile, RAW_READER, type ToFileOptions } from "./export-to-file.ts";
import { Replay } from "./replay.ts";
import { restRows } from "./rest-rows.ts";
import { asLists, asRecords, type Batch, reformed } from "./row-form.ts";
import { RowIterator } from "./row-iterator.ts";
import { type ExportReader, runExport } from "./run-export.ts";
import { type TypedValue, typedBatches } from "./typed-rows.ts";

/**
 * A bulk query that has not been asked yet: iterate over it for rows, or let it write a file. Each use makes a job of
 * its own; ending early aborts it.
 */
export class BulkExport implements AsyncIterable<Record<string, string>> {
  readonly soql: string;
  readonly #plan: ExportPlan;

  /** @internal */
  constructor(bulk: BulkContext, soql: string, options: ExportOptions = {}) {
    checkBulkSoql(soql, options);
    checkExportOptions(options);
    this.soql = soql;
    this.#plan = { bulk, soql, options };
  }

  /**
   * Yields each row as a record of texts, as Bulk API 2.0 sends them: a null is `""`.
   *
   * @example
   * ```ts
   * for await (const row of sf.bulk.export("SELECT Id, Name FROM Account")) console.log(row["Name"]);
   * ```
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Record<string, string>> {
    return new RowIterator(runExport(this.#plan, RECORD_READER));
  }

  /**
   * Yields the rows in batches of fields, the fastest way to read them.
   *
   * @example
   * ```ts
   * for await (const { columns, rows } of sf.bulk.export("SELECT Id, Name FROM Account").batches()) {
   *   for (const row of rows) console.log(columns, row);
   * }
   * ```
   */
  async *batches(): AsyncGenerator<RowBatch> {
    yield* runExport(this.#plan, ROW_READER);
  }

  /**
   * Yields each row with its values converted by the describe of the object: numbers and booleans, moments as `Date`,
   * `null` for what is empty. Dates and times of day stay texts: they have no time zone. What the describe does not
   * know, such as a field over a lookup to several objects, stays a text too.
   *
   * @throws UnexpectedResponseError naming row and column where a text is no value of its type
   * @example
   * ```ts
   * for await (const row of sf.bulk.export("SELECT AnnualRevenue FROM Account").typed()) console.log(row["AnnualRevenue"]);
   * ```
   */
  typed(): AsyncIterableIterator<Record<string, TypedValue>> {
    return new RowIterator(typedBatches(this.batches(), this.#plan));
  }

  /**
   * Yields the result as raw CSV, unparsed, with one header. After a cut the page is read again, and those of its bytes
   * that were passed on are skipped.
   *
   * @example
   * ```ts
   * await pipeline(sf.bulk.export("SELECT Id FROM Account").csv(), createWriteStream("ids.csv"));
   * ```
   */
  async *csv(): AsyncGenerator<Uint8Array> {
    const skip = new Replay();
    for await (const piece of runExport(this.#plan, RAW_READER)) {
      const bytes = skip.fresh(piece);
      // Whoever gets them may keep them.
      if (bytes !== undefined && bytes.length > 0) yield Buffer.from(bytes);
    }
  }

  /**
   * Yields the result as NDJSON: a line of JSON for each row, its values converted as `typed()` does it.
   *
   * @throws UnexpectedResponseError naming row and column where a text is no value of its type
   * @example
   * ```ts
   * await pipeline(sf.bulk.export("SELECT Id, AnnualRevenue FROM Account").ndjson(), createWriteStream("revenue.ndjson"));
   * ```
   */
  async *ndjson(): AsyncGenerator<Uint8Array> {
    for await (const piece of runExport(this.#plan, jsonReader(this.#plan)))
      if ("bytes" in piece) yield piece.bytes;
  }

  /**
   * Writes the result to a file: CSV with one header, unparsed, or NDJSON with typed values. The file appears under its
   * name when it is whole; what was written of a failed export is removed, unless it is to be resumed.
   *
   * @example
   * ```ts
   * const { rows, bytes } = await sf.bulk.export("SELECT Id, Name FROM Account").toFile("accounts.csv");
   * ```
   */
  async toFile(path: string, options: ToFileOptions = {}): Promise<ExportSummary> {
    return exportToFile(this.#plan, path, options);
  }
}

const ROW_READER: ExportReader<RowBatch> = {
  bulk: (run, job) => exportRows(run, job, asLists),
  rest: restRows,
};

const RECORD_READER: ExportReader<Batch<Record<string, string>>> = {
  bulk: (run, job) => exportRows(run, job, asRecords()),
  rest: (run) => reformed(restRows(run), asRecords()),
};
