// A million rows through `query` against bare undici and JSON.parse on the same pages, each in a process of its own, in
// turn; and what reading ahead is worth to a reader that takes its time. Run: npm run build && node bench/query.mjs [rows]
import { median, report, run, start } from "./lib.mjs";

const rows = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 5;

/** Runs each side in turn against one server, and returns the medians. */
async function race(sides, { total, waitMs = 0, workMs = 0 }) {
  const server = await start("query-server.mjs", [total, waitMs]);
  const runs = Object.fromEntries(sides.map((side) => [side, []]));
  try {
    for (let round = 0; round < ROUNDS; round += 1)
      for (const side of sides) runs[side].push(await run("query-client.mjs", [side, server.url, workMs]));
  } finally {
    server.stop();
  }
  return Object.fromEntries(sides.map((side) => [side, middle(runs[side], total)]));
}

function middle(runs, total) {
  if (runs.some((one) => one.rows !== total)) throw new Error("a side did not read all rows");
  const of = (name) => median(runs.map((one) => one[name]));
  return {
    rate: total / (of("ms") / 1000),
    cpuMs: of("cpuMs"),
    peak: Math.max(...runs.map((one) => one.peakMb)),
  };
}

const against = (name, ours, baseline) => ({
  name,
  ours: ours.rate,
  baseline: baseline.rate,
  unit: "rows/s",
  "ratio of processor time": (baseline.cpuMs / ours.cpuMs).toFixed(2),
  "peak MB": `${ours.peak} / ${baseline.peak}`,
});

const all = await race(["rows", "pages", "undici"], { total: rows });
report(`${rows.toLocaleString("en-US")} rows in pages of 2,000, median of ${ROUNDS} rounds in turn`, [
  against("for await of rows / bare undici and JSON.parse", all.rows, all.undici),
  against("pages() / bare undici and JSON.parse", all.pages, all.undici),
]);
const slow = await race(["pages", "no-prefetch"], { total: 80_000, waitMs: 40, workMs: 40 });
report("80,000 rows of a server that takes 40 ms a page, to a reader that takes as long", [
  against("prefetch 1 / prefetch 0", slow.pages, slow["no-prefetch"]),
]);
