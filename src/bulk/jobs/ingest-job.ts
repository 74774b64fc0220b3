import { Readable } from "node:stream";
import { BulkJob, type JobHandleParts } from "./bulk-job.ts";
import { bytesOf } from "./bytes-of.ts";
import type { JobInfo } from "./job-info.ts";
import {
  type BulkCallOptions,
  openResult,
  putBatches,
  type ResultName,
  type UploadBody,
} from "./jobs-api.ts";
import { closeJob } from "./settle.ts";

/** Options of {@link IngestJob.upload}. */
export interface UploadOptions extends BulkCallOptions {
  /** Exact length in bytes, where the data is a factory. Without it the upload is chunked. */
  readonly length?: number | undefined;
}

/** An ingest job of Bulk API 2.0, as it is on the wire. `bulk.load` drives many of them. */
export class IngestJob extends BulkJob {
  /** @internal */
  constructor(parts: JobHandleParts) {
    super(parts);
  }

  /**
   * Uploads the job's data: CSV with a header, at most 150 MB after base64. A job takes one upload.
   * @throws OutcomeUnknownError when the answer was lost: abort the job and make another one, nothing is loaded twice
   * @example
   * ```ts
   * const job = await sf.bulk.createIngestJob({ object: "Account", operation: "insert" });
   * await job.upload("Name\nAcme\n");
   * await job.close();
   * ```
   */
  async upload(
    data: string | Uint8Array | UploadBody["open"],
    { signal, length }: UploadOptions = {},
  ): Promise<void> {
    const body = uploadBody(data, length);
    await putBatches(this.parts.requester, this.parts.job, { body, signal });
  }

  /** Tells the server to start. A lost answer is settled by reading the job. */
  async close({ signal }: BulkCallOptions = {}): Promise<JobInfo> {
    return this.remember(await closeJob({ ...this.parts, signal }));
  }

  /** Streams the rows that were stored, as raw CSV: `sf__Id`, `sf__Created`, then the columns sent. Any order. */
  successfulResults(options: BulkCallOptions = {}): Readable {
    return this.#result("successfulResults", options);
  }

  /**
   * Streams the rows that were refused, as raw CSV: `sf__Id`, `sf__Error`, then the columns sent. Any order.
   *
   * @example
   * ```ts
   * await pipeline(sf.bulk.ingestJob("750000000000001AAA").failedResults(), createWriteStream("failed.csv"));
   * ```
   */
  failedResults(options: BulkCallOptions = {}): Readable {
    return this.#result("failedResults", options);
  }

  /** Streams the rows that the server did not get to, as raw CSV. */
  unprocessedRecords(options: BulkCallOptions = {}): Readable {
    return this.#result("unprocessedrecords", options);
  }

  #result(name: ResultName, options: BulkCallOptions): Readable {
    const open = async (): Promise<{ readonly body: Readable }> =>
      openResult(this.parts.requester, await this.pinned(options), { ...options, name });
    return Readable.from(bytesOf(open), { objectMode: false });
  }
}

function uploadBody(data: string | Uint8Array | UploadBody["open"], length: number | undefined): UploadBody {
  if (typeof data === "function") return { open: data, length };
  const bytes = typeof data === "string" ? Buffer.from(data) : data;
  return { open: () => Readable.from([bytes], { objectMode: false }), length: bytes.length };
}
