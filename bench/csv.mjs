// The CSV decoder and encoder against csv-parse, papaparse, udsv and csv-stringify on the same rows, each in a process of
// its own, in turn. Run: node bench/csv.mjs [MB]
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { median, report, run } from "./lib.mjs";

const megabytes = Number(process.argv[2] ?? 16);
const ROUNDS = 3;
const SIDES = ["decode", "csv-parse", "papaparse", "udsv", "encode", "csv-stringify"];

/** Makes JavaScript of the parts of the room that the library itself does not export. */
async function compile(folder) {
  const input = ["decode", "record-maker", "encode"].map((name) =>
    fileURLToPath(new URL(`../src/csv/${name}.ts`, import.meta.url)),
  );
  const bundle = await rolldown({ input, platform: "node", external: /^node:/ });
  await bundle.write({
    dir: folder,
    format: "esm",
    entryFileNames: "[name].mjs",
    chunkFileNames: "[name].mjs",
  });
  await bundle.close();
}

const folder = await mkdtemp(join(tmpdir(), "kinetic-bench-"));
const rates = Object.fromEntries(SIDES.map((side) => [side, []]));
try {
  await compile(folder);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of SIDES)
      rates[side].push((await run("csv-side.mjs", [side, megabytes, folder])).perSecond);
  }
} finally {
  await rm(folder, { recursive: true });
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
