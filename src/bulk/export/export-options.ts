import type { QueryOperation } from "../jobs/job-info.ts";

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
   * Deletes the job, and with it the results on the server, after everything was delivered.
   * @default false
   */
  readonly deleteJob?: boolean | undefined;
}
