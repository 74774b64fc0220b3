// Files: up as a stream, linked to a record, down as a stream.
// Run: npm run build && node examples/dist/files.js
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { openOrg } from "./org.ts";

await using org = await openOrg();
const { sf } = org;
const folder = await mkdtemp(join(tmpdir(), "kinetic-files-"));
await writeFile(join(folder, "offer.txt"), "An offer that you cannot refuse\n".repeat(1_000));

const { id } = await sf.sobject("Account").create({ Name: "Corleone" });
const { versionId } = await sf.files.upload({
  source: createReadStream(join(folder, "offer.txt")),
  fileName: "offer.txt",
  linkedEntityId: id,
});
const links = await sf
  .query(`SELECT ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId = '${id}'`)
  .count();
console.log(`files of the account: ${links}`);

await pipeline(await sf.files.download(versionId), createWriteStream(join(folder, "copy.txt")));
const [sent, came] = await Promise.all(["offer.txt", "copy.txt"].map((name) => readFile(join(folder, name))));
console.log(`${came?.length} bytes, the same: ${came?.equals(sent ?? Buffer.alloc(0))}`);
await rm(folder, { recursive: true });
