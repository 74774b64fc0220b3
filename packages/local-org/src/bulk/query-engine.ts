import { type FileHandle, open } from "node:fs/promises";
import { openCursor } from "../soql/cursor.ts";
import { cell, type ValueNode } from "../soql/shape.ts";
import type { Row } from "../store/types.ts";
import { csvValue, quotedLine } from "./csv.ts";
import type { EngineSetting } from "./ingest-engine.ts";
import { DELIMITERS, LINE_ENDINGS, moveTo, type QueryJob } from "./jobs.ts";
import { Pace, pause } from "./pace.ts";

/** Rows that are read at a time, before other requests get their turn. */
const SLICE = 2000;
/** Each row's place in the result file takes this many bytes in the index. */
export const PLACE_BYTES = 8;

/** Runs a query job: from UploadComplete to JobComplete, Failed or Aborted. Never throws. */
export async function runQuery(job: QueryJob, setting: EngineSetting): Promise<void> {
  const { org, options, fault } = setting;
  const { signal } = job.stop;
  await pause(fault.delayMs ?? options.startDelayMs, signal);
  if (signal.aborted) return;
  moveTo(job, "InProgress", org.clock());
  if (fault.stuck) return;
  const pace = new Pace(options.rowsPerSecond, signal);
  try {
    await writeResult(job, setting, pace);
    if (!signal.aborted) moveTo(job, "JobComplete", org.clock());
  } catch (error) {
    job.errorMessage = error instanceof Error ? error.message : String(error);
    if (!signal.aborted) moveTo(job, "Failed", org.clock());
  }
  job.processingMs = pace.elapsedMs;
}

/** The columns of a job's result: in the order of the SELECT clause, before version 50 in that of the alphabet. */
export function columnsOf(job: QueryJob): readonly ValueNode[] {
  const { leaves } = job.query;
  if (job.apiVersion >= 50) return leaves;
  return [...leaves].sort((a, b) => (a.header < b.header ? -1 : 1));
}

/** Writes all rows to a file, and to another where each of them begins. */
async function writeResult(job: QueryJob, { org, files, fault }: EngineSetting, pace: Pace): Promise<void> {
  const columns = columnsOf(job);
  const failAfter = fault.failAfterRows ?? Number.POSITIVE_INFINITY;
  // Counting a million rows would keep everybody waiting; the end shows itself.
  const cursor = openCursor(org.store, job.query, () => job.query.limit ?? Number.POSITIVE_INFINITY);
  const format = {
    delimiter: DELIMITERS[job.columnDelimiter] ?? ",",
    lineEnding: LINE_ENDINGS[job.lineEnding] ?? "\n",
  };
  const out = await openResult(files.path(job.id, "rows"), files.path(job.id, "index"));
  try {
    while (job.processed < cursor.total && !job.stop.signal.aborted) {
      const rows = cursor.read(job.processed, SLICE);
      if (rows.length === 0) break;
      await out.append(rows.map((row) => quotedLine(cellsOf(columns, row), format)));
      job.processed += rows.length;
      if (job.processed >= failAfter)
        throw new Error(fault.failMessage ?? "InternalServerError : The job was made to fail");
      await pace.after(rows.length);
    }
  } finally {
    await out.close();
  }
}

function cellsOf(columns: readonly ValueNode[], row: Row): string[] {
  return columns.map((column) => {
    if (column.column !== undefined) return csvValue(column.field, cell(row, column.column));
    const shown = column.read(row, NO_ENV);
    return shown === null || shown === undefined ? "" : String(shown);
  });
}

/** Values that need the call's URL are blobs, which query jobs do not export. */
const NO_ENV = {
  schema: { object: () => undefined, byPrefix: () => undefined, objects: () => [] },
  base: "",
};

interface ResultFiles {
  append(lines: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

async function openResult(rowsPath: string, indexPath: string): Promise<ResultFiles> {
  const rows: FileHandle = await open(rowsPath, "w");
  const index: FileHandle = await open(indexPath, "w");
  let offset = 0;
  return {
    async append(lines) {
      const places = Buffer.alloc(lines.length * PLACE_BYTES);
      lines.forEach((line, i) => {
        places.writeDoubleLE(offset, i * PLACE_BYTES);
        offset += Buffer.byteLength(line);
      });
      await rows.appendFile(lines.join(""));
      await index.appendFile(places);
    },
    async close() {
      await rows.close();
      await index.close();
    },
  };
}
