import { ConfigurationError, IncompleteResultError, JobError, JobTimeoutError } from "../../errors/index.ts";
import type { BulkContext } from "../context.ts";
import { graceSignal } from "../jobs/abort-grace.ts";
import { refOf } from "../jobs/job-ref.ts";
import { isTerminal, stageOf } from "../jobs/job-state.ts";
import { createJob } from "../jobs/jobs-api.ts";
import { QueryJob } from "../jobs/query-job.ts";
import { isUnsettled, settleDelay } from "../jobs/settle.ts";
import type { ExportHandle } from "./export-handle.ts";
import type { ExportOptions, ExportProgress } from "./export-options.ts";
import type { ExportPlan } from "./export-plan.ts";
import { checkSelected } from "./safe-fields.ts";

/** How long an abandoned job may take to be aborted or deleted. */
const CLEAN_UP_MS = 15_000;

/** How long the creation of a job may still take after an abort. */
const CREATE_GRACE_MS = 10_000;

/** Creations of one query job: an unanswered one costs at most a query that nobody reads. */
const MAX_CREATES = 3;

/** One export from its job to its last row. */
export class ExportRun {
  readonly bulk: BulkContext;
  readonly options: ExportOptions;
  /** The caller's signal, or one that never aborts. */
  readonly signal: AbortSignal;
  readonly soql: string;
  readonly #plan: ExportPlan;
  readonly #startedAt: number;
  #job: QueryJob | undefined;
  #received = { rows: 0, bytes: 0, pages: 0 };
  #total: number | undefined;
  #reportedAt = Number.NEGATIVE_INFINITY;
  #listener: ExportOptions["onProgress"];

  #handle: ExportHandle | undefined;

  constructor(plan: ExportPlan) {
    const { bulk, soql, options } = plan;
    this.#plan = plan;
    this.bulk = bulk;
    this.options = options;
    this.signal = options.signal ?? new AbortController().signal;
    this.soql = soql;
    this.#startedAt = bulk.runtime.now();
    this.#listener = options.onProgress;
  }

  /** Makes the job and waits until its results can be read. */
  async start(): Promise<QueryJob> {
    this.signal.throwIfAborted();
    const { resume } = this.options;
    if (resume === undefined) await checkSelected(this.bulk, this.soql, this.signal);
    this.#job = resume === undefined ? await this.#create() : this.#reopen(resume);
    this.signal.throwIfAborted();
    await this.#stand(resume ?? { job: this.#job.toJSON(), rows: 0 });
    const info = await this.#job.wait({
      signal: this.signal,
      timeoutMs: this.options.pollTimeoutMs,
      onProgress: () => this.report("query"),
    });
    const stage = stageOf("query", info.state);
    if (stage !== "complete") {
      const why =
        stage === "aborted" ? "was aborted" : `failed: ${info.errorMessage ?? "Salesforce gave no reason"}`;
      const errorCode = info.errorMessage?.match(/^\w+(?=\s*:)/)?.[0];
      throw new JobError(`Query job ${info.id} ${why}`, { jobId: info.id, state: info.state, errorCode });
    }
    this.#total = info.numberRecordsProcessed;
    return this.#job;
  }

  /** Rows that have arrived. */
  get rows(): number {
    return this.#received.rows;
  }

  /** Counts what has arrived. */
  count(rows: number, bytes: number): void {
    this.#received.rows += rows;
    this.#received.bytes += bytes;
    this.report("download");
  }

  /** Counts a page that was passed on whole. */
  async countPage(next: string | undefined): Promise<void> {
    this.#received.pages += 1;
    if (next === undefined || this.#job === undefined) return;
    await this.#stand({ job: this.#job.toJSON(), locator: next, rows: this.rows });
    this.report("download", true);
  }

  /** Asks the same query of REST. */
  query(): AsyncIterable<object> {
    const { query } = this.bulk;
    if (query === undefined) throw new ConfigurationError("There is nobody to ask by REST here");
    return query(this.soql, {
      includeDeleted: this.options.operation === "queryAll",
      signal: this.signal,
    });
  }

  /**
   * Ends a complete export.
   * @throws IncompleteResultError when the server counted other rows than those that arrived
   */
  async finish(): Promise<void> {
    const { rows } = this.#received;
    if (this.#total !== undefined && this.#total !== rows) {
      throw new IncompleteResultError(
        `Query job ${this.#job?.id}: ${rows} rows arrived, but the job counts ${this.#total}`,
        { jobId: this.#job?.id, expected: this.#total, received: rows },
      );
    }
    this.report("done", true);
    if (this.options.deleteJob) await this.#job?.delete({ signal: this.signal });
  }

  /** Tidies up after an export that nobody reads to its end: a running query is aborted, its results are deleted. */
  async abandon(reason?: unknown): Promise<void> {
    const job = this.#job;
    const { keepJob = this.options.resume !== undefined } = this.options;
    if (job === undefined || keepJob) return;
    if (reason instanceof JobTimeoutError && this.options.onTimeout !== "abort") return;
    const wanted = reason === undefined || this.signal.aborted || reason instanceof JobTimeoutError;
    const isOver = isTerminal(stageOf("query", job.state ?? ""));
    // After a fault of the line the results are still there: the error names the job, and somebody may go on with it.
    if (isOver && !wanted) return;
    const signal = AbortSignal.timeout(CLEAN_UP_MS);
    try {
      if (!isOver) await job.abort({ signal });
      else await job.delete({ signal });
    } catch {
      // The reader's own reason matters more; an abandoned query ends by itself, and its results expire.
    }
  }

  report(phase: ExportProgress["phase"], force = false): void {
    if (this.#listener === undefined) return;
    const now = this.bulk.runtime.now();
    if (!force && now - this.#reportedAt < 100) return;
    this.#reportedAt = now;
    const { rows, bytes, pages } = this.#received;
    const elapsedMs = Math.max(0, now - this.#startedAt);
    const seconds = elapsedMs / 1000 || Number.POSITIVE_INFINITY;
    try {
      this.#listener({
        phase,
        state: this.#job?.state ?? "Planned",
        rows: { total: this.#total, received: rows },
        bytes,
        pages,
        handle: this.#handle,
        rate: { rowsPerSecond: rows / seconds, bytesPerSecond: bytes / seconds },
        elapsedMs,
      });
    } catch (error) {
      this.#listener = undefined;
      process.emitWarning(`onProgress threw and is not called again: ${String(error)}`, "KineticWarning");
    }
  }

  /** Notes where the export stands, and waits for who keeps it. */
  async #stand(handle: ExportHandle): Promise<void> {
    this.#handle = handle;
    await this.#plan.onHandle?.(handle);
  }

  #reopen({ job, rows }: ExportHandle): QueryJob {
    this.#received.rows = rows;
    const { requester, runtime } = this.bulk;
    return new QueryJob({ requester, runtime, job: refOf("query", job) });
  }

  async #create(): Promise<QueryJob> {
    const { requester, runtime } = this.bulk;
    const apiVersion = await requester.apiVersion(this.signal);
    const body = {
      operation: this.options.operation ?? "query",
      query: this.soql,
      contentType: "CSV",
      columnDelimiter: "COMMA",
      lineEnding: "LF",
    };
    for (let attempt = 0; ; attempt += 1) {
      const grace = graceSignal(this.signal, CREATE_GRACE_MS);
      try {
        const call = { kind: "query", apiVersion, body } as const;
        const info = await createJob(requester, call, { signal: grace.signal });
        return new QueryJob({ requester, runtime, info, job: { kind: "query", id: info.id, apiVersion } });
      } catch (error) {
        if (this.signal.aborted || !isUnsettled(error) || attempt + 1 >= MAX_CREATES) throw error;
      } finally {
        grace.release();
      }
      await runtime.sleep(settleDelay(attempt, runtime.random), this.signal);
    }
  }
}
