// The CSV decoder and encoder against csv-parse, papaparse, udsv and csv-stringify on the same rows, each in a process of
// its own, in turn. Run: npm run build && node bench/csv.mjs [MB]
import { median, report, run } from "./lib.mjs";

const megabytes = Number(process.argv[2] ?? 16);
const ROUNDS = 3;
const SIDES = ["decode", "csv-parse", "papaparse", "udsv", "encode", "csv-stringify"];

const rates = Object.fromEntries(SIDES.map((side) => [side, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const side of SIDES) rates[side].push((await run("csv-side.mjs", [side, megabytes])).perSecond);
}
const against = (name, ours, baseline) => ({
  name: `${name} / ${baseline}`,
  ours: median(rates[ours]),
  baseline: median(rates[baseline]),
  unit: "MB/s",
});
report(`CSV of ${megabytes} MB in chunks of 64 KB, medians of ${ROUNDS} processes in turn`, [
  against("bytes to records", "decode", "csv-parse"),
  against("bytes to records", "decode", "papaparse"),
  against("bytes to records", "decode", "udsv"),
  against("records to bytes", "encode", "csv-stringify"),
]);
