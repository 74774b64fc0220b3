import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KineticError } from "../errors/kinetic-error.ts";
import { type ByteStore, readFully, reasonOf } from "./byte-store.ts";
import { problem } from "./problem.ts";

const WRITE_BYTES = 256 * 1024;

/** Where a spool takes its bytes from, and where it keeps them. */
export interface SpoolConfig {
  /** Name of the source in messages. */
  readonly source: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Lets go of what `chunks` reads from, also while it waits for more. */
  readonly release: () => void;
  readonly directory?: string | undefined;
}

/**
 * Keeps a stream in a temporary file while it is read for the first time, so that it can be read again. The file is
 * readable by this user alone, and has no name any more once it is open: nothing is left behind even by a crash.
 */
export class Spool implements ByteStore {
  readonly #config: SpoolConfig;
  readonly #file: FileHandle;
  readonly #folder: string;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #written = 0;
  #ended = false;
  #closed = false;
  /** What ended the stream early: said again on every read past it, for its bytes are lost. */
  #failure: unknown;
  #filling: Promise<void> = Promise.resolve();

  private constructor(config: SpoolConfig, file: FileHandle, folder: string) {
    this.#config = config;
    this.#file = file;
    this.#folder = folder;
    this.#chunks = config.chunks[Symbol.asyncIterator]();
  }

  static async open(config: SpoolConfig): Promise<Spool> {
    try {
      const folder = await mkdtemp(join(config.directory ?? tmpdir(), "kinetic-csv-"));
      const file = await open(join(folder, "spool.csv"), "wx+", 0o600);
      await removeFolder(folder);
      return new Spool(config, file, folder);
    } catch (cause) {
      config.release();
      const message = `cannot make a temporary file for the CSV: ${reasonOf(cause)}`;
      throw problem("csv-spool", message, { source: config.source, cause });
    }
  }

  /** Bytes of the whole source, once its end has been seen. */
  get size(): number | undefined {
    return this.#ended ? this.#written : undefined;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    await this.#fillTo(position + target.length);
    const wanted = Math.max(0, Math.min(target.length, this.#written - position));
    return readFully(this.#file, target.subarray(0, wanted), position);
  }

  verify(): Promise<void> {
    return Promise.resolve();
  }

  async identity(): Promise<{ size: number }> {
    await this.#fillTo(Number.POSITIVE_INFINITY);
    return { size: this.#written };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (!this.#ended) this.#config.release();
    await this.#file.close();
    await removeFolder(this.#folder);
  }

  /** Takes from the stream until `length` bytes are there, or all. One at a time: the stream has one order. */
  #fillTo(length: number): Promise<void> {
    if (this.#written >= length || this.#ended) return Promise.resolve();
    const filled = this.#filling.then(() => this.#fill(length));
    this.#filling = filled.catch(() => undefined);
    return filled;
  }

  async #fill(length: number): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      while (this.#written < length && !this.#ended) {
        const chunks = await this.#take(Math.min(length - this.#written, WRITE_BYTES));
        if (this.#closed)
          throw problem("csv-argument", "the CSV source was closed while being read", this.#place);
        await this.#append(chunks);
      }
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  async #take(wanted: number): Promise<Uint8Array[]> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    while (bytes < wanted) {
      const { done, value } = await this.#next();
      if (done === true) {
        this.#ended = true;
        break;
      }
      chunks.push(value);
      bytes += value.length;
    }
    return chunks;
  }

  async #next(): Promise<IteratorResult<Uint8Array>> {
    try {
      return await this.#chunks.next();
    } catch (cause) {
      if (cause instanceof KineticError) throw cause;
      const message = `the source of the CSV failed: ${reasonOf(cause)}`;
      throw problem("csv-unreadable", message, { ...this.#place, byteOffset: this.#written, cause });
    }
  }

  async #append(chunks: Uint8Array[]): Promise<void> {
    const bytes = chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#file.write(
          bytes,
          done,
          bytes.length - done,
          this.#written + done,
        );
        done += bytesWritten;
      }
    } catch (cause) {
      throw problem("csv-spool", `cannot write the temporary file: ${reasonOf(cause)}`, {
        ...this.#place,
        cause,
      });
    }
    this.#written += bytes.length;
  }

  get #place(): { readonly source: string } {
    return { source: this.#config.source };
  }
}

/** Removes the folder; where open files cannot be removed, closing does it. */
async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
