import { InputError, JobError, NotFoundError } from "../../errors/index.ts";
import { AtomicFile } from "./export-file.ts";
import { jsonReader } from "./export-json.ts";
import { type ExportNote, type NotedQuery, readNote, removeNote, writeNote } from "./export-note.ts";
import type { ExportPlan } from "./export-plan.ts";
import { exportRaw, type RawPiece } from "./export-raw.ts";
import { restRaw } from "./rest-rows.ts";
import { type ExportOutcome, type ExportReader, runExport } from "./run-export.ts";

/** Reads an export as raw CSV. */
export const RAW_READER: ExportReader<RawPiece> = { bulk: exportRaw, rest: restRaw };

/** What a finished export to a file amounts to. */
export interface ExportSummary {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  /** Absent where the rows came by REST. */
  readonly jobId?: string | undefined;
}

/** How rows look in a file: CSV as Salesforce sends it, or a line of JSON for each row, its values typed. */
export type ExportFormat = "csv" | "ndjson";

/** How to write a file. */
export interface ToFileOptions {
  /**
   * `csv` writes what Salesforce sends, unparsed; `ndjson` a line of JSON for each row, with numbers, booleans and null as
   * such and moments in UTC.
   * @default "csv"
   */
  readonly format?: ExportFormat | undefined;
  /**
   * Goes on where an earlier call with the same path, query and format stopped, also when its process was killed. What was
   * written so far and a note about the job stay beside `path` (`.name.part`, `.name.export.json`) until the file is
   * whole, and the job stays in the org. Where the org has the job no longer, the export begins anew.
   * @default false
   */
  readonly resume?: boolean | undefined;
}

/** Exports to a file that appears under its name when it is whole. */
export async function exportToFile(
  plan: ExportPlan,
  path: string,
  { resume = false, format = "csv" }: ToFileOptions,
): Promise<ExportSummary> {
  checkFormat(format);
  if (!resume) return writeOnce(plan, path, format);
  const query = { soql: plan.soql, operation: plan.options.operation ?? "query", format };
  const note = await readNote(path, query);
  try {
    return await goOn(plan, path, { query, note });
  } catch (error) {
    const isGone = error instanceof NotFoundError || error instanceof JobError;
    if (note === undefined || !isGone) throw error;
    return goOn(plan, path, { query, note: undefined });
  }
}

function checkFormat(format: ExportFormat): void {
  if (format === "csv" || format === "ndjson") return;
  throw new InputError(`format must be csv or ndjson, not ${JSON.stringify(format)}`, { column: "format" });
}

async function writeOnce(plan: ExportPlan, path: string, format: ExportFormat): Promise<ExportSummary> {
  const file = await AtomicFile.create(path);
  try {
    const outcome = await write(plan, file, format);
    await file.commit();
    return { path, bytes: file.position, ...outcome };
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** Writes on from a note; what is there when it fails is kept. */
async function goOn(
  plan: ExportPlan,
  path: string,
  { query, note }: { readonly query: NotedQuery; readonly note: ExportNote | undefined },
): Promise<ExportSummary> {
  const file = await AtomicFile.reopen(path, note?.position ?? 0);
  try {
    const outcome = await write(
      {
        ...plan,
        options: { ...plan.options, resume: note?.handle, keepJob: true },
        onHandle: async (handle) => {
          await file.sync();
          await writeNote(path, { ...query, handle, position: file.position });
        },
      },
      file,
      query.format,
    );
    await file.commit();
    await removeNote(path);
    return { path, bytes: file.position, ...outcome };
  } finally {
    await file.close();
  }
}

async function write(plan: ExportPlan, file: AtomicFile, format: ExportFormat): Promise<ExportOutcome> {
  let pageStart = file.position;
  const outcome: ExportOutcome = { rows: 0 };
  const reader = format === "csv" ? RAW_READER : jsonReader(plan);
  for await (const piece of runExport(plan, reader, outcome)) {
    if ("bytes" in piece) await file.write(piece.bytes);
    else if ("restart" in piece) await file.rewind(pageStart);
    else pageStart = file.position;
  }
  return outcome;
}
