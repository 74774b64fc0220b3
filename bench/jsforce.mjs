// Three jobs beside jsforce, each side in a process of its own, in turn, against the same loopback servers: a CSV file loaded
// in one job, a query of many rows, and the rows of a bulk export of one page (of several jsforce makes records of their
// headers). jsforce is installed beside the project, as for npm run test:proof.
// Run: npm run build && node bench/jsforce.mjs [MB to load] [rows to query] [MB to export]
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installClients, installedClients, proofFolder } from "../scripts/proof-clients.mjs";
import { writeCsv } from "./csv-file.mjs";
import { median, report, run, start } from "./lib.mjs";

const ROUNDS = 5;
const [loadMb = 90, queryRows = 500_000, exportMb = 100] = process.argv.slice(2).map(Number);

/** Runs a job by both sides in turn, each time against a server of its own, and returns the medians. */
async function race(job, { server, args = [], file = "-" }) {
  const runs = { ours: [], jsforce: [] };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const who of ["ours", "jsforce"]) {
      const { url, stop } = await start(server, args);
      try {
        runs[who].push(await run("jsforce-side.mjs", [who, job, url, file, installedClients]));
      } finally {
        stop();
      }
    }
  const counts = new Set([...runs.ours, ...runs.jsforce].map(({ rows }) => rows));
  if (counts.size !== 1) throw new Error(`${job}: not all rows were read: ${[...counts].join(", ")}`);
  const of = (who, name) => median(runs[who].map((one) => one[name]));
  return { rows: [...counts][0], of, peak: (who) => Math.max(...runs[who].map((one) => one.peakMb)) };
}

const line = (name, { of, peak }, { amount, unit }) => ({
  name,
  ours: amount / (of("ours", "ms") / 1000),
  baseline: amount / (of("jsforce", "ms") / 1000),
  unit,
  "ratio of processor time": (of("jsforce", "cpuMs") / of("ours", "cpuMs")).toFixed(2),
  "peak MB": `${peak("ours")} / ${peak("jsforce")}`,
});

if (!(await installClients())) throw new Error("jsforce could not be installed from the registry");
const { dependencies } = JSON.parse(await readFile(join(proofFolder, "package.json"), "utf8"));
const is22 = Number(process.versions.node.split(".")[0]) >= 22;
const version = dependencies[is22 ? "jsforce" : "jsforce-for-node-20"].split("@").at(-1);
const folder = mkdtempSync(join(tmpdir(), "kinetic-bench-"));
const file = join(folder, "load.csv");
try {
  writeCsv(file, loadMb);
  const load = await race("load", { server: "load-sink.mjs", file });
  const query = await race("query", { server: "query-server.mjs", args: [queryRows] });
  const exported = await race("export", { server: "export-server.mjs", args: [exportMb, exportMb] });
  report(`kinetic-core / jsforce ${version}, median of ${ROUNDS} rounds in turn`, [
    line(`load of a CSV file of ${loadMb} MB`, load, { amount: loadMb, unit: "MB/s" }),
    line(`rows of a query of ${queryRows.toLocaleString("en-US")}`, query, {
      amount: query.rows,
      unit: "rows/s",
    }),
    line(`rows of an export of ${exportMb} MB`, exported, { amount: exportMb, unit: "MB/s" }),
  ]);
} finally {
  rmSync(folder, { recursive: true });
}
