import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The path of a file of the project. */
export const inProject = (path: string): string => `${ROOT}${path}`;

/** How long that may take where nothing is compiled yet and others keep the machine busy. */
export const BUILD_TIMEOUT_MS = 600_000;

/** Compiles what child processes run, as `npm run build` does. */
export async function buildForChildren(): Promise<void> {
  const projects = ["tsconfig.build.json", "packages/local-org", "packages/cli", "examples"].map(inProject);
  await runNode(inProject("node_modules/typescript/bin/tsc"), "-b", ...projects);
  await runNode(inProject("scripts/bundle.mjs"));
}

async function runNode(...args: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, args);
}
