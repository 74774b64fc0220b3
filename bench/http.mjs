// Requests per second of small GETs against bare undici on the same server, import time against bare node, and the
// time to the first answer of a query on a cold process. Run: npm run build && node bench/http.mjs
import { median, report, run, start } from "./lib.mjs";

const ROUNDS = 5;
const COUNT = 20_000;

const server = await start("http-server.mjs");
const rounds = { ours: [], undici: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  for (const who of ["ours", "undici"])
    rounds[who].push(await run("http-client.mjs", [who, server.url, COUNT]));
}
server.stop();
const of = (rounds, figure) => median(rounds.map((round) => round[figure]));
const rates = {
  ours: of(rounds.ours, "perSecond"),
  baseline: of(rounds.undici, "perSecond"),
  unit: "requests/s",
};
const cpu = { ours: of(rounds.ours, "cpuUs"), baseline: of(rounds.undici, "cpuUs"), unit: "µs/request" };
const peaks = { "peak MB": `${of(rounds.ours, "peakMb")} / ${of(rounds.undici, "peakMb")}` };
report(`Small GETs, 20 at once, ${COUNT} a round, median of ${ROUNDS} rounds in turn`, [
  { name: "kinetic-core / bare undici, by the clock", ...rates, ...peaks },
  { name: "kinetic-core / bare undici, processor time (more is slower)", ...cpu, ...peaks },
]);

const imports = { ours: [], node: [] };
const cold = [];
for (let round = 0; round < 11; round += 1) {
  imports.ours.push(await run("import-time.mjs", ["ours"]));
  imports.node.push(await run("import-time.mjs", ["node"]));
  cold.push(await run("cold-query.mjs"));
}
const importRow = (name, figure) => {
  const [ours, baseline] = [of(imports.ours, figure), of(imports.node, figure)];
  const peaks = `${of(imports.ours, "peakMb")} / ${of(imports.node, "peakMb")}`;
  return { name, ours, baseline, unit: "ms", "added ms": (ours - baseline).toFixed(1), "peak MB": peaks };
};
report("Cold process, median of 11", [
  importRow("import kinetic-core / bare node, processor time", "cpuMs"),
  importRow("import kinetic-core / bare node, wall time", "wallMs"),
  {
    name: "import to the first row of a query (JWT login included)",
    ours: of(cold, "queryMs"),
    unit: "ms",
    "peak MB": `${of(cold, "peakMb")}`,
  },
]);
