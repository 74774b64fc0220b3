import type { Requester, Runtime } from "../../http/index.ts";
import type { JobInfo } from "./job-info.ts";
import { type BulkCallOptions, deleteJob, type JobRef, readJob } from "./jobs-api.ts";
import { pollUntilDone } from "./poll.ts";
import { abortJob } from "./settle.ts";

/** How long to wait for a job, and who wants to hear about it. */
export interface WaitOptions extends BulkCallOptions {
  /**
   * When to give up waiting. The job is left alone.
   * @default 86_400_000
   */
  readonly timeoutMs?: number | undefined;
  /** Called with every state that is read. */
  readonly onProgress?: ((info: JobInfo) => void) | undefined;
}

/** A job as plain data: survives JSON, and opens the job again. */
export interface JobHandleJson {
  readonly kind: "ingest" | "query";
  readonly id: string;
  /** e.g. `68.0`; read from the job when absent. */
  readonly apiVersion?: string | undefined;
}

/** What job handles are made of. */
export interface JobHandleParts {
  readonly requester: Requester;
  readonly runtime: Runtime;
  readonly job: JobRef;
  readonly info?: JobInfo | undefined;
}

/** What the two kinds of jobs have in common. */
export abstract class BulkJob {
  readonly id: string;
  readonly #parts: JobHandleParts;
  #info: JobInfo | undefined;

  /** @internal */
  protected constructor(parts: JobHandleParts) {
    this.id = parts.job.id;
    this.#info = parts.info;
    this.#parts = parts;
  }

  /** @internal */
  protected get parts(): JobHandleParts {
    return this.#parts;
  }

  /** The API version that made the job, where known: only it may read the results. */
  get apiVersion(): string | undefined {
    return this.#parts.job.apiVersion ?? this.#info?.apiVersion?.toFixed(1);
  }

  /** The state that was last read; `undefined` before the first look. */
  get state(): string | undefined {
    return this.#info?.state;
  }

  /** Reads the job. */
  async info(options: BulkCallOptions = {}): Promise<JobInfo> {
    return this.remember(await readJob(this.parts.requester, this.parts.job, options));
  }

  /** Aborts the job; one that has ended meanwhile is left as it is. Rows that were processed stay. */
  async abort(options: BulkCallOptions = {}): Promise<JobInfo> {
    return this.remember(await abortJob({ ...this.parts, signal: options.signal }));
  }

  /** Deletes the ended job and its results. */
  async delete(options: BulkCallOptions = {}): Promise<void> {
    await deleteJob(this.parts.requester, this.parts.job, options);
  }

  /**
   * Waits until the job is complete, failed or aborted, and returns what the server says about it then.
   * @throws JobTimeoutError when `timeoutMs` has passed; the job is left alone, and the error's `handle` opens it again
   * @throws JobError when the job stays in a state that leads nowhere
   * @example
   * ```ts
   * const job = sf.bulk.queryJob("750000000000001AAA");
   * const { state } = await job.wait({ timeoutMs: 3600_000, onProgress: (info) => console.log(info.state) });
   * ```
   */
  async wait(options: WaitOptions = {}): Promise<JobInfo> {
    const { requester, runtime, job } = this.parts;
    return await pollUntilDone({
      kind: job.kind,
      id: job.id,
      runtime,
      read: (signal) => readJob(requester, job, { signal }),
      signal: options.signal,
      timeoutMs: options.timeoutMs,
      handle: this.toJSON(),
      onInfo: (info) => {
        this.remember(info);
        options.onProgress?.(info);
      },
    });
  }

  /** Returns what opens the job again, as plain data. */
  toJSON(): JobHandleJson {
    return { kind: this.parts.job.kind, id: this.id, apiVersion: this.apiVersion };
  }

  /**
   * The job as its results are addressed; asks the server for the version that made it where that is not known.
   * @internal
   */
  protected async pinned(options: BulkCallOptions): Promise<JobRef> {
    if (this.apiVersion === undefined) await this.info(options);
    return { ...this.#parts.job, apiVersion: this.apiVersion };
  }

  /** @internal */
  protected remember(info: JobInfo): JobInfo {
    this.#info = info;
    return info;
  }
}
