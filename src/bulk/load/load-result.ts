import type { OpenCsvSource } from "../../csv/index.ts";
import { parseRowError } from "../../errors/index.ts";
import type { BulkCallOptions } from "../jobs/jobs-api.ts";
import { deleteForGood } from "../jobs/settle.ts";
import type { LoadTotals } from "./ledger.ts";
import type { LoadFailure, LoadSuccess, LoadUnprocessed } from "./load-rows.ts";
import type { LoadRound, LoadSession } from "./load-run.ts";
import { describeJob, type LoadJob, totalOf } from "./load-summary.ts";
import { type OutcomeFileSummary, writeOutcomes } from "./outcome-file.ts";
import type { RoundReader } from "./retried-outcomes.ts";
import { closeWith, type SourceLease } from "./source-lease.ts";
import { type TiedRow, type TieSource, tiedBatches, unprocessedBatches } from "./tied-rows.ts";

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
    for await (const { rows, round, jobId } of this.#tied("failed", options)) {
      for (const tied of rows) {
        const error = parseRowError(tied.text);
        if (round.resubmission?.failed(error) !== true) {
          const { row, ambiguous, record, id } = placeOf(tied, round);
          yield { row, ambiguous, error, record, id, jobId };
        }
      }
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
    for await (const { rows, round, jobId } of this.#tied("succeeded", options)) {
      for (const tied of rows) {
        const { row, ambiguous, record, id } = placeOf(tied, round);
        yield { row, ambiguous, record, id, created: tied.text === "true", jobId };
      }
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
        const batches = this.#read(number, (source) =>
          unprocessedBatches(this.#tieSource(source), entry, options),
        );
        for await (const rows of batches) {
          for (const tied of rows) {
            const { row, ambiguous, record } = placeOf(tied, round);
            yield { row, ambiguous, record, jobId: entry.job?.id };
          }
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

  async *#tied(count: "succeeded" | "failed", { signal }: BulkCallOptions): AsyncGenerator<ResultBatch> {
    const name = count === "failed" ? "failedResults" : "successfulResults";
    for (const [number, round] of this.#session.rounds.entries()) {
      for (const entry of round.entries) {
        const expected = entry.counts?.[count] ?? 0;
        if (expected === 0) continue;
        const request = { entry, name, expected, signal } as const;
        const batches = this.#read(number, (source) => tiedBatches(this.#tieSource(source), request));
        for await (const rows of batches) yield { rows, round, jobId: entry.job?.id ?? "" };
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

/** Rows of one job's result that were read together. */
interface ResultBatch {
  readonly rows: readonly TiedRow[];
  readonly round: LoadRound;
  readonly jobId: string;
}

type Place = Pick<TiedRow, "row" | "ambiguous" | "record" | "id">;

/** Names the input row of a row of a round. */
function placeOf(tied: TiedRow, { origins }: LoadRound): Place {
  const { row, ambiguous, record, id } = tied;
  if (origins === undefined || row === undefined) return tied;
  const origin = origins.of(row);
  return { row: origin.row, ambiguous: ambiguous || origin.ambiguous, record, id };
}
