import { JobError, parseRowError, type RowError } from "../../errors/index.ts";
import { stageOf } from "../jobs/job-state.ts";
import { type BulkCallOptions, deleteJob, type ResultName } from "../jobs/jobs-api.ts";
import { type LedgerEntry, type LoadTotals, sumTotals } from "./ledger.ts";
import type { LoadRun } from "./load-run.ts";
import { closeWith, type SourceLease } from "./source-lease.ts";
import { recordOf, type TiedRow, type TieRequest, tiedRows } from "./tied-rows.ts";

/** A row that was refused. */
export interface LoadFailure {
  /**
   * Number of the input row, from 1, the header not counted. `undefined` when the server returned the row so changed
   * that it cannot be told; name a `key` column then.
   */
  readonly row: number | undefined;
  /** Whether several input rows are equal and had different fates, so that `row` is one of them and may be another. */
  readonly ambiguous: boolean;
  /** Why it was refused, and what to do about it. */
  readonly error: RowError;
  /** The row as it was sent. */
  readonly record: Readonly<Record<string, string>>;
  /** The record that it is about, for updates and deletes. */
  readonly id?: string | undefined;
  readonly jobId: string;
}

/** A row that was stored. */
export interface LoadSuccess extends Omit<LoadFailure, "error"> {
  /** Whether the row made a new record; `false` for an update. */
  readonly created: boolean;
}

/** A row that the server did not get to, or that was never sent. */
export interface LoadUnprocessed extends Omit<LoadFailure, "error" | "jobId" | "id"> {
  /** Absent when the row was never sent. */
  readonly jobId?: string | undefined;
}

/** One job of a load. */
export interface LoadJob {
  /** Absent when the job was never made. */
  readonly id: string | undefined;
  /** State on the server; `Planned` when the job was never made. */
  readonly state: string;
  /** First of its input rows, from 1. */
  readonly firstRow: number;
  readonly rows: number;
  readonly bytes: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly unprocessed: number;
  /** Why the job as a whole failed. */
  readonly error?: JobError | undefined;
}

/**
 * What became of a load. Rows are read from the org and from the source when they are asked for, so close the result
 * when done (or use `await using`): until then it keeps the source open.
 */
export class LoadResult {
  readonly totals: LoadTotals;
  readonly jobs: readonly LoadJob[];
  /** What the load could not put right, e.g. a job that could not be aborted. */
  readonly warnings: readonly string[];
  readonly #run: LoadRun;
  readonly #lease: SourceLease;
  #closing: Promise<void> | undefined;

  constructor(run: LoadRun, lease: SourceLease) {
    this.#run = run;
    this.#lease = lease;
    closeWith(this, lease);
    this.totals = Object.freeze(sumTotals(run.entries));
    this.jobs = run.entries.map(describeJob);
    this.warnings = run.warnings;
  }

  /** Whether every row was stored. */
  get ok(): boolean {
    return this.totals.succeeded === this.totals.rows;
  }

  /** Yields the refused rows, job by job, in the order of the input. */
  async *failures(options: BulkCallOptions = {}): AsyncGenerator<LoadFailure> {
    for await (const { text, tied, jobId } of this.#tied("failedResults", "failed", options)) {
      yield { ...placeOf(tied), error: parseRowError(text), jobId };
    }
  }

  /** Yields the stored rows with their ids, job by job, in the order of the input. */
  async *succeeded(options: BulkCallOptions = {}): AsyncGenerator<LoadSuccess> {
    for await (const { text, tied, jobId } of this.#tied("successfulResults", "succeeded", options)) {
      yield { ...placeOf(tied), created: text === "true", jobId };
    }
  }

  /** Yields the rows that the server did not get to, and those that were never sent. */
  async *unprocessed(options: BulkCallOptions = {}): AsyncGenerator<LoadUnprocessed> {
    for (const entry of this.#run.entries) {
      const unprocessed = entry.counts?.unprocessed ?? entry.slice.rows;
      if (unprocessed === entry.slice.rows) yield* this.#wholeSlice(entry, options);
      else yield* this.#unprocessedOf(entry, unprocessed, options);
    }
  }

  /** Closes the source; with `deleteJobs`, deletes the jobs and their results. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Returns the numbers, without the rows. */
  toJSON(): Pick<LoadResult, "totals" | "jobs" | "warnings" | "ok"> {
    return { totals: this.totals, jobs: this.jobs, warnings: this.warnings, ok: this.ok };
  }

  async #close(): Promise<void> {
    const { bulk, plan, entries } = this.#run;
    await this.#lease.close();
    if (!plan.deleteJobs) return;
    for (const { job } of entries) if (job !== undefined) await deleteJob(bulk.requester, job);
  }

  async *#tied(
    name: ResultName,
    count: "succeeded" | "failed",
    { signal }: BulkCallOptions,
  ): AsyncGenerator<{ readonly text: string; readonly tied: TiedRow; readonly jobId: string }> {
    for (const entry of this.#run.entries) {
      const expected = entry.counts?.[count] ?? 0;
      if (expected === 0) continue;
      const jobId = entry.job?.id ?? "";
      for await (const tied of this.#tie({ entry, name, expected, signal })) {
        yield { text: tied.text, tied, jobId };
      }
    }
  }

  #tie(request: TieRequest): AsyncGenerator<TiedRow> {
    const { bulk, plan } = this.#run;
    return this.#lease.read((source) => tiedRows({ bulk, source, key: plan.key }, request));
  }

  #wholeSlice({ slice, job }: LedgerEntry, { signal }: BulkCallOptions): AsyncGenerator<LoadUnprocessed> {
    return this.#lease.read(async function* (source) {
      let row = slice.firstRow;
      for await (const batch of source.rows(slice)) {
        for (const fields of batch) {
          signal?.throwIfAborted();
          yield { row, ambiguous: false, record: recordOf(source.columns, fields), jobId: job?.id };
          row += 1;
        }
      }
    });
  }

  async *#unprocessedOf(
    entry: LedgerEntry,
    expected: number,
    { signal }: BulkCallOptions,
  ): AsyncGenerator<LoadUnprocessed> {
    if (expected === 0) return;
    for await (const tied of this.#tie({ entry, name: "unprocessedrecords", expected, signal })) {
      const { row, ambiguous, record } = tied;
      yield { row, ambiguous, record, jobId: entry.job?.id };
    }
  }
}

function placeOf({
  row,
  ambiguous,
  record,
  id,
}: TiedRow): Pick<LoadFailure, "row" | "ambiguous" | "record" | "id"> {
  return { row, ambiguous, record, id };
}

function describeJob({ slice, job, info, counts }: LedgerEntry): LoadJob {
  const { succeeded, failed, unprocessed } = counts ?? { succeeded: 0, failed: 0, unprocessed: slice.rows };
  const facts = {
    firstRow: slice.firstRow,
    rows: slice.rows,
    bytes: slice.bytes,
    succeeded,
    failed,
    unprocessed,
  };
  const state = info?.state ?? "Planned";
  return { id: job?.id, state, ...facts, error: jobError(job?.id, state, info?.errorMessage) };
}

function jobError(
  jobId: string | undefined,
  state: string,
  errorMessage: string | undefined,
): JobError | undefined {
  const stage = stageOf("ingest", state);
  if (stage !== "failed" && stage !== "aborted") return undefined;
  const why = stage === "failed" ? `failed: ${errorMessage ?? "Salesforce gave no reason"}` : "was aborted";
  return new JobError(`Job ${jobId} ${why}`, { jobId, state, errorCode: errorMessage?.match(/^\w+/)?.[0] });
}
