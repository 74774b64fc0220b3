// Moves a file through the client: node files-client.mjs <upload|upload-path|download> <url> <MB>
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessToken, SalesforceClient } from "../dist/index.js";
import { peakMb } from "./lib.mjs";

const [how, url, size] = process.argv.slice(2);
const mb = Number(size);
const chunk = Buffer.alloc(64 * 1024, "kinetic ");
const chunks = (mb * 1024 * 1024) / chunk.length;
const sf = new SalesforceClient({
  auth: accessToken({ token: "t", instanceUrl: url }),
  apiVersion: "68.0",
});

async function* made() {
  for (let at = 0; at < chunks; at += 1) yield chunk;
}

async function uploaded(source) {
  // The server answers with how much it took where an org names the file.
  const { contentDocumentId } = await sf.files.upload({ source, fileName: "big.bin" });
  return Number(contentDocumentId);
}

const moves = {
  upload: () => uploaded(made),
  async "upload-path"() {
    const path = join(tmpdir(), `kinetic-files-${process.pid}.bin`);
    const file = await open(path, "wx");
    try {
      for await (const piece of made()) await file.write(piece);
      return await uploaded(path);
    } finally {
      await file.close();
      await rm(path);
    }
  },
  async download() {
    let bytes = 0;
    for await (const piece of await sf.files.download("068000000000001AAA")) bytes += piece.length;
    return bytes;
  },
};

const begin = performance.now();
const bytes = await moves[how]();
const ms = performance.now() - begin;
await sf.close();
console.log(JSON.stringify({ bytes, ms: Math.round(ms), peakMb: peakMb() }));
