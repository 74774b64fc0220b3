import { chmod, mkdir, open, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigurationError } from "../errors/index.ts";
import { systemRuntime } from "../http/index.ts";
import { nodeCrypto } from "./node-crypto.ts";
import type { AccessToken } from "./provider.ts";
import type { TokenStore } from "./token-store.ts";

/** A lock that was not touched for this long belongs to a process that died. */
const STALE_LOCK_MS = 30_000;
const TOUCH_MS = 5_000;
const WAIT_MS = 50;

/**
 * Makes a store in a folder, one file per identity, readable by its owner only (0600 in a folder of 0700). Processes
 * that share the folder do not log in twice: whoever comes second waits and uses the first one's token.
 *
 * @throws ConfigurationError on first use when the folder cannot be written
 * @example
 * ```ts
 * await using sf = new SalesforceClient({ auth, tokenStore: fileTokenStore("tokens") });
 * ```
 */
export function fileTokenStore(folder: string): TokenStore {
  const file = (key: string): string =>
    join(folder, `${nodeCrypto().createHash("sha256").update(key).digest("hex")}.json`);
  return {
    get: async (key) => parse(await readFile(file(key), "utf8").catch(() => "")),
    set: (key, token) => inFolder(folder, () => replaceFile(file(key), JSON.stringify(token))),
    delete: (key) => rm(file(key), { force: true }),
    exclusively: async (key, work) => {
      const unlock = await inFolder(folder, () => lock(`${file(key)}.lock`));
      try {
        return await work();
      } finally {
        await unlock();
      }
    },
  };
}

function parse(text: string): AccessToken | undefined {
  try {
    const token = JSON.parse(text) as AccessToken;
    return typeof token.token === "string" && typeof token.instanceUrl === "string" ? token : undefined;
  } catch {
    // A file that is no token is as good as none: the next login replaces it.
    return undefined;
  }
}

async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return await work();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
    const message = `the folder ${folder} cannot be used${code}; it must be writable by this user`;
    throw new ConfigurationError("The token store does not work", {
      problems: [{ setting: "tokenStore", source: "fileTokenStore", message }],
      cause,
    });
  }
}

/** Writes beside the file and renames, so that a reader sees the old token or the new one, never half of one. */
async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${crypto.randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600, flag: "wx" });
  await chmod(draft, 0o600);
  await rename(draft, path);
}

/** Takes a lock file; keeps it fresh while it is held, so that a slow login is not taken for a dead one. */
async function lock(path: string): Promise<() => Promise<void>> {
  while (!(await takeLock(path))) {
    await removeStale(path);
    await systemRuntime.sleep(WAIT_MS);
  }
  const touch = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, TOUCH_MS);
  touch.unref();
  return async () => {
    clearInterval(touch);
    await rm(path, { force: true });
  };
}

async function takeLock(path: string): Promise<boolean> {
  try {
    const handle = await open(path, "wx", 0o600);
    await handle.close();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

async function removeStale(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && Date.now() - found.mtimeMs > STALE_LOCK_MS) await rm(path, { force: true });
}
