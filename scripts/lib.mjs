// What the scripts of this folder share. Plain Node, nothing to install.
import { spawn } from "node:child_process";
import { appendFile, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's top folder, without a slash at its end. */
export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** The file of `dist` with what the bundler adds of its own; no source stands for it. */
export const bundlerHelpers = "helpers.js";

/** The file of `dist` with the licences of other people's code that stands in ours. */
export const includedLicences = "THIRD-PARTY-LICENSES.txt";

/** Folder for what the checks write and nobody keeps (ignored by git). */
export const scratch = join(root, ".tmp");

/**
 * Runs a command without standard input and resolves when it ended, whatever its exit code.
 * @returns {Promise<{ code: number, output: string, stdout: string }>} `output` is both streams as they came
 */
export function run(command, args, { cwd = root, env = {}, echo = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let stdout = "";
    const take = (stream, target) => {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
        if (target === process.stdout) stdout += text;
        if (echo) target.write(text);
      });
    };
    take(child.stdout, process.stdout);
    take(child.stderr, process.stderr);
    child.on("error", (error) =>
      resolve({ code: 127, output: `${command}: ${error.message}\n`, stdout: "" }),
    );
    child.on("close", (code) => resolve({ code: code ?? 1, output, stdout }));
  });
}

/** The npm that runs us, or the one on the path. */
const npmCommand = process.env.npm_execpath?.endsWith(".js")
  ? [process.execPath, process.env.npm_execpath]
  : ["npm"];

/** Runs npm with `args`, like `run`. */
export function npm(args, options) {
  const [command, ...first] = npmCommand;
  return run(command, [...first, ...args], options);
}

/** Runs a command line of an installed package by its file under node_modules, like `run`. */
export function tool(path, args, options) {
  return run(process.execPath, [join(root, "node_modules", path), ...args], options);
}

/** The other lines of Node. Pinned, so that a new release of Node never turns a good commit red. */
export const nodeVersions = { 22: "22.23.3", 24: "24.21.0" };

/** A command line that starts that version of Node; its install scripts place the binary. */
export function runnerOf(version) {
  return ["npx", "--yes", "--ignore-scripts=false", "--loglevel=error", `node@${version}`];
}

/** Reads a JSON file, its path taken from the repository's top. */
export async function readJson(path) {
  return JSON.parse(await readFile(join(root, path), "utf8"));
}

/**
 * The packages of the workspace that go to the registry, the root first.
 * @returns {Promise<{ name: string, folder: string, manifest: object }[]>} `folder` is `.` or `packages/x`
 */
export async function publishedPackages() {
  const folders = (await readdir(join(root, "packages"))).sort().map((name) => `packages/${name}`);
  const all = await Promise.all(
    [".", ...folders].map(async (folder) => {
      const manifest = await readJson(join(folder, "package.json"));
      return { name: manifest.name, folder, manifest };
    }),
  );
  return all.filter(({ manifest }) => manifest.private !== true);
}

const ignoredFolders = new Set(["node_modules", "dist", "coverage", "temp", "docs/api"]);

const isOurs = (name, path) =>
  !ignoredFolders.has(name) &&
  !ignoredFolders.has(path) &&
  (!name.startsWith(".") || name === ".ci" || name === ".github");

/** Every file below `folder` that is ours, as paths from the repository's top. Needs no git. */
export async function sourceFiles(folder = "") {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) return entry.isFile() && entry.name !== ".git" ? [path] : [];
      return isOurs(entry.name, path) ? sourceFiles(path) : [];
    }),
  );
  return found.flat().sort();
}

/** Finds an absolute path that means something on one machine only. Written so that it does not find itself. */
export const machinePath = /(?<![\w.~)}*-])[/](?:home|Users|root|work|farm|tmp)[/]|[A-Z]:[\\]Users[\\]/;

/** An empty folder of that name below `.tmp`. */
export async function freshScratch(name) {
  const folder = join(scratch, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

/**
 * Runs vitest and counts what it ran. A run of no tests at all is a failure.
 * @param label names the file of the machine-readable result, and the run in messages
 * @param runner the command that starts Node, by default the Node that runs us
 */
export async function runVitest(label, args, { runner = [process.execPath], echo = false } = {}) {
  const report = join(await freshScratch(`vitest-${label}`), "result.json");
  const [command, ...first] = runner;
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code, output } = await run(command, [...first, vitest, "run", ...reporters, ...args], { echo });
  const counts = await readFile(report, "utf8").then(countTests, () => ({
    passed: 0,
    failed: 0,
    skipped: 0,
    failures: [],
  }));
  const silent = code !== 0 && counts.failures.length === 0;
  await noteFailures(label, silent ? [`ended with ${code}\n${output.slice(-3000)}`] : counts.failures);
  const empty = counts.passed + counts.failed === 0;
  return {
    ...counts,
    ok: code === 0 && counts.failed === 0 && !empty,
    output: empty ? `${output}\nNo test ran.\n` : output,
  };
}

function countTests(text) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(text);
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
    failures: testResults.flatMap(failuresOf),
  };
}

const firstLines = (text) =>
  text
    .split("\n")
    .filter((line) => !line.includes("node_modules"))
    .slice(0, 16)
    .join("\n    ");

/** What failed in one file, a text for each: the test's name and the beginning of why. */
function failuresOf({ name, status, message, assertionResults }) {
  const file = relative(root, name);
  const failed = assertionResults.filter((test) => test.status === "failed");
  if (status === "failed" && failed.length === 0) return [`${file}\n    ${firstLines(message)}`];
  return failed.map(
    ({ fullName, failureMessages }) => `${file}: ${fullName}\n    ${firstLines(failureMessages.join("\n"))}`,
  );
}

/** Keeps what failed in one file of all runs, for `.ci/run` to show at its end, where a long log is read first. */
async function noteFailures(label, failures) {
  const text = failures.map((failure) => `${label}: ${failure}\n\n`).join("");
  if (text !== "") await appendFile(join(scratch, "failures.txt"), text);
}

/** Prints the problems of a check and sets the exit code; says `fine` when there are none. */
export function conclude(problems, fine) {
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(fine);
}

/** Prints the one line that every suite ends with, and sets the exit code. */
export function endWithCounts({ passed, failed }) {
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/** A duration for a person, e.g. `3.2 s`. */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
