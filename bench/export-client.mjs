// One export of a server's job: node export-client.mjs <who> <url> <job>
// ours-rows and ours-file use the SDK; undici-file pipes the same pages; the others decode them into objects.
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { peakMb } from "./lib.mjs";

const [who, url, job] = process.argv.slice(2);
const file = join(tmpdir(), `kinetic-bench-${process.pid}.csv`);

// Loading a package is not what is measured: see import-time.mjs.
const { accessToken, SalesforceClient } = who.startsWith("ours") ? await import("../dist/index.js") : {};
const { request } = await import("undici");
const { parse } = who === "csv-parse" ? await import("csv-parse") : {};
const { default: Papa } = who === "papaparse" ? await import("papaparse") : {};
const { inferSchema, initParser } = who === "udsv" ? await import("udsv") : {};

/** Exports with the SDK. */
async function exported(use, options) {
  const sf = new SalesforceClient({
    auth: accessToken({ token: "t", instanceUrl: url }),
    apiVersion: "68.0",
  });
  try {
    return await use(sf.bulk.export("SELECT Id FROM Account", options));
  } finally {
    await sf.close();
  }
}

/** The bodies of all pages, one after another, by bare undici. */
async function* bodies() {
  let locator = "";
  while (locator !== "null") {
    const query = locator === "" ? "" : `?locator=${locator}`;
    const { headers, body } = await request(`${url}/services/data/v68.0/jobs/query/${job}/results${query}`);
    yield headers["content-encoding"] === "gzip" ? body.pipe(createGunzip()) : body;
    locator = headers["sforce-locator"];
  }
}

let rows = 0;
const touch = (row) => {
  if (row.Id !== "" && row.Description !== undefined) rows += 1;
};

const toFile = (parallelPages) =>
  exported(async (all) => ({ rows } = await all.toFile(file)), { parallelPages });

const work = {
  "ours-rows": () =>
    exported(async (all) => {
      for await (const row of all) touch(row);
    }),
  "ours-batches": () =>
    exported(async (all) => {
      for await (const batch of all.batches()) rows += batch.rows.length;
    }),
  "ours-file": () => toFile(1),
  "ours-5-pages": () => toFile(5),
  async "undici-file"() {
    for await (const body of bodies()) await pipeline(body, createWriteStream(file, { flags: "a" }));
  },
  async wire() {
    for await (const body of bodies()) for await (const part of body) rows += part.length;
  },
  async "csv-parse"() {
    for await (const body of bodies()) {
      for await (const row of body.pipe(parse({ columns: true }))) touch(row);
    }
  },
  async papaparse() {
    for await (const body of bodies()) {
      for await (const row of body.pipe(Papa.parse(Papa.NODE_STREAM_INPUT, { header: true }))) touch(row);
    }
  },
  async udsv() {
    for await (const body of bodies()) {
      const decoder = new TextDecoder();
      let parser;
      for await (const part of body) {
        const text = decoder.decode(part, { stream: true });
        parser ??= initParser(inferSchema(text));
        parser.chunk(text, parser.stringObjs, touch);
      }
      parser.end();
    }
  },
};

const begin = performance.now();
const cpu = process.cpuUsage();
await work[who]();
const ms = performance.now() - begin;
const { user, system } = process.cpuUsage(cpu);
await rm(file, { force: true });
console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000, rows, peakMb: peakMb() }));
