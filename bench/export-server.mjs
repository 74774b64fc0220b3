// A Bulk API 2.0 query job whose pages are always ready: node export-server.mjs <MB in all> <MB a page> [<MB/s a connection>] [gzip]
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { csvOf, HEADER, makeRows } from "./csv-data.mjs";

const [totalMb, pageMb, mbPerSecond] = process.argv.slice(2).map(Number);
const JOB = "750000000000001AAA";
const rows = makeRows(Math.round((pageMb * 1e6) / 200));
const isPacked = process.argv[5] === "gzip";
const text = Buffer.concat([Buffer.from(HEADER), csvOf(rows)]);
const page = { rows: rows.length, bytes: text.length, body: isPacked ? gzipSync(text) : text };
const pages = Math.max(1, Math.round(totalMb / pageMb));
const json = (response, body) => {
  response.writeHead(200, { "content-type": "application/json;charset=UTF-8" }).end(JSON.stringify(body));
};
const info = (apiVersion) => ({
  id: JOB,
  operation: "query",
  object: "Account",
  createdById: "005000000000001AAA",
  createdDate: "2026-11-25T10:00:00.000+0000",
  systemModstamp: "2026-11-25T10:00:00.000+0000",
  state: "JobComplete",
  concurrencyMode: "Parallel",
  contentType: "CSV",
  apiVersion,
  lineEnding: "LF",
  columnDelimiter: "COMMA",
  numberRecordsProcessed: page.rows * pages,
});

async function send(response, body) {
  if (!mbPerSecond) return response.end(body);
  const step = 64 * 1024;
  const begin = performance.now();
  for (let at = 0; at < body.length; at += step) {
    response.write(body.subarray(at, at + step));
    const due = ((at + step) / (mbPerSecond * 1e6)) * 1000 - (performance.now() - begin);
    if (due > 1) await new Promise((resolve) => setTimeout(resolve, due));
  }
  response.end();
}

const server = createServer((request, response) => {
  request.resume();
  const url = new URL(request.url, "http://x");
  const base = `/services/data/v68.0/jobs/query/${JOB}`;
  const of = (index) => (index < pages ? Buffer.from(String(index)).toString("base64url") : "null");
  const indexOf = (locator) => Number(Buffer.from(locator ?? "", "base64url").toString() || 0);
  if (url.pathname.endsWith("/resultPages")) {
    const first = indexOf(url.searchParams.get("locator"));
    const some = Array.from({ length: Math.min(5, pages - first) }, (_, at) => first + at);
    const next = first + some.length;
    return json(response, {
      resultPages: some.map((index) => ({ resultUrl: `${base}/results?locator=${of(index)}` })),
      ...(next < pages ? { nextRecordsUrl: `${base}/resultPages?locator=${of(next)}` } : {}),
      done: next >= pages,
    });
  }
  if (url.pathname.endsWith("/results")) {
    const index = indexOf(url.searchParams.get("locator"));
    response.writeHead(200, {
      "content-type": "text/csv",
      ...(isPacked ? { "content-encoding": "gzip" } : {}),
      "sforce-locator": of(index + 1),
      "sforce-numberofrecords": String(page.rows),
    });
    return void send(response, page.body);
  }
  if (url.pathname.endsWith("/describe")) return json(response, { fields: [] });
  if (url.pathname === "/services/data") return json(response, [{ version: "68.0" }]);
  return json(response, info(68.0));
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  const facts = { rows: page.rows * pages, bytes: page.bytes * pages };
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}`, job: JOB, ...facts }));
});
