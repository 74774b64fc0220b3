// Loads or exports once in a process of its own and prints the most memory that it held, in MB. Run by memory.soak.ts, on
// the compiled package, against a server of bench/ in another process.
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { accessToken, csvFile, csvStream, decodeCsv, records, SalesforceClient } from "kinetic-core";

const { url, way, file, options } = JSON.parse(process.argv[2]);

async function* recordsOf(path) {
  let columns;
  for await (const batch of decodeCsv(createReadStream(path))) {
    const rows = columns === undefined ? batch.slice(1) : batch;
    columns ??= batch[0];
    for (const row of rows) yield Object.fromEntries(columns.map((name, at) => [name, row[at]]));
  }
}

const sf = new SalesforceClient({ auth: accessToken({ token: "t", instanceUrl: url }), apiVersion: "68.0" });

async function load(source) {
  const call = { object: "Account", operation: "insert", source, ...options };
  const { ok, totals } = await sf.bulk.load(call);
  if (!ok) throw new Error("not every row was stored");
  return totals.rows;
}

const exported = () => sf.bulk.export("SELECT Id FROM Account", options);

async function count(items, sizeOf = () => 1) {
  let sum = 0;
  for await (const item of items) sum += sizeOf(item);
  return sum;
}

const WAYS = {
  "load a file": () => load(csvFile(file)),
  "load a stream": () => load(csvStream(createReadStream(file))),
  "load records": () => load(records(recordsOf(file))),
  "export rows": () => count(exported()),
  "export typed rows": () => count(exported().typed()),
  "export bytes": () => count(exported().csv(), (bytes) => bytes.length),
  "export to a file": async () => {
    const { rows } = await exported().toFile(`${file}.out`);
    await rm(`${file}.out`);
    return rows;
  },
};

const seen = await WAYS[way]();
await sf.close();
console.log(JSON.stringify({ seen, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }));
