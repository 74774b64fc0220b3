// Requests per second of small GETs against bare undici on the same server, import time against bare node, and the
// time to the first answer of a query on a cold process. Run: npm run build && node bench/http.mjs
import { median, report, run, start } from "./lib.mjs";

const ROUNDS = 5;
const COUNT = 20_000;

const server = await start("http-server.mjs");
const rates = { ours: [], undici: [] };
const peaks = { ours: [], undici: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  for (const who of ["ours", "undici"]) {
    const { perSecond, peakMb } = await run("http-client.mjs", [who, server.url, COUNT]);
    rates[who].push(perSecond);
    peaks[who].push(peakMb);
  }
}
server.stop();
report(`Small GETs, 20 at once, ${COUNT} a round, median of ${ROUNDS} rounds in turn`, [
  {
    name: "kinetic-core / bare undici",
    ours: median(rates.ours),
    baseline: median(rates.undici),
    unit: "requests/s",
    "peak MB": `${median(peaks.ours)} / ${median(peaks.undici)}`,
  },
]);

const imports = { ours: [], node: [] };
const cold = [];
for (let round = 0; round < 11; round += 1) {
  imports.ours.push((await run("import-time.mjs", ["ours"])).wallMs);
  imports.node.push((await run("import-time.mjs", ["node"])).wallMs);
  cold.push((await run("cold-query.mjs")).queryMs);
}
report("Cold process, median of 11", [
  {
    name: "import kinetic-core / bare node, whole process",
    ours: median(imports.ours),
    baseline: median(imports.node),
    unit: "ms",
  },
  { name: "import to the first row of a query (JWT login included)", ours: median(cold), unit: "ms" },
]);
