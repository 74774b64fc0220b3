// The ingest side of Bulk API 2.0 as a sink: it counts the bytes of uploads and takes every row for stored. It lists the rows
// as stored, in no order, where the file is one of writeUniqueCsv. Each job takes `delayMs`: node load-sink.mjs [delayMs]
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { HEADER, idOf, ROW_BYTES, row } from "./csv-file.mjs";

const delayMs = Number(process.argv[2] ?? 0);
const DESCRIBE = {
  fields: HEADER.trim()
    .split(",")
    .map((name) => ({ name, relationshipName: null })),
};
const jobs = new Map();

const rowsOf = (job) => (job.bytes - HEADER.length) / ROW_BYTES;

function info(job) {
  const state = job.state === "Open" ? "Open" : performance.now() < job.doneAt ? "InProgress" : "JobComplete";
  const processed = state === "JobComplete" ? rowsOf(job) : 0;
  return { id: job.id, state, numberRecordsProcessed: processed, numberRecordsFailed: 0 };
}

/** The rows of a job with their ids: by steps that have no factor in common with their count, so each comes once. */
function* results({ firstRow, rows }) {
  yield `"sf__Id","sf__Created",${HEADER}`;
  let step = Math.floor(rows * 0.618) | 1;
  while (rows > 1 && gcd(step, rows) !== 1) step += 1;
  let lines = "";
  for (let at = 0, place = 0; at < rows; at += 1, place = (place + step) % rows) {
    const number = firstRow + place;
    lines += `"${idOf(number)}","true",${row(number)}`;
    if (lines.length > 64 * 1024 || at === rows - 1) {
      yield lines;
      lines = "";
    }
  }
}

function gcd(a, b) {
  return b === 0 ? a : gcd(b, a % b);
}

function answer(request, response, body) {
  if (request.url.endsWith("/describe")) return reply(response, DESCRIBE);
  const [, id, tail] = /\/jobs\/ingest(?:\/(\w+))?(?:\/(\w+))?$/.exec(request.url) ?? [];
  if (request.method === "PUT" && tail === undefined) return response.writeHead(201).end();
  const job = jobs.get(id) ?? {
    id: `750${String(jobs.size + 1).padStart(12, "0")}AAA`,
    state: "Open",
    bytes: 0,
  };
  jobs.set(job.id, job);
  if (request.method === "PUT") {
    job.bytes = body.bytes;
    job.firstRow = body.firstRow;
    return response.writeHead(201).end();
  }
  if (tail === "successfulResults") return list(response, job);
  if (request.method === "PATCH")
    Object.assign(job, { state: "Closed", doneAt: performance.now() + delayMs });
  reply(response, info(job));
}

function list(response, job) {
  response.writeHead(200, { "content-type": "text/csv", "sforce-numberofrecords": String(rowsOf(job)) });
  Readable.from(results({ firstRow: job.firstRow, rows: rowsOf(job) })).pipe(response);
}

function reply(response, value) {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

const server = createServer((request, response) => {
  const body = { bytes: 0, firstRow: undefined };
  let head = "";
  request.on("data", (chunk) => {
    body.bytes += chunk.length;
    if (body.firstRow !== undefined) return;
    head += chunk.toString("latin1", 0, 200);
    const key = /\nA(\d{10})/.exec(head)?.[1];
    if (key !== undefined) body.firstRow = Number(key);
  });
  request.on("end", () => answer(request, response, body));
});
server.requestTimeout = 0;
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }));
});
