import { type FileHandle, open } from "node:fs/promises";
import { problem } from "./problem.ts";
import type { CsvFingerprint } from "./types.ts";

/** Bytes that can be read at any place any number of times. */
export interface ByteStore {
  /** Length in bytes, where known without reading. */
  readonly size?: number | undefined;
  /** Fills `target` from `position` on and returns how many bytes it got: fewer than asked for only at the end. */
  read(target: Uint8Array, position: number): Promise<number>;
  /** Throws when the bytes are no longer those that were opened. */
  verify(): Promise<void>;
  /** What the fingerprint takes the time and size from. */
  identity(): Promise<Pick<CsvFingerprint, "size" | "mtimeMs">>;
  close(): Promise<void>;
}

/** Fills `target` from a file, over as many reads as it takes. */
export async function readFully(file: FileHandle, target: Uint8Array, position: number): Promise<number> {
  let filled = 0;
  while (filled < target.length) {
    const { bytesRead } = await file.read(target, filled, target.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/** Opens a file for reading; the errors of the operating system become {@link InputError}s that name it. */
export async function openForReading(path: string, source: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (cause) {
    throw problem("csv-unreadable", `cannot open the CSV file: ${reasonOf(cause)}`, { source, cause });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this process may not read it",
  EPERM: "this process may not read it",
  EISDIR: "it is a directory",
  ENOTDIR: "part of its path is not a directory",
  EMFILE: "this process has too many files open",
  ENOSPC: "the disk is full",
};

/** Says why a call of the operating system failed, in words where it is a common reason. */
export function reasonOf(cause: unknown): string {
  const code = (cause as { readonly code?: unknown } | null)?.code;
  if (typeof code === "string") return REASONS[code] ?? code;
  return cause instanceof Error ? cause.message : String(cause);
}

/** Reads a regular file by byte ranges; nothing is held in memory. */
export class FileStore implements ByteStore {
  readonly size: number;
  readonly #file: FileHandle;
  readonly #source: string;
  readonly #mtimeMs: number;

  constructor(
    file: FileHandle,
    facts: { readonly source: string; readonly size: number; readonly mtimeMs: number },
  ) {
    this.#file = file;
    this.#source = facts.source;
    this.size = facts.size;
    this.#mtimeMs = facts.mtimeMs;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    // What was appended since the file was opened is not part of the source.
    const wanted = Math.max(0, Math.min(target.length, this.size - position));
    try {
      return await readFully(this.#file, target.subarray(0, wanted), position);
    } catch (cause) {
      const message = `cannot read the CSV file: ${reasonOf(cause)}`;
      throw problem("csv-unreadable", message, { source: this.#source, byteOffset: position, cause });
    }
  }

  async verify(): Promise<void> {
    const { size, mtimeMs } = await this.#file.stat();
    if (size === this.size && mtimeMs === this.#mtimeMs) return;
    throw problem("csv-changed", "the CSV file changed while it was being loaded", { source: this.#source });
  }

  identity(): Promise<Pick<CsvFingerprint, "size" | "mtimeMs">> {
    return Promise.resolve({ size: this.size, mtimeMs: this.#mtimeMs });
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
