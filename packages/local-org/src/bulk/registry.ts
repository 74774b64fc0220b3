import { callerOf, failure, notFound } from "../server/errors.ts";
import type { Call } from "../server/types.ts";
import type { BulkFiles } from "./files.ts";
import { type Job, moveTo, TERMINAL_STATES } from "./jobs.ts";
import type { BulkFault, ResolvedBulkOptions } from "./options.ts";

/** How many jobs a page of a list shows (Bulk API 2.0 Developer Guide, "Get Information About All Jobs"). */
export const JOBS_PER_PAGE = 1000;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Something that was used up, and when. */
interface Use {
  readonly at: number;
  readonly amount: number;
}

/** Counts what is limited to an amount in any 24 hours. */
class Allowance {
  readonly #limit: number;
  #uses: Use[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  left(now: number): number {
    this.#uses = this.#uses.filter((use) => now - use.at < DAY_MS);
    return this.#limit - this.#uses.reduce((sum, use) => sum + use.amount, 0);
  }

  use(amount: number, now: number): void {
    if (amount > 0) this.#uses.push({ at: now, amount });
  }

  reset(): void {
    this.#uses = [];
  }
}

/** The jobs of an org. */
export class JobRegistry {
  readonly options: ResolvedBulkOptions;
  readonly files: BulkFiles;
  readonly batches: Allowance;
  readonly records: Allowance;
  readonly queryJobs: Allowance;
  readonly #jobs = new Map<string, Job>();
  readonly #started = { ingest: 0, query: 0 };
  /** What is to go wrong with every job that starts, instead of what the options say. */
  forced: BulkFault | undefined;

  constructor(options: ResolvedBulkOptions, files: BulkFiles) {
    this.options = options;
    this.files = files;
    this.batches = new Allowance(options.dailyBatches);
    this.records = new Allowance(options.dailyRecords);
    this.queryJobs = new Allowance(options.dailyQueryJobs);
  }

  add(job: Job): void {
    this.#jobs.set(job.id, job);
  }

  /** Finds the job a call names. @throws SalesforceError 404 NOT_FOUND */
  find<K extends Job["kind"]>(call: Call, kind: K): Extract<Job, { kind: K }> {
    this.#expire(call.org.clock().getTime());
    const id = call.params["id"] ?? "";
    const job = this.#jobs.get(id) ?? [...this.#jobs.values()].find((one) => one.id.slice(0, 15) === id);
    if (job?.kind !== kind) throw notFound();
    return job as Extract<Job, { kind: K }>;
  }

  /** Finds a job that the caller has created. @throws SalesforceError 404, or 400 INVALIDUSER for somebody else's */
  findOwn<K extends Job["kind"]>(call: Call, kind: K): Extract<Job, { kind: K }> {
    const job = this.find(call, kind);
    if (job.createdById !== callerOf(call).id)
      throw failure(400, "INVALIDUSER", "The job was created by another user");
    return job;
  }

  /** Returns every job, oldest first. */
  all(): Job[] {
    return [...this.#jobs.values()];
  }

  /** Lists jobs, newest first. */
  list(kind: Job["kind"], now: Date): Job[] {
    this.#expire(now.getTime());
    return [...this.#jobs.values()].filter((job) => job.kind === kind).reverse();
  }

  /** Asks what is to go wrong with a job that starts now. */
  faultFor(job: Job): BulkFault {
    const ordinal = this.#started[job.kind]++;
    if (this.forced) return this.forced;
    const { id, kind, object, operation } = job;
    return this.options.fault({ id, kind, object, operation, ordinal }) ?? {};
  }

  /** Stops a job where it is. What it has done stays done. */
  abort(job: Job, now: Date): void {
    moveTo(job, "Aborted", now);
    job.stop.abort();
  }

  async remove(job: Job): Promise<void> {
    job.stop.abort();
    this.#jobs.delete(job.id);
    await this.files.remove(job.id);
  }

  /** Drops jobs that were left open too long, and finished ones whose results are no longer kept. */
  #expire(now: number): void {
    for (const job of this.#jobs.values()) {
      const age = now - job.systemModstamp.getTime();
      const over = TERMINAL_STATES.has(job.state) ? this.options.retentionMs : this.options.openLifetimeMs;
      const expires = TERMINAL_STATES.has(job.state) || job.state === "Open";
      if (expires && age > over) void this.remove(job);
    }
  }

  /** Stops and forgets every job and removes its files. */
  reset(): void {
    this.forced = undefined;
    for (const job of this.#jobs.values()) job.stop.abort();
    this.files.clear(this.#jobs.keys());
    this.#jobs.clear();
    for (const allowance of [this.batches, this.records, this.queryJobs]) allowance.reset();
  }
}
