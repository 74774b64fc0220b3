// node bench/mcp.mjs: what the MCP server costs, beside bare node in the same run (medians). Needs a build; Linux.
// Names what is over its limit; --check fails then. Memory and size do not depend on what else the machine does, and tests
// hold them, too (packages/mcp/test/command/start.soak.ts, npm run test:release); the time to start does, so look at bare
// node's time beside it.
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { freshScratch, npm } from "../scripts/lib.mjs";
import { pack } from "../scripts/tarball.mjs";
import { median, report, run, start } from "./lib.mjs";

const rounds = Number(process.env.ROUNDS ?? 7);
const limits = { startMs: 400, peakMb: 90, bytes: 32_768, installMb: 25 };

const org = await start("mcp-org.mjs");
const figures = { bare: [], list: [], work: [] };
for (let round = 0; round < rounds; round++) {
  for (const what of Object.keys(figures))
    figures[what].push(await run("mcp-side.mjs", [what, org.url, org.token]));
}
org.stop();
const of = (what, figure) => median(figures[what].map((one) => one[figure]));

/** Bytes of a folder, as they are on the disk of somebody who installs it. */
async function bytesOf(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const sizes = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? bytesOf(path) : (await stat(path)).size;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** What an install of these packages takes, in MB. */
async function installMb(name, packages) {
  const folder = await freshScratch(name);
  const args = ["install", "--prefix", folder, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { code, output } = await npm([...args, "--loglevel=error", ...packages], { cwd: folder });
  if (code !== 0) throw new Error(output);
  return (await bytesOf(join(folder, "node_modules"))) / 1e6;
}

const packed = await freshScratch("bench-pack");
const paths = [];
for (const folder of [".", "packages/local-org", "packages/mcp"])
  paths.push((await pack(folder, packed)).path);
const core = paths[0];
const ours = await installMb("bench-mcp", paths);
const coreAlone = await installMb("bench-core", [core]);

report("The MCP server", [
  {
    name: "start to first tools/list",
    ours: of("list", "startMs"),
    baseline: of("bare", "startMs"),
    unit: "ms",
  },
  {
    name: "the same, processor time",
    ours: of("list", "startCpuMs"),
    baseline: of("bare", "startCpuMs"),
    unit: "ms",
  },
  {
    name: "peak memory after tools/list",
    ours: of("list", "peakMb"),
    baseline: of("bare", "peakMb"),
    unit: "MB",
  },
  {
    name: "peak memory after 60 calls",
    ours: of("work", "peakMb"),
    baseline: of("bare", "peakMb"),
    unit: "MB",
  },
  { name: "a query of 2,000 rows", ours: of("work", "bytes"), baseline: limits.bytes, unit: "bytes" },
  { name: "install, with the SDK", ours, baseline: coreAlone, unit: "MB" },
]);

const over = [
  of("list", "startMs") > limits.startMs && "start",
  of("work", "peakMb") > limits.peakMb && "memory",
  of("work", "bytes") > limits.bytes && "bytes",
  ours - coreAlone > limits.installMb && "install",
].filter(Boolean);
console.log(over.length === 0 ? "Within its limits." : `Over its limits: ${over.join(", ")}.`);
if (process.argv.includes("--check") && over.length > 0) process.exitCode = 1;
