// npm run test:release: what somebody gets who installs the packed packages from nothing. Each is installed into an empty
// project of its own, outside of this repository, and measured there: size and number of packages, install scripts,
// licences, known vulnerabilities; and all together are used as their users do, see installed.mjs. Writes a bill of materials
// (CycloneDX) for each to .tmp/release. With --write it writes the list of licences, THIRD-PARTY.md. Needs a build and a
// registry. Ends with counts.
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkInstalled } from "./installed.mjs";
import { endWithCounts, freshScratch, includedLicences, npm, publishedPackages, root, run } from "./lib.mjs";
import { pack } from "./tarball.mjs";

/** What installing the core may cost, itself included; and the server of the protocol, beyond the core. */
const coreLimit = { packages: 12, bytes: 16_000_000 };
const mcpLimit = { bytes: 25_000_000 };
const allowedLicences = new Set([
  "MIT",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "CC0-1.0",
]);
const installScripts = ["preinstall", "install", "postinstall"];

const counts = { passed: 0, failed: 0 };
function outcome(what, problems) {
  counts[problems.length === 0 ? "passed" : "failed"] += 1;
  console.log([`${problems.length === 0 ? "ok    " : "FAILED"} ${what}`, ...problems].join("\n    "));
}

/** Installs tarballs into an empty project, as `npm install` does by default but for scripts, which nothing here may need. */
async function install(tarballs) {
  const project = await mkdtemp(join(tmpdir(), "kinetic-release-"));
  await writeFile(
    join(project, "package.json"),
    JSON.stringify({ name: "consumer", version: "1.0.0", private: true }),
  );
  const { code, output } = await npm(
    ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...tarballs],
    { cwd: project },
  );
  if (code !== 0) throw new Error(`npm install failed:\n${output}`);
  return project;
}

/** The packages of a node_modules folder, nested ones too. */
async function installedIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name);
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      if (name.startsWith("@")) return installedIn(path);
      const manifest = JSON.parse(await readFile(join(path, "package.json"), "utf8"));
      return [{ path, manifest }, ...(await installedIn(join(path, "node_modules")))];
    }),
  );
  return found.flat();
}

async function sizeOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Bytes of each package's install, itself included. */
const sizes = new Map();

async function checkSize(name, project, installed) {
  const bytes = await sizeOf(join(project, "node_modules"));
  sizes.set(name, bytes);
  const says = `${name}: ${installed.length} packages, ${(bytes / 1e6).toFixed(1)} MB installed`;
  const problems = [];
  if (name === "kinetic-core" && installed.length > coreLimit.packages)
    problems.push(`more than ${coreLimit.packages} packages`);
  if (name === "kinetic-core" && bytes > coreLimit.bytes)
    problems.push(`more than ${coreLimit.bytes / 1e6} MB`);
  if (name === "kinetic-mcp" && bytes - sizes.get("kinetic-core") > mcpLimit.bytes)
    problems.push(`more than ${mcpLimit.bytes / 1e6} MB beyond kinetic-core`);
  outcome(says, problems);
}

function checkScripts(name, installed) {
  const problems = installed
    .filter(({ manifest }) => installScripts.some((script) => manifest.scripts?.[script] !== undefined))
    .map(({ manifest }) => `${manifest.name} runs a script when it is installed`);
  outcome(`${name}: no install scripts`, problems);
}

function checkLicences(name, installed) {
  const problems = installed
    .filter(({ manifest }) => !allowedLicences.has(manifest.license))
    .map(({ manifest }) => `${manifest.name} ${manifest.version}: ${JSON.stringify(manifest.license)}`);
  outcome(`${name}: licences are permissive`, problems);
}

/** Other people's packages whose code stands in the files of a package itself, as the licences beside it tell. */
async function includedIn(name, project) {
  const path = join(project, "node_modules", name, "dist", includedLicences);
  const text = await readFile(path, "utf8").catch(() => "");
  const titles = [...text.matchAll(/^## (\S+) (\S+) \((.+)\)$/gm)];
  return titles.map(([, included, version, license]) => ({ name: included, version, license }));
}

/** Their licences, too, and that they are of the versions that are installed beside them: two would be read at once. */
function checkIncluded(name, included, installed) {
  if (included.length === 0) return;
  const versions = new Map(installed.map(({ manifest }) => [manifest.name, manifest.version]));
  const problems = included.flatMap((one) => [
    ...(allowedLicences.has(one.license) ? [] : [`${one.name}: ${one.license}`]),
    ...([undefined, one.version].includes(versions.get(one.name))
      ? []
      : [`${one.name} is ${one.version} in it, and ${versions.get(one.name)} is installed`]),
  ]);
  outcome(`${name}: holds code of ${included.length} packages, with their licences`, problems);
}

async function checkUse(name, project) {
  const use = `const a = await import(${JSON.stringify(name)}); const { createRequire } = await import("node:module");
    if (createRequire(process.cwd() + "/x.js")(${JSON.stringify(name)}) !== a || Object.keys(a).length === 0) process.exit(1);`;
  const { code, output } = await run(process.execPath, ["--input-type=module", "-e", use], { cwd: project });
  outcome(`${name}: import and require on ${process.version}`, code === 0 ? [] : [output.trim()]);
}

async function writeSbom(name, { project, folder, installed }) {
  const { code, output, stdout } = await npm(["sbom", "--sbom-format", "cyclonedx", "--omit", "dev"], {
    cwd: project,
  });
  if (code !== 0) return outcome(`${name}: bill of materials`, [output.trim()]);
  const path = join(folder, `${name}.cdx.json`);
  await writeFile(path, stdout);
  const listed = JSON.parse(stdout).components.length;
  const problems = listed === installed.length ? [] : [`lists ${listed} of ${installed.length} packages`];
  outcome(`${name}: bill of materials in ${path.slice(root.length + 1)}, ${listed} components`, problems);
}

async function audit(name, project) {
  const { stdout, output } = await npm(["audit", "--json", "--omit", "dev"], { cwd: project });
  const report = (() => {
    try {
      return JSON.parse(stdout);
    } catch {
      return {};
    }
  })();
  const found = report.metadata?.vulnerabilities?.total;
  if (found === undefined) {
    const why = report.message ?? report.error?.summary ?? output.trim().split("\n")[0];
    return console.log(`skipped ${name}: npm audit, which this registry does not answer (${why})`);
  }
  outcome(`${name}: npm audit`, found === 0 ? [] : Object.keys(report.vulnerabilities));
}

/** Ours that a package needs, itself first: the registry may not have them yet. */
function withOurs(name, manifests, found = new Set()) {
  if (found.has(name) || !manifests.has(name)) return found;
  found.add(name);
  const { dependencies, peerDependencies } = manifests.get(name);
  for (const other of Object.keys({ ...dependencies, ...peerDependencies }))
    withOurs(other, manifests, found);
  return found;
}

const intro = `# Third-party packages

<!-- Written by npm run test:release -- --write. -->

What comes with each package when it is installed, with its licence; and whose code stands in the package itself, which has the
texts of these licences in \`dist/${includedLicences}\`.
`;

function section(name, installed, included) {
  const rows = installed
    .filter(({ manifest }) => !manifests.has(manifest.name))
    .map(({ manifest }) => `| ${manifest.name} | ${manifest.license} |`);
  const table = ["| package | licence |", "|---|---|", ...[...new Set(rows)].sort()];
  const inside = included.map((one) => `${one.name} (${one.license})`).join(", ");
  const says = inside === "" ? "" : `\nIn its own files: ${inside}.\n`;
  return `\n## ${name}\n\n${rows.length === 0 ? "Nothing." : table.join("\n")}\n${says}`;
}

async function checkPage(text) {
  const path = join(root, "THIRD-PARTY.md");
  if (process.argv.includes("--write")) await writeFile(path, text);
  const same = (await readFile(path, "utf8").catch(() => "")) === text;
  outcome(
    "THIRD-PARTY.md names what is installed",
    same ? [] : ["npm run test:release -- --write writes it"],
  );
}

const packages = await publishedPackages();
const manifests = new Map(packages.map(({ name, manifest }) => [name, manifest]));
const folder = await freshScratch("release");
await mkdir(join(folder, "pack"));
const tarballs = new Map();
for (const each of packages) tarballs.set(each.name, (await pack(each.folder, join(folder, "pack"))).path);
let page = intro;
for (const { name } of packages) {
  const project = await install([...withOurs(name, manifests)].map((each) => tarballs.get(each)));
  try {
    const installed = await installedIn(join(project, "node_modules"));
    await checkSize(name, project, installed);
    checkScripts(name, installed);
    checkLicences(name, installed);
    const included = await includedIn(name, project);
    checkIncluded(name, included, installed);
    await checkUse(name, project);
    await writeSbom(name, { project, folder, installed });
    await audit(name, project);
    page += section(name, installed, included);
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}
await checkPage(page);
await checkInstalled([...tarballs.values()], outcome);
endWithCounts(counts);
