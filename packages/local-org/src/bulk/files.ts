import { createReadStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a job keeps in files: rows are many, memory is not. */
export type JobFile = "upload" | "successful" | "failed" | "rows" | "index";

/** The files of an org's jobs. The directory is made when the first is needed. */
export class BulkFiles {
  readonly #given: string | undefined;
  #directory: string | undefined;

  constructor(directory: string | undefined) {
    this.#given = directory;
  }

  /** Returns the path of a job's file. */
  path(jobId: string, file: JobFile): string {
    if (this.#directory === undefined) {
      if (this.#given !== undefined) mkdirSync(this.#given, { recursive: true });
      this.#directory = this.#given ?? mkdtempSync(join(tmpdir(), "kinetic-local-org-"));
    }
    return join(this.#directory, `${jobId}.${file}.csv`);
  }

  /** Reads a part of a job's file, from a byte up to but without another. */
  async *read(
    jobId: string,
    file: JobFile,
    range: { start?: number; end?: number } = {},
  ): AsyncGenerator<Buffer> {
    const { start = 0, end = Number.POSITIVE_INFINITY } = range;
    if (end <= start) return;
    const stream = createReadStream(this.path(jobId, file), { start, end: end - 1 });
    yield* stream as AsyncIterable<Buffer>;
  }

  /** Removes all files of a job. */
  async remove(jobId: string): Promise<void> {
    if (this.#directory === undefined) return;
    const all: JobFile[] = ["upload", "successful", "failed", "rows", "index"];
    await Promise.all(all.map((file) => rm(this.path(jobId, file), { force: true })));
  }

  /** Removes everything. A directory that was given by the user is emptied of jobs, not removed. */
  clear(jobIds: Iterable<string>): void {
    if (this.#directory === undefined) return;
    if (this.#given === undefined) {
      rmSync(this.#directory, { recursive: true, force: true });
      this.#directory = undefined;
      return;
    }
    for (const id of jobIds)
      for (const file of ["upload", "successful", "failed", "rows", "index"] as const)
        rmSync(this.path(id, file), { force: true });
  }
}
