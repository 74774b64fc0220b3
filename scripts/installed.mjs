// For release.mjs: the packed packages together in an empty project, used as their users do: by import, by require, by
// their commands, and by a strict compiler that reads every declaration, on each line of Node.
import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeVersions, npm, readJson, root, run, runnerOf } from "./lib.mjs";

const uses = [
  ["library.mjs", "the main jobs by import"],
  ["library.cjs", "the main jobs by require"],
  ["commands.mjs", "kinetic and kinetic-mcp --demo"],
];
const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
  module: "nodenext",
  target: "es2023",
  lib: ["es2023", "esnext.disposable"],
  types: ["node"],
};

/** An empty project outside of the repository, with the packages and what a compiler needs. */
async function projectOf(tarballs) {
  const project = await mkdtemp(join(tmpdir(), "kinetic-installed-"));
  const { devDependencies } = await readJson("package.json");
  const compiler = ["typescript", "@types/node"].map((name) => `${name}@${devDependencies[name]}`);
  await writeFile(join(project, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  await writeFile(
    join(project, "tsconfig.json"),
    JSON.stringify({ compilerOptions, files: ["types.mts", "types.cts"] }),
  );
  const { code, output } = await npm(
    ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...tarballs, ...compiler],
    { cwd: project },
  );
  if (code !== 0) throw new Error(`npm install failed:\n${output}`);
  const scripts = join(root, "scripts/installed");
  for (const file of await readdir(scripts)) await cp(join(scripts, file), join(project, file));
  return project;
}

/** Uses all packages of `tarballs`, and tells `outcome(what, problems)` of each way. */
export async function checkInstalled(tarballs, outcome) {
  const project = await projectOf(tarballs);
  try {
    const { code, output } = await run(process.execPath, ["node_modules/typescript/bin/tsc"], {
      cwd: project,
    });
    outcome(
      "installed: a strict project compiles, as module and in CommonJS",
      code === 0 ? [] : [output.trim()],
    );
    const others = Object.values(nodeVersions).map((version) => [`v${version}`, runnerOf(version)]);
    for (const [version, [command, ...args]] of [[process.version, [process.execPath]], ...others]) {
      for (const [file, what] of uses) {
        const ran = await run(command, [...args, file], { cwd: project });
        const fine = ran.code === 0 && ran.stdout.includes(version);
        outcome(`installed: ${what} on ${version}`, fine ? [] : [ran.output.trim()]);
      }
    }
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}
