// Load of a CSV file into a sink that only counts bytes, against bare undici that streams the same file in one body.
// Run: npm run build && node bench/load.mjs [megabytes]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCsv } from "./csv-file.mjs";
import { median, report, run, start } from "./lib.mjs";

const ROUNDS = 5;
const megabytes = Number(process.argv[2] ?? 256);
const folder = mkdtempSync(join(tmpdir(), "kinetic-bench-"));
const file = join(folder, "load.csv");
const rates = { ours: [], undici: [] };
const peaks = { ours: [], undici: [] };
try {
  writeCsv(file, megabytes);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const who of ["ours", "undici"]) {
      const sink = await start("load-sink.mjs");
      const { seconds, peakMb } = await run("load-client.mjs", [who, sink.url, file]);
      sink.stop();
      rates[who].push(megabytes / seconds);
      peaks[who].push(peakMb);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
report(`Load of ${megabytes} MB in jobs of 100 MB, median of ${ROUNDS} rounds in turn`, [
  {
    name: "bulk.load / bare undici, one body",
    ours: median(rates.ours),
    baseline: median(rates.undici),
    unit: "MB/s",
    "peak MB": `${Math.max(...peaks.ours)} / ${Math.max(...peaks.undici)}`,
  },
]);
