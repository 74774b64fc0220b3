// One job done by the client or by jsforce: node jsforce-side.mjs <ours|jsforce> <load|query|export> <url> <file or -> <folder of jsforce>
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { peakMb } from "./lib.mjs";

const [who, job, url, file, folder] = process.argv.slice(2);
const SOQL = "SELECT Id, Name, Industry, AnnualRevenue, IsDeleted, CreatedDate, Owner.Name FROM Account";

let rows = 0;
/** What a reader does with a row: it looks at it. */
const touch = (row) => {
  if (row.Id !== "") rows += 1;
};

async function ours() {
  const { accessToken, SalesforceClient } = await import("../dist/index.js");
  const auth = accessToken({ token: "t", instanceUrl: url });
  const sf = new SalesforceClient({ auth, apiVersion: "68.0" });
  return {
    async load() {
      const result = await sf.bulk.load({ object: "Account", operation: "insert", source: file });
      rows = result.totals.succeeded;
      await result.close();
    },
    async query() {
      for await (const row of sf.query(SOQL)) touch(row);
    },
    async export() {
      for await (const row of sf.bulk.export("SELECT Id FROM Account")) touch(row);
    },
  };
}

async function jsforce() {
  const name = Number(process.versions.node.split(".")[0]) >= 22 ? "jsforce" : "jsforce-for-node-20";
  const { Connection } = createRequire(join(folder, "package.json"))(name);
  const conn = new Connection({ instanceUrl: url, accessToken: "t", version: "68.0" });
  return {
    async load() {
      const ingest = conn.bulk2.createJob({ object: "Account", operation: "insert" });
      await ingest.open();
      await ingest.uploadData(createReadStream(file));
      await ingest.close();
      await ingest.poll(50, 600_000);
      rows = (await ingest.check()).numberRecordsProcessed;
    },
    async query() {
      const records = conn.query(SOQL);
      records.on("record", touch);
      await records.run({ autoFetch: true, maxFetch: 100_000_000 });
    },
    async export() {
      const records = await conn.bulk2.query("SELECT Id FROM Account", {
        pollInterval: 50,
        pollTimeout: 600_000,
      });
      for await (const row of records) touch(row);
    },
  };
}

// Loading packages is not what is measured: see import-time.mjs.
const jobs = await (who === "ours" ? ours() : jsforce());
const begin = performance.now();
const before = process.cpuUsage();
await jobs[job]();
const ms = performance.now() - begin;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000, rows, peakMb: peakMb() }));
process.exit(0);
