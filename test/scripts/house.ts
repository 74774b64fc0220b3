import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The top folder of this repository. */
export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** How a command ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A repository in a temporary folder, for checks to find something wrong in. */
export interface House {
  readonly path: string;
  file(name: string, text: string): Promise<void>;
  /** Runs a script of Node in the house. */
  node(script: string, ...args: readonly string[]): Promise<Outcome>;
  remove(): Promise<void>;
}

export async function makeHouse(): Promise<House> {
  const path = await mkdtemp(join(tmpdir(), "kinetic-house-"));
  return {
    path,
    file: async (name, text) => {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), text);
    },
    node: (script, ...args) =>
      new Promise((resolve) => {
        const options = { cwd: path, maxBuffer: 1 << 26 };
        const child = execFile(process.execPath, [script, ...args], options, (_error, stdout, stderr) =>
          resolve({ code: child.exitCode ?? -1, stdout, stderr }),
        );
      }),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
