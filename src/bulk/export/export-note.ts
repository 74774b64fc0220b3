import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { diskError } from "../load/result-spool.ts";
import { partPath } from "./export-file.ts";
import type { ExportHandle } from "./export-handle.ts";

/** What is written down beside the unfinished file of an export, so that another process can go on with it. */
export interface ExportNote {
  readonly soql: string;
  readonly operation: string;
  readonly handle: ExportHandle;
  /** Bytes of the file that belong to the pages before the handle. */
  readonly position: number;
}

/** Where the note about the unfinished file of `path` is. */
export function notePath(path: string): string {
  return join(dirname(path), `.${basename(path)}.export.json`);
}

/** Reads the note; `undefined` where there is none that fits the query and the file. */
export async function readNote(
  path: string,
  query: Pick<ExportNote, "soql" | "operation">,
): Promise<ExportNote | undefined> {
  try {
    const note = JSON.parse(await readFile(notePath(path), "utf8")) as ExportNote;
    const { size } = await stat(partPath(path));
    const isSame = note.soql === query.soql && note.operation === query.operation;
    return isSame && typeof note.handle.job.id === "string" && size >= note.position ? note : undefined;
  } catch {
    // No note, half a note or no file: the export begins anew, which costs time and no rows.
    return undefined;
  }
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
