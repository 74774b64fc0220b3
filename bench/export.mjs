// Exports against the packages people would use instead, over the same pages of a loopback server, each in a process of
// its own, in turn. Run: npm run build && node bench/export.mjs [MB to a file] [MB as rows]
import { median, report, run, start } from "./lib.mjs";

const fileMb = Number(process.argv[2] ?? 1000);
// The first second of a run is the compiler of V8 getting warm, with every package; this is to be the smaller part of it.
const rowsMb = Number(process.argv[3] ?? 600);
const ROUNDS = 3;

/** Runs each side in turn, and returns the medians. */
async function race(sides, server) {
  const runs = Object.fromEntries(sides.map((side) => [side, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of sides) runs[side].push(await run("export-client.mjs", [side, server.url, server.job]));
  }
  return Object.fromEntries(
    sides.map((side) => {
      const ms = median(runs[side].map((one) => one.ms));
      const cpuMs = median(runs[side].map((one) => one.cpuMs));
      const peak = Math.max(...runs[side].map((one) => one.peakMb));
      return [side, { rate: server.bytes / 1e6 / (ms / 1000), cpuMs, peak }];
    }),
  );
}

function against(name, [ours, baseline], all) {
  const peaks = { "our peak": `${all[ours].peak} MB`, "its peak": `${all[baseline].peak} MB` };
  const cpu = (all[baseline].cpuMs / all[ours].cpuMs).toFixed(2);
  return {
    name,
    ours: all[ours].rate,
    baseline: all[baseline].rate,
    unit: "MB/s",
    "ratio of processor time": cpu,
    ...peaks,
  };
}

async function withServer(args, use) {
  const server = await start("export-server.mjs", args);
  try {
    await use(server);
  } finally {
    server.stop();
  }
}

await withServer([fileMb, 50], async (server) => {
  const all = await race(["ours-file", "undici-file"], server);
  report(`${fileMb} MB to a file`, [against("to a file / bare undici", ["ours-file", "undici-file"], all)]);
});
await withServer([100, 5, 10], async (server) => {
  const all = await race(["ours-file", "ours-5-pages"], server);
  report("100 MB in pages of 5 MB, 10 MB/s for each connection", [
    against("5 pages at a time / one", ["ours-5-pages", "ours-file"], all),
  ]);
});
function asObjects(all) {
  return [
    against("rows / csv-parse", ["ours-rows", "csv-parse"], all),
    against("rows / udsv", ["ours-rows", "udsv"], all),
    against("batches / csv-parse", ["ours-batches", "csv-parse"], all),
    against("batches / udsv", ["ours-batches", "udsv"], all),
  ];
}

const SIDES = ["ours-rows", "ours-batches", "csv-parse", "udsv"];
await withServer([rowsMb, 16], async (server) => {
  const all = await race([...SIDES, "papaparse"], server);
  report(`${rowsMb} MB as objects`, [
    ...asObjects(all),
    against("rows / papaparse", ["ours-rows", "papaparse"], all),
  ]);
});
await withServer([rowsMb / 2, 16, 0, "gzip"], async (server) => {
  report(`${rowsMb / 2} MB as objects, packed as orgs send them`, asObjects(await race(SIDES, server)));
});
