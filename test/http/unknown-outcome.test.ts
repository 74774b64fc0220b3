import { OutcomeUnknownError, ServerError, UnexpectedResponseError } from "kinetic-core";
import { expect, it } from "vitest";
import { quickClient } from "../support/client.ts";
import { startServer } from "../support/server.ts";

it.each([
  ["POST", "sobjects/Account", /SELECT Id FROM Account .*CreatedDate/],
  ["PATCH", "sobjects/Account/001000000000001AAA", /Read Account 001000000000001AAA and compare/],
  ["POST", "composite", /external ids/],
  ["POST", "jobs/ingest", /GET jobs\/ingest; abort it/],
  ["PUT", "jobs/ingest/750000000000001AAA/batches", /GET jobs\/ingest\/750000000000001AAA/],
  ["POST", "/services/apexrest/orders", /before you send it again/],
] as const)("a lost %s of %s says how to find out what became of it", async (method, path, how) => {
  await using server = await startServer((_, response) => void response.destroy());
  await using sf = quickClient(server.url).sf;
  const error: unknown = await sf
    .request({ method, path, body: { json: {} }, idempotency: "unsafe" })
    .catch((reason: unknown) => reason);
  if (!(error instanceof OutcomeUnknownError)) throw error;
  expect(error.howToFindOut).toMatch(how);
  expect(error.message).toContain(error.howToFindOut);
});

it("keeps the request and the answer with an error, out of its enumerable members", async () => {
  await using server = await startServer((_, response) => {
    response.writeHead(500, { "content-type": "text/html", "set-cookie": "sid=00D1!x" });
    response.end("<html>down</html>");
  });
  await using sf = quickClient(server.url, { http: { retry: { maxAttempts: 1 } } }).sf;
  const error: unknown = await sf
    .request({ method: "GET", path: "limits", query: { a: 1, access_token: "secret" } })
    .catch((reason: unknown) => reason);
  if (!(error instanceof ServerError)) throw error;
  expect(error.rawRequest).toMatchObject({
    method: "GET",
    url: `${server.url}/services/data/v68.0/limits?a=1&access_token=[redacted]`,
    headers: { authorization: "[redacted]", accept: "application/json" },
  });
  expect(error.rawResponse).toMatchObject({
    status: 500,
    headers: { "content-type": "text/html", "set-cookie": "[redacted]" },
    body: "<html>down</html>",
  });
  expect(Object.keys(error)).not.toContain("rawRequest");
  expect(JSON.stringify(error)).not.toContain("<html>");
});

it("ends a stream that nobody reads without an error that nobody hears", async () => {
  await using server = await startServer((_, response) => {
    response.writeHead(200, { "content-type": "text/csv" });
    response.write("Id\n");
  });
  await using sf = quickClient(server.url).sf;
  const job = sf.bulk.queryJob({ kind: "query", id: "750000000000001AAA", apiVersion: "68.0" });
  const { body } = await job.resultPage();
  body.destroy();
  await new Promise((resolve) => body.once("close", resolve));
  expect(body.errored).toBeNull();
});

it("hands over a packed stream that is cut as a typed error", async () => {
  const { gzipSync } = await import("node:zlib");
  await using server = await startServer((_, response) => {
    response.writeHead(200, { "content-type": "text/csv", "content-encoding": "gzip" });
    response.end(gzipSync("Id,Name\n".repeat(1000)).subarray(0, 30));
  });
  await using sf = quickClient(server.url).sf;
  const job = sf.bulk.queryJob({ kind: "query", id: "750000000000001AAA", apiVersion: "68.0" });
  const read = async (): Promise<void> => {
    for await (const _ of job.results());
  };
  await expect(read()).rejects.toMatchObject({ code: "NETWORK", phase: "body" });
});

it("refuses a page in the place of a stream", async () => {
  await using server = await startServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.write("<html>");
  });
  await using sf = quickClient(server.url).sf;
  const job = sf.bulk.queryJob({ kind: "query", id: "750000000000001AAA", apiVersion: "68.0" });
  await expect(job.resultPage()).rejects.toThrow(UnexpectedResponseError);
});
