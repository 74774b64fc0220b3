import { randomBytes } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { diskError, isDiskFault } from "../load/result-spool.ts";

/** A file that appears under its name only when it is whole. */
export class AtomicFile {
  readonly #path: string;
  readonly #temp: string;
  readonly #file: FileHandle;
  #position = 0;

  private constructor(path: string, temp: string, file: FileHandle) {
    this.#path = path;
    this.#temp = temp;
    this.#file = file;
  }

  /** Opens a new file beside `path`. */
  static async create(path: string): Promise<AtomicFile> {
    const temp = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.part`);
    try {
      return new AtomicFile(path, temp, await open(temp, "wx"));
    } catch (cause) {
      throw diskError(path, cause);
    }
  }

  /** Opens the unfinished file of an earlier try, and forgets what lies behind `position`; a new one where there is none. */
  static async reopen(path: string, position: number): Promise<AtomicFile> {
    const temp = partPath(path);
    try {
      const file = new AtomicFile(path, temp, await open(temp, position === 0 ? "w" : "r+"));
      await file.rewind(position);
      return file;
    } catch (cause) {
      throw diskError(path, cause);
    }
  }

  /** Bytes written so far. */
  get position(): number {
    return this.#position;
  }

  async write(bytes: Uint8Array): Promise<void> {
    let done = 0;
    try {
      while (done < bytes.length) {
        const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#position);
        done += bytesWritten;
        this.#position += bytesWritten;
      }
    } catch (cause) {
      throw isDiskFault(cause) ? diskError(this.#path, cause) : cause;
    }
  }

  /** Forgets everything behind `position`. */
  async rewind(position: number): Promise<void> {
    await this.#file.truncate(position);
    this.#position = position;
  }

  /** Waits until what was written is on the disk. */
  async sync(): Promise<void> {
    await this.#file.datasync();
  }

  /** Closes the file and keeps what was written. */
  async close(): Promise<void> {
    await this.#file.close();
  }

  /** Makes the file appear under its name. */
  async commit(): Promise<void> {
    try {
      await this.#file.datasync();
      await this.#file.close();
      await rename(this.#temp, this.#path);
    } catch (cause) {
      throw isDiskFault(cause) ? diskError(this.#path, cause) : cause;
    }
  }

  /** Removes what was written. */
  async discard(): Promise<void> {
    await this.#file.close().catch(() => undefined);
    await rm(this.#temp, { force: true });
  }
}

/** Where the unfinished file of an export is that can be gone on with. */
export function partPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.part`);
}
