import type { CsvSource } from "../../csv/index.ts";
import { csvFile } from "../../csv/index.ts";
import { InputError } from "../../errors/index.ts";
import type { IngestOperation } from "../jobs/job-info.ts";
import type { LoadCheckpoint } from "./checkpoint.ts";
import type { LoadProgress } from "./progress.ts";

/** Which rows to send again, and how often. */
export interface RetryRows {
  /**
   * Rounds of sending rows again.
   * @default 3
   */
  readonly rounds?: number | undefined;
  /**
   * Codes of refused rows to send again, besides those that the SDK takes for transient, e.g. `UNABLE_TO_LOCK_ROW`.
   * @default []
   */
  readonly codes?: readonly string[] | undefined;
  /**
   * Column of a parent's id: rows of the same parent are sent side by side, so that they do not lock each other out.
   */
  readonly groupBy?: string | undefined;
}

/** What to load, and how. */
export interface LoadOptions {
  /** API name of the object, e.g. `Account`. */
  readonly object: string;
  /** What to do with the rows. */
  readonly operation: IngestOperation;
  /** Field that decides between insert and update; required for `upsert`, and only there. */
  readonly externalIdFieldName?: string | undefined;
  /** Rows to load, or the path of a CSV file. */
  readonly source: CsvSource | string;
  /** Aborts the load; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told how far it is, ten times a second at most. */
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
  /**
   * Bytes per job, header included. At most 112,500,000: the platform's 150 MB are counted after base64
   * (Bulk API 2.0 guide, "Upload Job Data").
   * @default 100_000_000
   */
  readonly maxBytes?: number | undefined;
  /**
   * Rows per job. Bounds the memory that tying results to input rows takes.
   * @default 1_000_000
   */
  readonly maxRecordsPerJob?: number | undefined;
  /**
   * Jobs that are uploaded or processed at the same time. 1 loads strictly one job after the other. More than 4 help only
   * where jobs are small and the org is what takes the time, cost memory, and make rows of one parent lock each other out
   * (`bench/parallel-jobs.mjs`).
   * @default 4
   */
  readonly concurrency?: number | undefined;
  /** Assignment rule for cases and leads. */
  readonly assignmentRuleId?: string | undefined;
  /**
   * How long to wait for one job to finish.
   * @default 86_400_000
   */
  readonly pollTimeoutMs?: number | undefined;
  /**
   * What becomes of a job that is not finished by then.
   * @default "leave"
   */
  readonly onTimeout?: "leave" | "abort" | undefined;
  /**
   * What becomes of jobs that the server is working on when the load is aborted. Jobs whose data is not complete are
   * aborted in any case.
   * @default "abort"
   */
  readonly onAbort?: "abort" | "leave" | undefined;
  /**
   * Column whose value is unique in the input; ties results to input rows.
   * @default the whole row's content
   */
  readonly key?: string | undefined;
  /**
   * Where to note how far the load is, so that the same call goes on after the process died: `fileCheckpoint(path)`.
   */
  readonly checkpoint?: LoadCheckpoint | undefined;
  /**
   * Sends rows again that were refused for a passing reason, such as a lock, or that the server did not get to: how
   * many times, or in detail.
   * @default 0
   */
  readonly retryRows?: number | RetryRows | undefined;
  /**
   * Does everything but load: reads and checks the whole input, checks its columns against the object's fields, and
   * plans the jobs. Nothing is sent, no checkpoint is touched, and the result counts every row as unprocessed.
   * @default false
   */
  readonly dryRun?: boolean | undefined;
  /**
   * Deletes the jobs, and with them the results on the server, when the result is closed; also when it is closed because
   * what read the results failed. Where these must be had in any case, delete each of `jobs` yourself in the end.
   * @default false
   */
  readonly deleteJobs?: boolean | undefined;
}

/** Defaults of {@link LoadOptions}. */
export const LOAD_DEFAULTS: Readonly<{
  maxBytes: number;
  maxRecordsPerJob: number;
  concurrency: number;
  pollTimeoutMs: number;
}> = Object.freeze({
  maxBytes: 100_000_000,
  maxRecordsPerJob: 1_000_000,
  concurrency: 4,
  pollTimeoutMs: 24 * 3600_000,
});

/** The most bytes that fit into the platform's 150 MB after base64. */
export const MAX_JOB_BYTES: number = (150_000_000 / 4) * 3;

/** Options of a load with everything decided. */
export interface LoadPlan {
  readonly object: string;
  readonly operation: IngestOperation;
  readonly externalIdFieldName: string | undefined;
  readonly source: CsvSource;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: LoadProgress) => void) | undefined;
  readonly maxBytes: number;
  readonly maxRecordsPerJob: number;
  readonly concurrency: number;
  readonly assignmentRuleId: string | undefined;
  readonly pollTimeoutMs: number;
  readonly onTimeout: "leave" | "abort";
  readonly onAbort: "abort" | "leave";
  readonly key: string | undefined;
  readonly deleteJobs: boolean;
  readonly dryRun: boolean;
  readonly checkpoint: LoadCheckpoint | undefined;
  readonly retryRows: RetryRows | undefined;
}

const OPERATIONS: ReadonlySet<string> = new Set(["insert", "update", "upsert", "delete", "hardDelete"]);
const API_NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

/**
 * Checks the options and fills in the defaults.
 * @throws InputError naming everything that is wrong
 */
export function resolveLoad(options: LoadOptions): LoadPlan {
  const problems = [...objectProblems(options), ...numberProblems(options)];
  if (problems.length > 0) throw new InputError(`bulk.load: ${problems.join("; ")}`);
  const { source } = options;
  return {
    object: options.object,
    operation: options.operation,
    externalIdFieldName: options.externalIdFieldName,
    source: typeof source === "string" ? csvFile(source) : source,
    signal: options.signal,
    onProgress: options.onProgress,
    maxBytes: options.maxBytes ?? LOAD_DEFAULTS.maxBytes,
    maxRecordsPerJob: options.maxRecordsPerJob ?? LOAD_DEFAULTS.maxRecordsPerJob,
    concurrency: options.concurrency ?? LOAD_DEFAULTS.concurrency,
    assignmentRuleId: options.assignmentRuleId,
    pollTimeoutMs: options.pollTimeoutMs ?? LOAD_DEFAULTS.pollTimeoutMs,
    onTimeout: options.onTimeout ?? "leave",
    onAbort: options.onAbort ?? "abort",
    key: options.key,
    deleteJobs: options.deleteJobs ?? false,
    dryRun: options.dryRun ?? false,
    checkpoint: options.dryRun === true ? undefined : options.checkpoint,
    retryRows: resolveRetry(options.retryRows),
  };
}

function resolveRetry(retry: LoadOptions["retryRows"]): RetryRows | undefined {
  if (typeof retry === "number") return retry === 0 ? undefined : { rounds: retry };
  return retry;
}

function objectProblems({ object, operation, externalIdFieldName, source }: LoadOptions): string[] {
  const problems: string[] = [];
  if (typeof object !== "string" || !API_NAME.test(object)) {
    problems.push(`object must be an API name such as Account or Invoice__c, not ${JSON.stringify(object)}`);
  }
  if (!OPERATIONS.has(operation)) {
    problems.push(`operation must be one of ${[...OPERATIONS].join(", ")}, not ${JSON.stringify(operation)}`);
  }
  if (operation === "upsert" && (externalIdFieldName ?? "") === "") {
    problems.push("upsert needs externalIdFieldName, the field that tells new rows from known ones");
  }
  if (operation !== "upsert" && externalIdFieldName !== undefined) {
    problems.push(`externalIdFieldName is for upsert only, not for ${operation}`);
  }
  const isSource = typeof source === "object" && source !== null && typeof source.open === "function";
  if (!isSource && (typeof source !== "string" || source === "")) {
    problems.push("source must be a path or one of csvFile(), csvStream(), records()");
  }
  return problems;
}

function numberProblems(options: LoadOptions): string[] {
  const problems: string[] = [];
  const limits = [
    ["maxBytes", MAX_JOB_BYTES],
    ["maxRecordsPerJob", 150_000_000],
    ["concurrency", 100],
    ["pollTimeoutMs", Number.MAX_SAFE_INTEGER],
  ] as const;
  for (const [name, max] of limits) {
    const value = options[name];
    if (value === undefined) continue;
    if (!Number.isInteger(value) || value < 1 || value > max) {
      problems.push(`${name} must be a whole number from 1 to ${max}, not ${String(value)}`);
    }
  }
  return problems;
}
