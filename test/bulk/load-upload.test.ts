import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { accessToken, csvFile, SalesforceClient } from "kinetic-core";
import { expect, it } from "vitest";

/** A sink that takes its time, so that what the client writes has to wait in the socket; returns the hashes. */
async function slowSink() {
  const hashes: string[] = [];
  const take = async (request: IncomingMessage): Promise<string> => {
    const hash = createHash("sha256");
    for await (const part of request as AsyncIterable<Buffer>) {
      hash.update(part);
      await sleep(1);
    }
    return hash.digest("hex");
  };
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const { url = "", method } = request;
    const hash = await take(request);
    if (method === "PUT") hashes.push(hash);
    if (url.endsWith("/describe")) return { fields: [{ name: "Name" }] };
    const state = method === "GET" ? "JobComplete" : undefined;
    return { id: "750000000000001AAA", state, numberRecordsProcessed: ROWS, numberRecordsFailed: 0 };
  };
  const server = createServer((request, response) => {
    void answer(request).then((body) => {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, hashes, close: () => server.close() };
}

const ROWS = 30_000;

it("sends memory that it uses again only when the socket is done with it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kinetic-upload-test-"));
  const sink = await slowSink();
  const sf = new SalesforceClient({
    apiVersion: "68.0",
    auth: accessToken({ token: "t", instanceUrl: sink.url }),
  });
  try {
    const rows = Array.from({ length: ROWS }, (_, at) => `${at} ${"x".repeat(600)}${at}`);
    const text = `Name\n${rows.join("\n")}\n`;
    const path = join(folder, "in.csv");
    await writeFile(path, text);
    await using result = await sf.bulk.load({
      object: "Account",
      operation: "insert",
      source: csvFile(path),
    });
    expect(result.ok).toBe(true);
    expect(sink.hashes).toEqual([createHash("sha256").update(text).digest("hex")]);
  } finally {
    await sf.close();
    sink.close();
    await rm(folder, { recursive: true });
  }
});
