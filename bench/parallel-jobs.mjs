// How many jobs at the same time: a load in jobs of 8 MB into an org that works a second on each, by `concurrency`; beside one
// body of bare undici, which waits for no job at all. Run: npm run build && node bench/parallel-jobs.mjs [megabytes]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCsv } from "./csv-file.mjs";
import { median, report, run, start } from "./lib.mjs";

const ROUNDS = 3;
const JOB_MS = 1000;
const CONCURRENCIES = [1, 2, 4, 8, 16];
const megabytes = Number(process.argv[2] ?? 128);
const folder = mkdtempSync(join(tmpdir(), "kinetic-bench-"));
const file = join(folder, "load.csv");
const rates = new Map();

async function measure(name, who, options) {
  const sink = await start("load-sink.mjs", [JOB_MS]);
  const { seconds } = await run("load-client.mjs", [who, sink.url, file, JSON.stringify(options)]);
  sink.stop();
  rates.set(name, [...(rates.get(name) ?? []), megabytes / seconds]);
}

try {
  writeCsv(file, megabytes);
  for (let round = 0; round < ROUNDS; round += 1) {
    await measure("undici", "undici", {});
    for (const concurrency of CONCURRENCIES) {
      await measure(concurrency, "ours", { concurrency, maxBytes: 8_000_000 });
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
report(
  `${megabytes} MB in jobs of 8 MB that take a second each, medians of ${ROUNDS} rounds in turn`,
  CONCURRENCIES.map((concurrency) => ({
    name: `concurrency ${concurrency} / bare undici, one body`,
    ours: median(rates.get(concurrency)),
    baseline: median(rates.get("undici")),
    unit: "MB/s",
  })),
);
