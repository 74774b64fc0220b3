// The ingest side of Bulk API 2.0 as a sink: it counts the bytes of uploads and takes every row for stored.
import { createServer } from "node:http";
import { HEADER, ROW_BYTES } from "./csv-file.mjs";

const DESCRIBE = {
  fields: HEADER.trim()
    .split(",")
    .map((name) => ({ name, relationshipName: null })),
};
const jobs = new Map();

function info(job) {
  const processed = job.state === "JobComplete" ? (job.bytes - HEADER.length) / ROW_BYTES : 0;
  return { id: job.id, state: job.state, numberRecordsProcessed: processed, numberRecordsFailed: 0 };
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
    return response.writeHead(201).end();
  }
  if (request.method === "PATCH") job.state = "JobComplete";
  reply(response, info(job));
}

function reply(response, value) {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

const server = createServer((request, response) => {
  const body = { bytes: 0 };
  request.on("data", (chunk) => {
    body.bytes += chunk.length;
  });
  request.on("end", () => answer(request, response, body));
});
server.requestTimeout = 0;
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }));
});
