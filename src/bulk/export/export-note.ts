import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { diskError } from "../load/result-spool.ts";
import { partPath } from "./export-file.ts";
import type { ExportHandle } from "./export-handle.ts";

/** What must be the same for an export to go on in the file of another. */
export interface NotedQuery {
  readonly soql: string;
  readonly operation: string;
  readonly format: "csv" | "ndjson";
}

/** What is written down beside the unfinished file of an export, so that another process can go on with it. */
export interface ExportNote extends NotedQuery {
  readonly handle: ExportHandle;
  /** Bytes of the file that belong to the pages before the handle. */
  readonly position: number;
}

/** Where the note about the unfinished file of `path` is. */
export function notePath(path: string): string {
  return join(dirname(path), `.${basename(path)}.export.json`);
}

/** Reads the note; `undefined` where there is none that fits the query and the file. */
export async function readNote(path: string, query: NotedQuery): Promise<ExportNote | undefined> {
  try {
    // A note from before there was more than CSV names no format.
    const note = { format: "csv", ...JSON.parse(await readFile(notePath(path), "utf8")) } as ExportNote;
    const { size } = await stat(partPath(path));
    return isSame(note, query) && typeof note.handle.job.id === "string" && size >= note.position
      ? note
      : undefined;
  } catch {
    // No note, half a note or no file: the export begins anew, which costs time and no rows.
    return undefined;
  }
}

function isSame(note: NotedQuery, { soql, operation, format }: NotedQuery): boolean {
  return note.soql === soql && note.operation === operation && note.format === format;
}

/** Writes the note at once or not at all. */
export async function writeNote(path: string, note: ExportNote): Promise<void> {
  const temp = `${notePath(path)}.tmp`;
  try {
    const file = await open(temp, "w", 0o600);
    try {
      await file.writeFile(JSON.stringify(note));
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temp, notePath(path));
  } catch (cause) {
    throw diskError(notePath(path), cause);
  }
}

/** Removes the note of a finished export. */
export async function removeNote(path: string): Promise<void> {
  await rm(notePath(path), { force: true });
}
