// The splitter alone (a file into slices, every row checked) against csv-parse and csv-stringify, which is how a file is cut
// into chunks without it. Run: npm run build && node bench/splitter.mjs [megabytes]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCsv } from "./csv-file.mjs";
import { median, report, run } from "./lib.mjs";

const ROUNDS = 3;
const megabytes = Number(process.argv[2] ?? 256);
// The others would take minutes for the whole file; a rate is a rate.
const SIZES = { slices: megabytes, "csv-parse": Math.min(megabytes, 32), read: megabytes };
const folder = mkdtempSync(join(tmpdir(), "kinetic-bench-"));
const rates = Object.fromEntries(Object.keys(SIZES).map((side) => [side, []]));
const peaks = Object.fromEntries(Object.keys(SIZES).map((side) => [side, 0]));
try {
  for (const [side, size] of Object.entries(SIZES)) writeCsv(join(folder, `${side}.csv`), size);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [side, size] of Object.entries(SIZES)) {
      const { seconds, peakMb } = await run("splitter-side.mjs", [side, join(folder, `${side}.csv`)]);
      rates[side].push(size / seconds);
      peaks[side] = Math.max(peaks[side], peakMb);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
const against = (baseline) => ({
  name: `slices / ${baseline}`,
  ours: median(rates.slices),
  baseline: median(rates[baseline]),
  unit: "MB/s",
  "peak MB": `${peaks.slices} / ${peaks[baseline]}`,
});
report(`Splitter, ${megabytes} MB from the file cache, medians of ${ROUNDS} processes in turn`, [
  { ...against("csv-parse"), name: "slices / csv-parse + csv-stringify" },
  { ...against("read"), name: "slices / reading the file and nothing else" },
]);
