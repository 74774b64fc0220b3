import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import { decodeCsv } from "kinetic-core";
import { fitTable, type ToolOutput } from "../../output/index.ts";
import { Refusal } from "../../refusal/index.ts";
import { fileToWrite } from "../folders.ts";
import type { ToolContext } from "../tool.ts";
import { asRecords, someRows } from "./csv-rows.ts";
import { listOf } from "./ingest-results.ts";
import type { ResultPlace } from "./place.ts";

/** Rows of the file that are shown. */
const SAMPLE = 5;

/** Saves all rows of a job to a new file of the export folder, and shows the first ones. */
export async function saveResults(
  place: ResultPlace,
  name: string,
  context: ToolContext,
): Promise<ToolOutput> {
  const { settings, policy } = context;
  if (policy.narrows) throw underPolicy();
  const path = await fileToWrite(name, { flag: "--export-dir", folder: settings.exportDir });
  await write(place, path, context);
  const [{ size: bytes }, sha256, rows, sample] = await Promise.all([
    stat(path),
    hashOf(path),
    countRows(path),
    someRows(createReadStream(path), { skip: 0, count: SAMPLE }),
  ]);
  const fitted = fitTable(asRecords(sample), settings.maxBytes);
  const file = { path: basename(path), rows, bytes, sha256 };
  return {
    summary: `Saved ${rows} rows to ${basename(path)} in the export folder; the first ${fitted.rows.length} are shown.`,
    data: { columns: sample.columns, rows: fitted.rows, returned: fitted.rows.length, done: true, file },
  };
}

async function write(
  { jobId, part }: ResultPlace,
  path: string,
  { org, signal }: ToolContext,
): Promise<void> {
  const { bulk } = org.client;
  if (part === "query") {
    // Goes on with a job that has run already: its query is not sent again.
    const resume = { job: { kind: "query", id: jobId }, rows: 0 } as const;
    await bulk.export("SELECT Id FROM Account", { resume, keepJob: true, signal }).toFile(path);
    return;
  }
  try {
    const target = createWriteStream(path, { flags: "wx", mode: 0o600 });
    await pipeline(listOf(bulk.ingestJob(jobId), part, signal), target, { signal });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function countRows(path: string): Promise<number> {
  let rows = -1;
  for await (const batch of decodeCsv(createReadStream(path))) rows += batch.length;
  return Math.max(0, rows);
}

function underPolicy(): Refusal {
  return new Refusal("Under a policy of objects and fields nothing is saved to files", {
    code: "POLICY",
    action: "Read the rows without saveTo.",
  });
}
