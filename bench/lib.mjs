// Shared by the benchmarks: child processes (so that each figure has a process and a peak of memory of its own),
// medians, and a table of our figure beside its baseline from the same run.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The middle one of some numbers. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Runs a script of this folder in a process of its own; it prints one line of JSON, which is returned. */
export async function run(script, args = [], options = {}) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [...(options.flags ?? []), path, ...args.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`${script} ended with code ${code}`);
  return JSON.parse(output.trim().split("\n").at(-1));
}

/** Starts a script that prints one line of JSON when it is ready and runs until it is stopped. */
export async function start(script, args = []) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [path, ...args.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ready = await new Promise((resolve, reject) => {
    child.stdout.once("data", (text) => resolve(JSON.parse(String(text))));
    child.once("close", (code) => reject(new Error(`${script} ended with code ${code}`)));
  });
  return { ...ready, stop: () => child.kill() };
}

/** Prints rows of name, figure and baseline, with their ratio. */
export function report(title, rows) {
  console.log(`\n${title}`);
  console.table(
    rows.map(({ name, ours, baseline, unit, ratio = ours / baseline, ...more }) => ({
      name,
      ours: `${format(ours)} ${unit}`,
      baseline: baseline === undefined ? "" : `${format(baseline)} ${unit}`,
      ratio: baseline === undefined ? "" : ratio.toFixed(2),
      ...more,
    })),
  );
}

function format(value) {
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toFixed(1);
}

/** Peak memory of this process, in MB. */
export function peakMb() {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
