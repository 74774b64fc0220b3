// One side of the correlation benchmark: node correlate-side.mjs <ours|map> <url> <file> <rows>
// Loads the file by the client; then reads the results and finds the input row of each.
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { idOf } from "./csv-file.mjs";
import { peakMb } from "./lib.mjs";

const [side, url, file, rows] = process.argv.slice(2);

async function load(use) {
  const { accessToken, SalesforceClient } = await import("../dist/index.js");
  const sf = new SalesforceClient({
    auth: accessToken({ token: "t", instanceUrl: url }),
    apiVersion: "68.0",
  });
  const result = await sf.bulk.load({ object: "Account", operation: "insert", source: file });
  const seconds = await use(result);
  await result.close();
  await sf.close();
  return seconds;
}

/** Throws unless a result is tied to its own row. */
function check(row, id) {
  if (id !== idOf(row - 1)) throw new Error(`row ${row} got the result ${id}`);
}

async function ours(result) {
  const started = performance.now();
  let seen = 0;
  for await (const { row, id } of result.succeeded()) {
    check(row, id);
    seen += 1;
  }
  if (seen !== Number(rows)) throw new Error(`${seen} results of ${rows} rows`);
  return (performance.now() - started) / 1000;
}

async function map(result) {
  const { parse } = await import("csv-parse");
  const { request } = await import("undici");
  const started = performance.now();
  const numbers = new Map();
  let seen = 0;
  await pipeline(createReadStream(file), parse({ columns: true }), async (records) => {
    for await (const { AccountNumber } of records) numbers.set(AccountNumber, numbers.size + 1);
  });
  for (const { id } of result.jobs) {
    const { body } = await request(`${url}/services/data/v68.0/jobs/ingest/${id}/successfulResults`);
    await pipeline(body, parse({ columns: true }), async (records) => {
      for await (const record of records) {
        check(numbers.get(record.AccountNumber), record.sf__Id);
        seen += 1;
      }
    });
  }
  if (seen !== Number(rows)) throw new Error(`${seen} results of ${rows} rows`);
  return (performance.now() - started) / 1000;
}

const seconds = await load(side === "ours" ? ours : map);
console.log(JSON.stringify({ seconds, peakMb: peakMb() }));
