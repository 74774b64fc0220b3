import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BUILD_TIMEOUT_MS, buildForChildren, inProject } from "../support/built.ts";

/** How much more ten times the data may take: what is left lying about until the garbage collector has come a few times. */
const SLACK_MB = 40;

interface Peak {
  readonly seen: number;
  readonly peakMb: number;
}

let folder = "";
const servers: ChildProcess[] = [];
const peaks: Record<string, string> = {};

beforeAll(async () => {
  await buildForChildren();
  folder = await mkdtemp(join(tmpdir(), "kinetic-memory-"));
}, BUILD_TIMEOUT_MS);
afterAll(async () => {
  for (const server of servers) server.kill();
  await rm(folder, { recursive: true });
  console.log(`peak memory in MB, and with ten times the data: ${JSON.stringify(peaks)}`);
});

/** Runs a script and returns the line of JSON that it prints, at its end or when it is ready. */
function start(script: string, args: readonly string[]): { child: ChildProcess; line: Promise<unknown> } {
  const child = spawn(process.execPath, [inProject(script), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = new Promise<unknown>((resolve, reject) => {
    child.stdout.once("data", (data) => resolve(JSON.parse(String(data))));
    child.once("close", (code) => reject(new Error(`${script} ended with code ${code} and said nothing`)));
  });
  return { child, line };
}

async function serve(script: string, ...args: (string | number)[]): Promise<{ url: string }> {
  const { child, line } = start(script, args.map(String));
  servers.push(child);
  return (await line) as { url: string };
}

async function peakOf(way: string, job: Readonly<Record<string, unknown>>): Promise<Peak> {
  const { line } = start("test/bulk/memory-child.mjs", [JSON.stringify({ way, ...job })]);
  return (await line) as Peak;
}

/** Writes a CSV of about so many megabytes, in a process of its own. */
async function writeFile(megabytes: number): Promise<string> {
  const path = join(folder, `${megabytes}.csv`);
  await runCode(`import { writeCsv } from ${JSON.stringify(inProject("bench/csv-file.mjs"))};
    console.log(writeCsv(${JSON.stringify(path)}, ${megabytes}));`);
  return path;
}

/** Runs a few lines that print a number above 0 when they have done their work. */
async function runCode(code: string): Promise<void> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  expect(Number(await text(child.stdout))).toBeGreaterThan(0);
}

function expectFlat(way: string, [small, large]: readonly [Peak, Peak], limitMb: number): void {
  peaks[way] = `${small.peakMb} ${large.peakMb}`;
  expect(large.seen).toBeGreaterThan(9 * small.seen);
  expect(large.peakMb).toBeLessThan(small.peakMb + SLACK_MB);
  expect(large.peakMb).toBeLessThan(limitMb);
}

it("ties the results of two million rows, in no order, to their rows in a memory far below theirs", async () => {
  const rows = 2_000_000;
  const file = join(folder, "unique.csv");
  await runCode(`import { writeUniqueCsv } from ${JSON.stringify(inProject("bench/csv-file.mjs"))};
    writeUniqueCsv(${JSON.stringify(file)}, ${rows}); console.log(1);`);
  const { url } = await serve("bench/load-sink.mjs");
  const { line } = start("bench/correlate-side.mjs", ["ours", url, file, String(rows)]);
  const { peakMb } = (await line) as Peak;
  peaks["two million results"] = String(peakMb);
  // 177 to 180 have been seen on a busy machine; bench/correlate.mjs measures it against a baseline.
  expect(peakMb).toBeLessThan(220);
});

describe("ten times the data take no more memory", () => {
  it.each([
    // bench/load.mjs holds it to 120 on a quiet machine; on a busy one the garbage collector comes later.
    ["load a file", 500, 135],
    ["load a stream", 600, 150],
    ["load records", 600, 175],
  ])("to %s", async (way, megabytes, limitMb) => {
    const peaksOf = async (size: number): Promise<Peak> => {
      const file = await writeFile(size);
      const { url } = await serve("bench/load-sink.mjs");
      const peak = await peakOf(way, { url, file, options: { maxBytes: 20_000_000 } });
      await rm(file);
      return peak;
    };
    expectFlat(way, [await peaksOf(megabytes / 10), await peaksOf(megabytes)], limitMb);
  });

  it.each([
    ["export to a file", 500, 1],
    ["export to a file", 300, 5],
    ["export bytes", 500, 1],
    ["export rows", 200, 1],
    ["export typed rows", 200, 1],
  ])("to %s (%i MB, %i pages at a time)", async (way, megabytes, parallelPages) => {
    const peaksOf = async (size: number): Promise<Peak> => {
      const { url } = await serve("bench/export-server.mjs", size, 10);
      return peakOf(way, { url, file: join(folder, "export.csv"), options: { parallelPages } });
    };
    const both = [await peaksOf(megabytes / 10), await peaksOf(megabytes)] as const;
    expectFlat(`${way}, ${parallelPages} at a time`, both, 150);
  });
});
