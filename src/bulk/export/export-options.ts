import { InputError } from "../../errors/index.ts";
import type { QueryOperation } from "../jobs/job-info.ts";
import { refOf } from "../jobs/job-ref.ts";
import type { ExportHandle } from "./export-handle.ts";

const MAX_PARALLEL_PAGES = 20;

/** How far an export is. A plain snapshot. */
export interface ExportProgress {
  readonly phase: "query" | "download" | "done";
  /** State of the job on the server. */
  readonly state: string;
  readonly rows: {
    /** Rows that the server counted; absent until the job is complete. */
    readonly total?: number | undefined;
    readonly received: number;
  };
  /** Bytes received, decompressed. */
  readonly bytes: number;
  readonly pages: number;
  /** Where the export stands, since its last page that was passed on whole: `resume` goes on from there. */
  readonly handle?: ExportHandle | undefined;
  readonly rate: { readonly rowsPerSecond: number; readonly bytesPerSecond: number };
  readonly elapsedMs: number;
}

/** How to export. */
export interface ExportOptions {
  /**
   * `queryAll` also returns deleted and archived rows.
   * @default "query"
   */
  readonly operation?: QueryOperation | undefined;
  /** Aborts the export and its job; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told how far it is, ten times a second at most. */
  readonly onProgress?: ((progress: ExportProgress) => void) | undefined;
  /** Most rows of one page of results; the server may send fewer. @default chosen by the server */
  readonly maxRecords?: number | undefined;
  /**
   * Pages of results that are fetched at the same time, 1 to 20. With more than one, each page comes to a temporary
   * file first, and the server chooses its size. Before API version 58.0 pages are read one after another.
   * @default 1
   */
  readonly parallelPages?: number | undefined;
  /**
   * Whether pages that are fetched at the same time are passed on in the order of the result, or as they come.
   * @default "result"
   */
  readonly pageOrder?: "result" | "arrival" | undefined;
  /**
   * How long to wait for the query to finish.
   * @default 86_400_000
   */
  readonly pollTimeoutMs?: number | undefined;
  /**
   * What becomes of a job that is not finished by then.
   * @default "leave"
   */
  readonly onTimeout?: "leave" | "abort" | undefined;
  /**
   * Goes on from a page: with `progress.handle` of an earlier export of the same query. Raw CSV has no header then.
   * @default a new job
   */
  readonly resume?: ExportHandle | undefined;
  /**
   * Leaves the job and its results in the org however the export ends, so that another can go on with it.
   * @default false; true with `resume`
   */
  readonly keepJob?: boolean | undefined;
  /**
   * Asks a query of REST where Bulk API 2.0 does not run it (`GROUP BY`, aggregates, `OFFSET`, `TYPEOF`, compound
   * fields, objects that it does not know), with one warning. The rows are the same flat texts.
   * @default false
   */
  readonly fallbackToRest?: boolean | undefined;
  /**
   * Deletes the job, and with it the results on the server, after everything was delivered.
   * @default false
   */
  readonly deleteJob?: boolean | undefined;
}

/**
 * Checks options before anything is sent.
 * @throws InputError naming the option and its rule
 */
export function checkExportOptions({ parallelPages = 1, maxRecords, resume }: ExportOptions): void {
  if (resume !== undefined) refOf("query", resume.job);
  if (!Number.isInteger(parallelPages) || parallelPages < 1 || parallelPages > MAX_PARALLEL_PAGES) {
    throw new InputError(
      `parallelPages must be a whole number from 1 to ${MAX_PARALLEL_PAGES}, not ${parallelPages}`,
    );
  }
  if (maxRecords !== undefined && (!Number.isInteger(maxRecords) || maxRecords < 1)) {
    throw new InputError(`maxRecords must be a whole number from 1 on, not ${maxRecords}`);
  }
  if (maxRecords !== undefined && parallelPages > 1) {
    throw new InputError(
      "maxRecords has no effect on pages that are fetched at the same time: give maxRecords or parallelPages",
    );
  }
}
