import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { diskError, isDiskFault } from "../load/result-spool.ts";

/** How much is written at a time: few calls, and little memory. */
const FLUSH_BYTES = 512 * 1024;

/** A file that appears under its name only when it is whole. */
export class AtomicFile {
  readonly #path: string;
  readonly #temp: string;
  readonly #file: FileHandle;
  #position = 0;
  /** What is not written yet, in one half of the memory; the other half is being written. */
  #filling: Buffer = Buffer.allocUnsafeSlow(FLUSH_BYTES);
  #spare: Buffer = Buffer.allocUnsafeSlow(FLUSH_BYTES);
  #filled = 0;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, temp: string, file: FileHandle) {
    this.#path = path;
    this.#temp = temp;
    this.#file = file;
  }

  /** Opens a new file beside `path`. */
  static async create(path: string): Promise<AtomicFile> {
    const temp = join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}.part`);
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

  /** Bytes taken in so far. */
  get position(): number {
    return this.#position;
  }

  /** Takes bytes in, by copying them. They are written many at a time, while the next ones are on their way. */
  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + FLUSH_BYTES - this.#filled);
      this.#filling.set(part, this.#filled);
      this.#filled += part.length;
      this.#position += part.length;
      at += part.length;
      if (this.#filled === FLUSH_BYTES) await this.#flush();
    }
  }

  /** Forgets everything behind `position`. */
  async rewind(position: number): Promise<void> {
    await this.#drain();
    await this.#file.truncate(position);
    this.#position = position;
  }

  /** Begins to write what waits, when what was begun before is written. */
  async #flush(): Promise<void> {
    await this.#writing;
    const block = this.#filling.subarray(0, this.#filled);
    const at = this.#position - this.#filled;
    [this.#filling, this.#spare] = [this.#spare, this.#filling];
    this.#filled = 0;
    this.#writing = this.#writeBlock(block, at);
    // Who waits for it next is told.
    this.#writing.catch(() => undefined);
  }

  /** Waits until everything is written. */
  async #drain(): Promise<void> {
    await this.#flush();
    await this.#writing;
  }

  async #writeBlock(block: Buffer, at: number): Promise<void> {
    try {
      for (let done = 0; done < block.length; ) {
        const { bytesWritten } = await this.#file.write(block, done, block.length - done, at + done);
        done += bytesWritten;
      }
    } catch (cause) {
      throw isDiskFault(cause) ? diskError(this.#path, cause) : cause;
    }
  }

  /** Waits until what was written is on the disk. */
  async sync(): Promise<void> {
    await this.#drain();
    await this.#file.datasync();
  }

  /** Closes the file and keeps what was written. */
  async close(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#file.close();
  }

  /** Makes the file appear under its name. */
  async commit(): Promise<void> {
    try {
      await this.#drain();
      await this.#file.datasync();
      await this.#file.close();
      await rename(this.#temp, this.#path);
    } catch (cause) {
      throw isDiskFault(cause) ? diskError(this.#path, cause) : cause;
    }
  }

  /** Removes what was written. */
  async discard(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#file.close().catch(() => undefined);
    await rm(this.#temp, { force: true });
  }
}

/** Where the unfinished file of an export is that can be gone on with. */
export function partPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.part`);
}
