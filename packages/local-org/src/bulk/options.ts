/** What is to go wrong with one job. Plain data, so that a test, a command line and a control endpoint can all say it. */
export interface BulkFault {
  /** The job goes to InProgress and stays there until it is aborted. */
  readonly stuck?: boolean | undefined;
  /** The job fails after this many rows; the rest stays unprocessed. */
  readonly failAfterRows?: number | undefined;
  /** The `errorMessage` of a job that is made to fail. @default "InternalServerError : The job was made to fail" */
  readonly failMessage?: string | undefined;
  /** Every nth row fails with UNABLE_TO_LOCK_ROW; 1 is every row. */
  readonly lockEveryRows?: number | undefined;
  /** Milliseconds this job waits before it starts, instead of `startDelayMs`. */
  readonly delayMs?: number | undefined;
}

/** What a fault may depend on. */
export interface BulkJobSummary {
  readonly id: string;
  readonly kind: "ingest" | "query";
  readonly object: string;
  readonly operation: string;
  /** How many jobs of this kind were started before this one. */
  readonly ordinal: number;
}

/** How Bulk API 2.0 of a local org behaves. */
export interface BulkOptions {
  /** Milliseconds between UploadComplete and InProgress. @default 0 */
  readonly startDelayMs?: number | undefined;
  /** The speed at which jobs are worked off, in rows per second; 0 is as fast as it goes. @default 0 */
  readonly rowsPerSecond?: number | undefined;
  /** Rows to an internal batch; each counts against the daily allocation. @default 10000 */
  readonly batchRows?: number | undefined;
  /** Rows that are saved in one go, before other requests get their turn. @default 200 */
  readonly sliceRows?: number | undefined;
  /** The largest upload, in bytes. @default 150000000 */
  readonly maxUploadBytes?: number | undefined;
  /** Whether an upload may come compressed. Salesforce does not say whether it takes one: turn it off to be sure that a client needs none. @default true */
  readonly acceptGzip?: boolean | undefined;
  /** Rows to a page of query results where the client names no smaller number. @default 100000 */
  readonly resultPageRows?: number | undefined;
  /** How long a finished job and its results are kept, in milliseconds. @default 604800000 (7 days) */
  readonly retentionMs?: number | undefined;
  /** How long a job may stay open, in milliseconds. @default 86400000 (24 hours) */
  readonly openLifetimeMs?: number | undefined;
  /** Ingest batches in 24 hours. @default 15000 */
  readonly dailyBatches?: number | undefined;
  /** Ingested records in 24 hours. @default 150000000 */
  readonly dailyRecords?: number | undefined;
  /** Query jobs in 24 hours. @default 10000 */
  readonly dailyQueryJobs?: number | undefined;
  /** Whether result rows come in another order than the rows went in, always the same one for the same job. @default true */
  readonly shuffleResults?: boolean | undefined;
  /** Where uploads and results lie while the org runs. @default a new directory among the system's temporary files */
  readonly directory?: string | undefined;
  /** Decides when a job starts what is to go wrong with it. @default nothing */
  readonly fault?: ((job: BulkJobSummary) => BulkFault | undefined) | undefined;
}

/** The options with every value filled in. */
export type ResolvedBulkOptions = Required<{
  [K in Exclude<keyof BulkOptions, "directory">]: NonNullable<BulkOptions[K]>;
}> & { readonly directory: string | undefined };

const DAY_MS = 24 * 60 * 60 * 1000;

/** The values used where an option is left out: Salesforce's own limits, and no delay. */
export const DEFAULT_BULK_OPTIONS: ResolvedBulkOptions = Object.freeze({
  startDelayMs: 0,
  rowsPerSecond: 0,
  batchRows: 10_000,
  sliceRows: 200,
  maxUploadBytes: 150_000_000,
  acceptGzip: true,
  resultPageRows: 100_000,
  retentionMs: 7 * DAY_MS,
  openLifetimeMs: DAY_MS,
  dailyBatches: 15_000,
  dailyRecords: 150_000_000,
  dailyQueryJobs: 10_000,
  shuffleResults: true,
  directory: undefined,
  fault: () => undefined,
});

/** Fills in the options that were left out. */
export function resolveBulkOptions(options: BulkOptions = {}): ResolvedBulkOptions {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...DEFAULT_BULK_OPTIONS, ...(Object.fromEntries(given) as Partial<ResolvedBulkOptions>) };
}
