// What types of a big org cost the compiler: 1,000 objects of 200 fields and a file of 20 queries. Beside it stand the same
// queries in an org of 40 objects (what a compiler run costs anyway), as many bare interfaces of as many fields that
// nothing uses (what reading them costs anyway), and an `Org` that names, of the same 1,000 files, only the objects in use. Run: npm run build && node bench/types.mjs
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

const WHOLE = 'import type { Org } from "./org/index.js";\n';

/** Writes a project with the types of an org and the queries. */
function project(objects, { name = String(objects), org = WHOLE } = {}) {
  const folder = join(scratch, name);
  mkdirSync(join(folder, "org"), { recursive: true });
  for (const { path, text } of generateTypes(madeUpOrg(objects, FIELDS)))
    writeFileSync(join(folder, "org", path), text);
  const head = `import type { SalesforceClient } from "kinetic-core";\n${org}declare const sf: SalesforceClient<Org>;\n`;
  writeFileSync(join(folder, "queries.ts"), head + madeUpQueries(objects, FIELDS));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["queries.ts"] }));
  return folder;
}

/** An interface of the objects that the queries meet: those they name, three parents up, and one child. */
function inUse(objects) {
  const met = Array.from({ length: 20 }, (_, query) => [0, 1, 2, 3, -4].map((step) => query * 37 + step));
  const names = [...new Set(met.flat().map((at) => `Object_${(at + objects) % objects}__c`))];
  const imports = names.map((name) => `import type { ${name}Types } from "./org/${name}.js";\n`).join("");
  return `${imports}interface Org {\n${names.map((name) => `  readonly ${name}: ${name}Types;\n`).join("")}}\n`;
}

/** Writes as many interfaces of as many fields, without comments, and no query. */
function bareProject(objects) {
  const folder = join(scratch, "bare");
  mkdirSync(folder);
  const members = Array.from({ length: FIELDS }, (_, at) => `  Field_${at}__c: string | null;\n`).join("");
  const names = Array.from({ length: objects }, (_, index) => `Object_${index}__c`);
  for (const name of names)
    writeFileSync(join(folder, `${name}.ts`), `${unchecked}export interface ${name} {\n${members}}\n`);
  const imports = names.map((name) => `import type { ${name} } from "./${name}.js";\n`).join("");
  const org = names.map((name) => `  ${name}: ${name};\n`).join("");
  writeFileSync(join(folder, "index.ts"), `${imports}export interface Org {\n${org}}\n`);
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["index.ts"] }));
  return folder;
}

/** The first line of a generated file: the compiler takes it as it is. */
const unchecked = generateTypes(madeUpOrg(1, 2))[0].text.split(/(?<=\n)/)[0];

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
const folders = { big: project(sizes.big), small: project(sizes.small), bare: bareProject(sizes.big) };
folders.inUse = project(sizes.big, { name: "in-use", org: inUse(sizes.big) });
const runs = { big: [], small: [], bare: [], inUse: [] };
for (let round = 0; round < ROUNDS; round += 1)
  for (const size of Object.keys(runs)) runs[size].push(compile(folders[size]));
rmSync(scratch, { recursive: true });

const middle = (size, name) => median(runs[size].map((run) => run[name]));
const row = (name, key, baseline) => ({
  name,
  ours: middle("big", key),
  baseline: middle(baseline, key),
  unit: key.endsWith("Ms") ? "ms" : "",
});
report(`20 queries, ${sizes.big} objects of ${FIELDS} fields beside ${sizes.small}, median of ${ROUNDS}`, [
  row("whole compiler run / small org", "totalMs", "small"),
  row("whole compiler run / bare interfaces", "totalMs", "bare"),
  row("whole compiler run / an Org of the objects in use", "totalMs", "inUse"),
  row("type check of all files", "checkMs", "small"),
  row("type instantiations", "instantiations", "small"),
]);
