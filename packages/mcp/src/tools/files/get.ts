import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { basename } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { answerBytes, dataBudget, type ToolOutput } from "../../output/index.ts";
import { Refusal } from "../../refusal/index.ts";
import { fileToWrite } from "../folders.ts";
import { recordId } from "../shapes.ts";
import { defineTool, type Tool, type ToolContext } from "../tool.ts";
import { type FileVersion, versionOf } from "./version.ts";

const input = z.strictObject({
  id: recordId.describe("ContentDocument or ContentVersion"),
  as: z.enum(["meta", "text", "save"]).default("meta"),
  offset: z.int().min(0).default(0).describe("Of the text, in bytes"),
  saveTo: z.string().max(200).optional().describe("Name of a new file in the export folder"),
});

const output = z.object({
  versionId: z.string(),
  contentDocumentId: z.string(),
  title: z.string(),
  type: z.string(),
  bytes: z.number(),
  text: z.string().optional(),
  nextOffset: z.number().optional(),
  path: z.string().optional(),
});

/** `sf_file_get`: what a file is, its text, or the file into a folder. Never its bytes into an answer. */
export const fileGetTool: Tool = defineTool({
  name: "sf_file_get",
  title: "Read a file",
  description:
    "Tells what a file of Salesforce is, reads it as text in parts, or saves it to the export folder.",
  toolset: "files",
  kind: "read",
  input,
  output,
  async run({ id, as, offset, saveTo }, context) {
    const version = await versionOf(id, context);
    if (as === "text") return textOf(version, offset, context);
    return as === "save" ? save(version, saveTo, context) : { summary: "One file.", data: metaOf(version) };
  },
});

function metaOf(version: FileVersion): Record<string, unknown> {
  const { Id: versionId, ContentDocumentId: contentDocumentId, Title: title, FileType: type } = version;
  return { versionId, contentDocumentId, title, type, bytes: version.ContentSize };
}

/** Bytes that are looked at for one answer; what does not fit comes with the next offset. */
const WINDOW = 64 * 1024;

async function textOf(version: FileVersion, offset: number, context: ToolContext): Promise<ToolOutput> {
  const { org, settings, signal } = context;
  const bytes = await window(await org.client.files.download(version.Id, { signal }), offset);
  const budget = dataBudget(settings.maxBytes) - answerBytes(metaOf(version));
  let kept = bytes.subarray(0, wholeLetters(bytes));
  while (answerBytes(decode(kept)) > budget) {
    const shorter = kept.subarray(0, Math.floor(kept.length * 0.7));
    kept = shorter.subarray(0, wholeLetters(shorter));
  }
  const end = offset + kept.length;
  const goesOn = end < version.ContentSize && kept.length > 0;
  return {
    summary: `Bytes ${offset} to ${end} of ${version.ContentSize}.${goesOn ? ` Next: sf_file_get with offset ${end}.` : ""}`,
    data: { ...metaOf(version), text: decode(kept), nextOffset: goesOn ? end : undefined },
  };
}

async function window(body: Readable, offset: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let at = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const from = Math.max(0, offset - at);
    if (from < chunk.length) chunks.push(chunk.subarray(from));
    at += chunk.length;
    if (at >= offset + WINDOW) break;
  }
  return Buffer.concat(chunks).subarray(0, WINDOW);
}

/** Bytes up to the last whole letter. */
function wholeLetters(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 4 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1;
  const lead = bytes[end - 1] ?? 0;
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return end - 1 + size <= bytes.length ? Math.max(end - 1 + size, end) : Math.max(0, end - 1);
}

function decode(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Said below: bytes that are no text are of no use to a model.
  }
  throw new Refusal("The file is no text", {
    code: "NOT_TEXT",
    action: 'Ask for as "meta", or save it by as "save" where this server has an export folder.',
  });
}

async function save(
  version: FileVersion,
  saveTo: string | undefined,
  context: ToolContext,
): Promise<ToolOutput> {
  const { settings, org, signal } = context;
  const ending = version.FileExtension === null ? "" : `.${version.FileExtension}`;
  const path = await fileToWrite(saveTo ?? `${version.Id}${ending}`, {
    flag: "--export-dir",
    folder: settings.exportDir,
  });
  const body = await org.client.files.download(version.Id, { signal });
  try {
    await pipeline(body, createWriteStream(path, { flags: "wx", mode: 0o600 }), { signal });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return {
    summary: `Saved to ${basename(path)} in the export folder.`,
    data: { ...metaOf(version), path: basename(path) },
  };
}
