// The shell of the documentation: blocks that say ```sh run are run by bash, each in a fresh folder with a fresh local org,
// which the environment signs in to, and with the `kinetic` of this build.
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { closeContext, openContext } from "./doc-context.mjs";
import { root, run } from "./lib.mjs";

/** Runs the blocks one after another; a line that ends with another code than 0 ends its block and is a problem. */
export async function runShell(blocks) {
  const problems = [];
  for (const block of blocks) {
    await openContext();
    try {
      problems.push(...(await runBlock(block)));
    } finally {
      await closeContext();
    }
  }
  return problems;
}

async function runBlock({ path, line, code }) {
  const folder = process.cwd();
  await mkdir(join(folder, "bin"));
  const command = join(folder, "bin/kinetic");
  await writeFile(
    command,
    `#!/bin/sh\nexec "${process.execPath}" "${join(root, "packages/cli/dist/bin.js")}" "$@"\n`,
  );
  await chmod(command, 0o755);
  const env = { HOME: folder, KINETIC_CONFIG_DIR: join(folder, "config"), NO_COLOR: "1" };
  const PATH = `${join(folder, "bin")}:${process.env.PATH}`;
  const { code: ended, output } = await run("bash", ["-euo", "pipefail", "-c", code], {
    cwd: folder,
    env: { ...env, PATH },
  });
  return ended === 0 ? [] : [`${path}:${line} ended with ${ended}:\n${output.trim()}`];
}
