// What types of a big org cost the compiler: 1,000 objects of 200 fields and a file of 20 queries, beside the same queries in
// an org of 40 objects (what a compiler run costs anyway). Run: npm run build && node bench/types.mjs
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateTypes } from "kinetic-core";
import { median, report } from "./lib.mjs";
import { madeUpOrg, madeUpQueries } from "./made-up-org.mjs";

const ROUNDS = 5;
const FIELDS = 200;
const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "kinetic-types-"));

/** Writes a project with the types of an org and the queries. */
function project(objects) {
  const folder = join(scratch, String(objects));
  mkdirSync(join(folder, "org"), { recursive: true });
  for (const { path, text } of generateTypes(madeUpOrg(objects, FIELDS)))
    writeFileSync(join(folder, "org", path), text);
  const head = `import type { SalesforceClient } from "kinetic-core";\nimport type { Org } from "./org/index.js";\ndeclare const sf: SalesforceClient<Org>;\n`;
  writeFileSync(join(folder, "queries.ts"), head + madeUpQueries(objects, FIELDS));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["queries.ts"] }));
  return folder;
}

const compilerOptions = {
  target: "es2023",
  lib: ["es2023"],
  module: "nodenext",
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  skipLibCheck: true,
  types: ["node"],
  typeRoots: [join(root, "node_modules/@types")],
  paths: { "kinetic-core": [join(root, "dist/index.d.ts")] },
};

/** Compiles a project in a process of its own. */
function compile(folder) {
  const tsc = join(root, "node_modules/typescript/lib/tsc.js");
  const begin = performance.now();
  const args = [tsc, "-p", folder, "--extendedDiagnostics"];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stdout);
  const figure = (name) => Number(new RegExp(`${name}:\\s+([\\d.]+)`).exec(stdout)?.[1]);
  return {
    totalMs: performance.now() - begin,
    checkMs: figure("Check time") * 1000,
    instantiations: figure("Instantiations"),
  };
}

const sizes = { big: 1_000, small: 40 };
const folders = { big: project(sizes.big), small: project(sizes.small) };
const runs = { big: [], small: [] };
for (let round = 0; round < ROUNDS; round += 1)
  for (const size of ["big", "small"]) runs[size].push(compile(folders[size]));
rmSync(scratch, { recursive: true });

const middle = (size, name) => median(runs[size].map((run) => run[name]));
const row = (name, key, unit) => ({ name, ours: middle("big", key), baseline: middle("small", key), unit });
report(`20 queries, ${sizes.big} objects of ${FIELDS} fields beside ${sizes.small}, median of ${ROUNDS}`, [
  row("whole compiler run", "totalMs", "ms"),
  row("type check of all files", "checkMs", "ms"),
  row("type instantiations", "instantiations", ""),
]);
