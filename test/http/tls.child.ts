// Run by tls.test.ts in a process of its own that trusts the certificate of the tests: reads answers over HTTPS, whole
// and as streams, at once and one after another, and tells which bytes were not what was sent.
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { accessToken, SalesforceClient } from "kinetic-core";
import { localhost } from "../support/localhost-cert.ts";

const maxVersion = process.argv[2] === "TLSv1.2" ? "TLSv1.2" : "TLSv1.3";
const bytes = randomBytes(3_000_000);
const text = bytes.toString("base64");
const hash = (data: Uint8Array | string): string => createHash("sha256").update(data).digest("hex");

let resumed = 0;
const server = createServer({ ...localhost, maxVersion }, async (request, response) => {
  // Every other call needs a new connection.
  if (request.url?.includes("once")) response.setHeader("connection", "close");
  if (request.url?.includes("/services/data/")) {
    response.setHeader("content-type", "application/json");
    return response.end(JSON.stringify({ text }));
  }
  for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 7 + 3) % 200_000) {
    response.write(bytes.subarray(at, at + size));
    if (size % 2 === 0) await turn();
  }
  return response.end();
});
server.on("secureConnection", (socket) => {
  if (socket.isSessionReused()) resumed += 1;
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as AddressInfo;

const auth = accessToken({ token: "00D000000000001!t", instanceUrl: `https://localhost:${port}` });
const sf = new SalesforceClient({ auth, apiVersion: "68.0" });

async function whole(path: string): Promise<boolean> {
  const { body } = await sf.request<{ text: string }>({ method: "GET", path });
  return hash(body.text) === hash(text);
}

async function streamed(path: string): Promise<boolean> {
  const { body } = await sf.apex.stream({ method: "GET", path });
  const parts: Uint8Array[] = [];
  for await (const part of body as AsyncIterable<Uint8Array>) {
    parts.push(part);
    if (parts.length % 5 === 0) await turn();
  }
  return hash(Buffer.concat(parts)) === hash(bytes);
}

const outcomes: boolean[] = [];
for (const path of ["once/1", "kept/2", "kept/3", "once/4", "once/5"]) {
  const both = Array.from({ length: 3 }, () => [whole(path), streamed(path)]).flat();
  outcomes.push(...(await Promise.all(both)));
}
await sf.close();
await new Promise((resolve) => server.close(resolve));
console.log(JSON.stringify({ right: outcomes.filter(Boolean).length, of: outcomes.length, resumed }));
