// npm run package: packs what would be published and checks it as a consumer meets it. Needs a build.
import { writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import {
  bundlerHelpers,
  conclude,
  freshScratch,
  includedLicences,
  machinePath,
  publishedPackages,
  root,
  run,
  tool,
} from "./lib.mjs";
import { pack, unpack } from "./tarball.mjs";

const expected = ["package.json", "README.md", "LICENSE"];
const forbidden =
  /(^|\/)(test|tests|bench|examples|scripts|coverage|\.tmp)\/|\.(test|soak|bench)\.|\.tsbuildinfo$|(^|\/)\.(env|npmrc)/;

/** The seven of the core: more need a decision, not a commit. */
const coreDependencies = ["csv-parse", "csv-stringify", "jose", "p-limit", "p-retry", "undici", "zod"];

function entryFiles({ main, types, bin = {} }) {
  return [main, types, ...Object.values(bin)].map((path) => path.replace(/^\.\//, ""));
}

function missingFiles(files, manifest) {
  return [...expected, ...entryFiles(manifest)]
    .filter((path) => !files.has(path))
    .map((path) => `lacks ${path}`);
}

/** Files that no source stands for: left over in dist from an older build. */
function staleFiles(files) {
  const sourceOf = (path) => path.replace(/^dist\//, "src/").replace(/(\.d\.ts|\.js)(\.map)?$/, ".ts");
  const others = new Set([bundlerHelpers, includedLicences].map((name) => `dist/${name}`));
  const isOther = (path) => others.has(path.replace(/\.map$/, ""));
  return [...files.keys()]
    .filter((path) => path.startsWith("dist/") && !files.has(sourceOf(path)) && !isOther(path))
    .map((path) => `holds ${path}, which no source stands for: delete dist and build again`);
}

/** Other people's code is passed on with its licence; what is ours does not define what zod and the protocol's SDK define. */
function licenceProblems(files) {
  const holds = [...files].some(
    ([path, content]) => /\.js$/.test(path) && content.includes("class McpServer "),
  );
  return holds && !files.has(`dist/${includedLicences}`)
    ? ["holds other people's code without its licences: build again"]
    : [];
}

function unwantedFiles(files) {
  return [...files.keys()]
    .filter((path) => forbidden.test(path))
    .map((path) => `holds ${path}, which nobody should install`);
}

function machinePaths(files) {
  return [...files]
    .filter(([, content]) => machinePath.test(content) || content.includes(root))
    .map(([path]) => `holds a path of this machine in ${path}`);
}

function dependencyProblems({ name, dependencies = {}, peerDependencies = {} }) {
  const problems = Object.entries({ ...dependencies, ...peerDependencies })
    .filter(([, range]) => !/^(?:[\^~]|>=)?\d/.test(range))
    .map(([dependency, range]) => `asks for ${dependency} as "${range}", which a consumer cannot install`);
  const extra =
    name === "kinetic-core"
      ? Object.keys(dependencies).filter((each) => !coreDependencies.includes(each))
      : [];
  return [
    ...problems,
    ...extra.map((each) => `depends on ${each}; the core keeps to ${coreDependencies.join(", ")}`),
  ];
}

/** The declarations that a compiler reads for the sake of an entry, by path. */
function declarationsFrom(files, entry, found = new Set()) {
  if (found.has(entry) || !files.has(entry)) return found;
  found.add(entry);
  for (const id of importedBy(files.get(entry)))
    if (id.startsWith("."))
      declarationsFrom(files, posix.join(posix.dirname(entry), id.replace(/\.[jt]s$/, ".d.ts")), found);
  return found;
}

function importedBy(content) {
  const code = String(content).replace(/\/\*\*.*?\*\//gs, "");
  return [...code.matchAll(/(?:\bfrom |\bimport\()"([\w@.:/-]+)"/g)].map(([, id]) => id);
}

/** Who compiles against the core pays for its declarations in every run, so they are not to bring those of others. */
function foreignDeclarations(files, { name, types }) {
  if (name !== "kinetic-core") return [];
  const declarations = [...declarationsFrom(files, posix.normalize(types))];
  if (declarations.length < 50) return ["has declarations that this check could not follow"];
  return declarations.flatMap((path) =>
    importedBy(files.get(path))
      .filter((id) => !/^(\.|node:)/.test(id))
      .map((id) => `makes its users' compilers read ${id} (${path})`),
  );
}

async function outsideOpinions(tarball) {
  const publint = await tool("publint/src/cli.js", [tarball, "--strict"]);
  const attw = await tool("@arethetypeswrong/cli/dist/index.js", [
    tarball,
    "--profile",
    "esm-only",
    "--no-emoji",
  ]);
  return [
    ...(publint.code === 0 ? [] : [`publint --strict:\n${publint.output}`]),
    ...(attw.code === 0 ? [] : [`attw --profile esm-only:\n${attw.output}`]),
  ];
}

async function checkPackage({ name, folder, manifest }, tarballs, consumer) {
  const { path, files } = await pack(folder, tarballs);
  await unpack(files, join(consumer, "node_modules", name));
  const problems = [
    ...missingFiles(files, manifest),
    ...staleFiles(files),
    ...licenceProblems(files),
    ...unwantedFiles(files),
    ...machinePaths(files),
    ...dependencyProblems(manifest),
    ...foreignDeclarations(files, manifest),
    ...(await outsideOpinions(path)),
  ];
  const bytes = [...files.values()].reduce((sum, content) => sum + content.length, 0);
  console.log(`${name}: ${files.size} files, ${Math.round(bytes / 1024)} KiB unpacked`);
  return problems.map((problem) => `${name} ${problem}`);
}

/** The types hold for a consumer as strict as they come, who checks even the declarations he installs. */
async function strictConsumer(consumer, names) {
  const imports = names.map((name, index) => `import * as p${index} from "${name}";`);
  const uses = `export const all: readonly object[] = [${names.map((_, index) => `p${index}`)}];`;
  await writeFile(join(consumer, "package.json"), JSON.stringify({ type: "module", kinetic: names }));
  await writeFile(join(consumer, "use.ts"), [...imports, uses, ""].join("\n"));
  const compilerOptions = {
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    module: "nodenext",
    target: "es2023",
    types: ["node"],
  };
  await writeFile(join(consumer, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
  const { code, output } = await tool("typescript/bin/tsc", ["-p", consumer]);
  return code === 0 ? [] : [`A strict consumer with skipLibCheck off does not compile:\n${output}`];
}

async function runningConsumer() {
  const { code, output } = await run(process.execPath, [join(root, "scripts/consumer.mjs")]);
  console.log(output.trim());
  return code === 0 ? [] : ["The packages do not work once installed."];
}

const packages = await publishedPackages();
const tarballs = await freshScratch("pack");
// Below the repository, so that what the packages depend on is found in its node_modules.
const consumer = await freshScratch("consumer");
const problems = [];
for (const each of packages) problems.push(...(await checkPackage(each, tarballs, consumer)));
problems.push(
  ...(await strictConsumer(
    consumer,
    packages.map(({ name }) => name),
  )),
);
problems.push(...(await runningConsumer()));
conclude(problems, "The packed packages are complete, clean, typed and loadable.");
