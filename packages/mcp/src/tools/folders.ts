import { lstat, realpath } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { Refusal } from "../refusal/index.ts";

/** A folder that a setting allows. */
export interface AllowedFolder {
  readonly flag: "--import-dir" | "--export-dir";
  readonly folder: string | undefined;
}

/**
 * Finds a file below the allowed folder; links are followed before it is judged where it lies.
 * @returns its real path
 * @throws Refusal when nothing is allowed, the file is outside, or it is not there
 */
export async function fileToRead(path: string, allowed: AllowedFolder): Promise<string> {
  const root = await rootOf(allowed);
  const real = await realpath(join(root, path)).catch(() => undefined);
  const outside = real !== undefined && real !== root && !real.startsWith(root + sep);
  if (real === undefined || outside) throw noFile(path, allowed);
  if (!(await lstat(real)).isFile()) throw noFile(path, allowed);
  return real;
}

/**
 * Finds the place of a new file directly in the allowed folder.
 * @throws Refusal when nothing is allowed, the name is no plain name, or a file of it is there
 */
export async function fileToWrite(name: string, allowed: AllowedFolder): Promise<string> {
  const root = await rootOf(allowed);
  const path = join(root, name);
  if (basename(name) !== name || dirname(path) !== root || !/^[\w][\w .-]*$/.test(name)) {
    throw new Refusal(`"${name}" is not a plain name of a file`, {
      code: "PATH",
      action: "Send a name of letters, digits, dots and dashes, without folders.",
    });
  }
  const known = await lstat(path).catch(() => undefined);
  if (known === undefined) return path;
  throw new Refusal(`There is a file "${name}" already`, { code: "PATH", action: "Choose another name." });
}

async function rootOf({ flag, folder }: AllowedFolder): Promise<string> {
  const root = folder === undefined ? undefined : await realpath(folder).catch(() => undefined);
  if (root !== undefined) return root;
  const what = flag === "--import-dir" ? "reads" : "writes";
  throw new Refusal(`This server ${what} no files`, {
    code: "PATH",
    action: `Whoever runs it can name a folder by ${flag}.`,
  });
}

function noFile(path: string, { flag }: AllowedFolder): Refusal {
  return new Refusal(`There is no file "${path}" in the folder that may be used`, {
    code: "PATH",
    action: `Paths count from the folder of ${flag}, and stay in it.`,
  });
}
