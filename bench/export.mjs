// Exports against the packages people would use instead, over the same pages of a loopback server, each in a process of
// its own, in turn. Run: npm run build && node bench/export.mjs [MB to a file] [MB as rows]
import { median, report, run, start } from "./lib.mjs";

const fileMb = Number(process.argv[2] ?? 1000);
// Much of a run of 100 MB is the compiler of V8 getting warm, with every package.
const rowsMb = Number(process.argv[3] ?? 300);
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
await withServer([rowsMb, 16], async (server) => {
  const all = await race(["ours-rows", "ours-batches", "csv-parse", "papaparse", "udsv"], server);
  report(`${rowsMb} MB as objects`, [
    against("rows / csv-parse", ["ours-rows", "csv-parse"], all),
    against("rows / papaparse", ["ours-rows", "papaparse"], all),
    against("rows / udsv", ["ours-rows", "udsv"], all),
    against("batches / udsv", ["ours-batches", "udsv"], all),
  ]);
});
