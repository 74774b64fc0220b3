import type { OpenCsvSource } from "../../csv/index.ts";
import { JobError, parseRowError, type RowError } from "../../errors/index.ts";
import { stageOf } from "../jobs/job-state.ts";
import type { BulkCallOptions } from "../jobs/jobs-api.ts";
import { deleteForGood } from "../jobs/settle.ts";
import { type LedgerEntry, type LoadTotals, sumTotals } from "./ledger.ts";
import type { LoadRound, LoadSession } from "./load-run.ts";
import { type OutcomeFileSummary, writeOutcomes } from "./outcome-file.ts";
import type { RoundReader } from "./retried-outcomes.ts";
import { closeWith, type SourceLease } from "./source-lease.ts";
import { type TiedRow, type TieSource, tiedRows, unprocessedRows } from "./tied-rows.ts";

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
  /** 0 for the input itself, 1 and up for rows that were sent again. */
  readonly round: number;
  /** First of its rows, from 1, in the rows of its round. */
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
  readonly #session: LoadSession;
  readonly #leases: readonly SourceLease[];
  #closing: Promise<void> | undefined;

  /** @internal */
  constructor(session: LoadSession, leases: readonly SourceLease[]) {
    const { rounds, warnings } = session;
    this.#session = session;
    this.#leases = leases;
    for (const lease of leases) closeWith(this, lease);
    this.totals = Object.freeze(totalOf(rounds));
    this.jobs = rounds.flatMap((round, number) => round.entries.map((entry) => describeJob(entry, number)));
    this.warnings = warnings;
  }

  /** Whether every row was stored. */
  get ok(): boolean {
    return this.totals.succeeded === this.totals.rows;
  }

  /**
   * Yields the refused rows, job by job, in the order of the input.
   *
   * @example
   * ```ts
   * await using result = await sf.bulk.load({ object: "Account", operation: "insert", source });
   * for await (const { row, error } of result.failures()) console.log(row, error.code, error.message);
   * ```
   */
  async *failures(options: BulkCallOptions = {}): AsyncGenerator<LoadFailure> {
    for await (const { text, place, jobId, round } of this.#tied("failed", options)) {
      const error = parseRowError(text);
      if (round.resubmission?.failed(error) !== true) yield { ...place, error, jobId };
    }
  }

  /**
   * Yields the stored rows with their ids, job by job, in the order of the input.
   *
   * @example
   * ```ts
   * await using result = await sf.bulk.load({ object: "Account", operation: "insert", source });
   * for await (const { row, id } of result.succeeded()) console.log(row, id);
   * ```
   */
  async *succeeded(options: BulkCallOptions = {}): AsyncGenerator<LoadSuccess> {
    for await (const { text, place, jobId } of this.#tied("succeeded", options)) {
      yield { ...place, created: text === "true", jobId };
    }
  }

  /**
   * Yields the rows that the server did not get to, and those that were never sent.
   *
   * @example
   * ```ts
   * await using result = await sf.bulk.load({ object: "Account", operation: "insert", source });
   * for await (const { row, record } of result.unprocessed()) console.log(row, record);
   * ```
   */
  async *unprocessed(options: BulkCallOptions = {}): AsyncGenerator<LoadUnprocessed> {
    for (const [number, round] of this.#session.rounds.entries()) {
      for (const entry of round.entries) {
        if (round.resubmission?.unprocessed(entry) === true && entry.counts !== undefined) continue;
        const rows = this.#read(number, (source) => unprocessedRows(this.#tieSource(source), entry, options));
        for await (const tied of rows) {
          const { row, ambiguous, record } = placeOf(tied, round);
          yield { row, ambiguous, record, jobId: entry.job?.id };
        }
      }
    }
  }

  /**
   * Writes the input to a file, with `sf__Id` and `sf__Error` before its columns and in the order of the input: the id of
   * a stored row, or why a row was refused, as the server words it (`CODE:message:fields --`). A row that the server did
   * not get to says `UNPROCESSED`, one whose result cannot be told from others `UNTOLD`. The file appears when it is whole.
   * Memory: some 80 bytes for each row of one job at a time, and some 150 for each row that was sent again.
   *
   * @example
   * ```ts
   * await using result = await sf.bulk.load({ object: "Account", operation: "insert", source });
   * await result.toFile("results.csv");
   * ```
   */
  toFile(path: string, { signal }: BulkCallOptions = {}): Promise<OutcomeFileSummary> {
    const { bulk, plan, rounds } = this.#session;
    const read: RoundReader["read"] = (round, reader) => this.#read(round, reader);
    return writeOutcomes(path, { bulk, key: plan.key, rounds, read, signal });
  }

  /** Closes the source; with `deleteJobs`, deletes the jobs and their results. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Same as `close`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Returns the numbers, without the rows. */
  toJSON(): Pick<LoadResult, "totals" | "jobs" | "warnings" | "ok"> {
    return { totals: this.totals, jobs: this.jobs, warnings: this.warnings, ok: this.ok };
  }

  async #close(): Promise<void> {
    const { bulk, plan, rounds } = this.#session;
    for (const lease of this.#leases) await lease.close();
    if (!plan.deleteJobs) return;
    const jobs = rounds.flatMap(({ entries }) => entries).flatMap(({ job }) => job ?? []);
    const faults: unknown[] = [];
    for (const job of jobs)
      await deleteForGood({ ...bulk, job }).catch((error: unknown) => faults.push(error));
    if (faults.length > 0) throw faults[0];
  }

  async *#tied(count: "succeeded" | "failed", { signal }: BulkCallOptions): AsyncGenerator<ResultRow> {
    const name = count === "failed" ? "failedResults" : "successfulResults";
    for (const [number, round] of this.#session.rounds.entries()) {
      for (const entry of round.entries) {
        const expected = entry.counts?.[count] ?? 0;
        if (expected === 0) continue;
        const request = { entry, name, expected, signal } as const;
        for await (const tied of this.#read(number, (source) => tiedRows(this.#tieSource(source), request))) {
          yield { text: tied.text, place: placeOf(tied, round), jobId: entry.job?.id ?? "", round };
        }
      }
    }
  }

  #tieSource(source: OpenCsvSource): TieSource {
    return { bulk: this.#session.bulk, source, key: this.#session.plan.key };
  }

  #read<T>(round: number, reader: (source: OpenCsvSource) => AsyncGenerator<T>): AsyncGenerator<T> {
    return (this.#leases[round] as SourceLease).read(reader);
  }
}

type Place = Pick<LoadFailure, "row" | "ambiguous" | "record" | "id">;

interface ResultRow {
  readonly text: string;
  readonly place: Place;
  readonly jobId: string;
  readonly round: LoadRound;
}

/** Names the input row of a row of a round. */
function placeOf({ row, ambiguous, record, id }: TiedRow, { origins }: LoadRound): Place {
  if (origins === undefined || row === undefined) return { row, ambiguous, record, id };
  const origin = origins.of(row);
  return { row: origin.row, ambiguous: ambiguous || origin.ambiguous, record, id };
}

/** Adds up the rounds: what a later one took over counts there alone. */
function totalOf(rounds: readonly LoadRound[]): LoadTotals {
  const sum = sumTotals(rounds.flatMap((round) => round.entries));
  const taken = { failed: 0, unprocessed: 0 };
  for (const round of rounds) {
    taken.failed += round.taken.failed;
    taken.unprocessed += round.taken.unprocessed;
  }
  return {
    rows: sum.rows - taken.failed - taken.unprocessed,
    succeeded: sum.succeeded,
    failed: sum.failed - taken.failed,
    unprocessed: sum.unprocessed - taken.unprocessed,
  };
}

function describeJob({ slice, job, info, counts }: LedgerEntry, round: number): LoadJob {
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
  return { id: job?.id, state, round, ...facts, error: jobError(job?.id, state, info?.errorMessage) };
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
