// Ties the results of millions of rows, which the server returns in no order, to their input rows; and the same by csv-parse
// and a Map from key to row number. Run: npm run build && node bench/correlate.mjs [rows]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeUniqueCsv } from "./csv-file.mjs";
import { median, report, run, start } from "./lib.mjs";

// The baseline takes minutes, and its figure is far from ours: once is enough.
const SIDES = ["ours", "map", "ours", "ours"];
const rows = Number(process.argv[2] ?? 2_000_000);
const folder = mkdtempSync(join(tmpdir(), "kinetic-bench-"));
const file = join(folder, "rows.csv");
const rates = { ours: [], map: [] };
const peaks = { ours: 0, map: 0 };
try {
  writeUniqueCsv(file, rows);
  for (const side of SIDES) {
    const sink = await start("load-sink.mjs");
    const { seconds, peakMb } = await run("correlate-side.mjs", [side, sink.url, file, rows]);
    sink.stop();
    rates[side].push(rows / seconds);
    peaks[side] = Math.max(peaks[side], peakMb);
  }
} finally {
  rmSync(folder, { recursive: true });
}
report(
  `${rows.toLocaleString("en-US")} results in no order tied to their rows, median of 3 processes, the baseline once`,
  [
    {
      name: "result.succeeded() / csv-parse and a Map",
      ours: median(rates.ours),
      baseline: median(rates.map),
      unit: "rows/s",
      "peak MB": `${peaks.ours} / ${peaks.map}`,
    },
  ],
);
