import { type FileHandle, open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { performance } from "node:perf_hooks";
import { ConfigurationError } from "../../errors/index.ts";
import type { LoadCheckpoint } from "./checkpoint.ts";

/** A lock that nobody has renewed for this long was left by a process on another host that died. */
const STALE_MS = 60_000;

/** How often a lock is renewed. */
const RENEW_MS = 15_000;

/**
 * Keeps the checkpoint of a load in a file, readable by this user alone. Every write is atomic: after a crash the file
 * holds the last state or the one before, never half of one. A lock file beside it keeps a second process out; the
 * lock of a dead process is taken over.
 *
 * The file stays when the load is complete, so that the same call returns the same result instead of loading the rows
 * again. Remove it, or name another one, to load again.
 *
 * @throws ConfigurationError from its methods, when the file cannot be read or written, or is in use
 * @example
 * ```ts
 * const checkpoint = fileCheckpoint("accounts.load");
 * await using result = await sf.bulk.load({ object: "Account", operation: "insert", source: "accounts.csv", checkpoint });
 * ```
 */
export function fileCheckpoint(path: string): LoadCheckpoint {
  return {
    name: path,
    read: () => readNote(path),
    write: (state) => writeNote(path, JSON.stringify(state)),
    lock: () => lockFile(`${path}.lock`),
  };
}

async function readNote(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return undefined;
    throw unusable(path, `cannot be read: ${reason(cause)}`, cause);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw unusable(
      path,
      "is not a checkpoint: it holds no JSON. Name another file, or remove this one",
      cause,
    );
  }
}

async function writeNote(path: string, text: string): Promise<void> {
  const temp = `${path}.tmp`;
  try {
    const file = await open(temp, "w", 0o600);
    try {
      await file.writeFile(text);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temp, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(temp, { force: true }).catch(() => undefined);
    throw unusable(path, `cannot be written: ${reason(cause)}`, cause);
  }
}

/** Makes a rename durable. Not every file system lets a folder be opened; the rename itself is done by then. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, "r");
    await handle.sync();
  } catch {
    // A crash right now could bring back the state before, which resuming copes with.
  } finally {
    await handle?.close();
  }
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, which tells it from a later one with the same pid. */
  readonly began: number;
}

async function lockFile(path: string): Promise<() => Promise<void>> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await createLock(path);
      break;
    } catch (cause) {
      if (codeOf(cause) !== "EEXIST") throw unusable(path, `cannot be written: ${reason(cause)}`, cause);
      if (attempt > 0 || (await isHeld(path))) {
        throw unusable(path, "is held by another load. If there is none, remove that file", cause);
      }
      await rm(path, { force: true });
    }
  }
  const renewal = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, RENEW_MS);
  renewal.unref();
  return async () => {
    clearInterval(renewal);
    await rm(path, { force: true });
  };
}

async function createLock(path: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    const holder: Holder = { pid: process.pid, host: hostname(), began: began() };
    await file.writeFile(JSON.stringify(holder));
  } catch (error) {
    // On a full disk the file can be made, but not filled; an empty one would keep everybody out.
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

function began(): number {
  return Math.round(performance.timeOrigin);
}

async function isHeld(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  const isFresh = Date.now() - mtimeMs < STALE_MS;
  const holder = await readHolder(path);
  // A lock without content is being written at this moment, or its writer died while doing so.
  if (holder === undefined || holder.host !== hostname()) return isFresh;
  if (holder.pid === process.pid) return holder.began === began();
  return isAlive(holder.pid);
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    return codeOf(error) === "EPERM";
  }
}

function unusable(path: string, why: string, cause: unknown): ConfigurationError {
  return new ConfigurationError("The load's checkpoint cannot be used", {
    problems: [{ setting: "checkpoint", source: path, message: why }],
    cause,
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
