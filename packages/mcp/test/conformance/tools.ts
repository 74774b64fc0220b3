import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where `npm run test:soak` installs the protocol's own tools, by the lockfile beside their package.json. */
const MODULES = fileURLToPath(new URL("tools/node_modules", import.meta.url));

/** How a tool ended. */
export interface ToolRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a tool of the protocol on the Node that it needs. Nothing is fetched: the tests know no network.
 * @param script below node_modules
 */
export function runTool(script: string, args: readonly string[], cwd?: string): Promise<ToolRun> {
  const node = `${MODULES}/.bin/node`;
  if (!existsSync(node))
    throw new Error(
      "The protocol's tools are not installed: npm run test:soak does it, or npm ci in their folder",
    );
  const env = { ...process.env, npm_config_offline: "true" };
  return new Promise((resolve) => {
    const all = [`${MODULES}/${script}`, ...args];
    execFile(node, all, { cwd, env, maxBuffer: 1e8 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
  });
}
