import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { failure } from "../server/errors.ts";
import type { IngestJob, Upload } from "./jobs.ts";
import type { JobRegistry } from "./registry.ts";
import { RecordScanner } from "./scan.ts";

/** Writes an upload to its file while it arrives. Nothing counts until all of it is there. */
export async function takeUpload(registry: JobRegistry, job: IngestJob, body: Readable): Promise<void> {
  if (job.upload || job.uploading) throw multipleContents(job);
  job.uploading = true;
  const path = registry.files.path(job.id, "upload");
  const partial = `${path}.part`;
  const scanner = new RecordScanner(registry.options.batchRows);
  try {
    await pipeline(
      body,
      (source) => watch(source, scanner, registry.options.maxUploadBytes),
      createWriteStream(partial),
    );
    await rename(partial, path);
    job.upload = scanner.finish();
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    job.uploading = false;
  }
}

/** Takes the data that came with the job itself. */
export function takeContent(registry: JobRegistry, job: IngestJob, content: string): Promise<void> {
  return takeUpload(registry, job, Readable.from(content === "" ? [] : [Buffer.from(content)]));
}

async function* watch(
  source: AsyncIterable<Buffer | string>,
  scanner: RecordScanner,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of source) {
    const chunk = typeof piece === "string" ? Buffer.from(piece) : piece;
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw failure(
        413,
        "EXCEEDED_MAX_SIZE_REQUEST",
        `The upload is larger than ${maxBytes} bytes: split it into several jobs`,
      );
    scanner.push(chunk);
    yield chunk;
  }
}

function multipleContents(job: IngestJob): Error {
  return failure(
    400,
    "CLIENTINPUTERROR",
    `Found multiple contents for job: ${job.id}, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`,
  );
}

/** Returns how many internal batches an upload makes. */
export function batchCount(upload: Upload | undefined): number {
  return upload?.batches.length ?? 0;
}
