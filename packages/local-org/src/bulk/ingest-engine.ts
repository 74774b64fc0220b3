import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import type { OrgServices } from "../server/types.ts";
import type { BulkFiles } from "./files.ts";
import { checkHeader, checkLineEnding, JobFailure, readUploadHeader } from "./header.ts";
import { DELIMITERS, type IngestJob, LINE_ENDINGS, moveTo } from "./jobs.ts";
import type { BulkFault, ResolvedBulkOptions } from "./options.ts";
import { Pace, pause } from "./pace.ts";
import { ResultWriter } from "./results.ts";
import { lockedRow, rowWriter, type WriteRow } from "./rows.ts";

/** What the engine works with. */
export interface EngineSetting {
  readonly org: OrgServices;
  readonly files: BulkFiles;
  readonly options: ResolvedBulkOptions;
  readonly fault: BulkFault;
}

/** Works an ingest job off: from UploadComplete to JobComplete, Failed or Aborted. Never throws. */
export async function runIngest(job: IngestJob, setting: EngineSetting): Promise<void> {
  const { org, options, fault } = setting;
  const { signal } = job.stop;
  await pause(fault.delayMs ?? options.startDelayMs, signal);
  if (signal.aborted) return;
  moveTo(job, "InProgress", org.clock());
  if (fault.stuck) return;
  const pace = new Pace(options.rowsPerSecond, signal);
  try {
    await loadRows(job, setting, pace);
    if (!signal.aborted) moveTo(job, "JobComplete", org.clock());
  } catch (error) {
    job.errorMessage =
      error instanceof JobFailure
        ? error.message
        : `InternalServerError : ${error instanceof Error ? error.message : error}`;
    if (!signal.aborted) moveTo(job, "Failed", org.clock());
  }
  job.processingMs = pace.elapsedMs;
}

async function loadRows(job: IngestJob, setting: EngineSetting, pace: Pace): Promise<void> {
  const { org, files, options } = setting;
  const { upload } = job;
  if (!upload || upload.bytes === 0) return;
  job.header = await readUploadHeader(files, job);
  checkLineEnding(job);
  checkHeader(org.schema, job);
  const format = {
    delimiter: DELIMITERS[job.columnDelimiter] ?? ",",
    lineEnding: LINE_ENDINGS[job.lineEnding] ?? "\n",
  };
  const results = new ResultWriter(files, job, { format, shuffle: options.shuffleResults });
  try {
    const write = withFaults(job, rowWriter(org, job), setting.fault);
    failMidway(job, setting.fault);
    await eachSlice(job, setting, async (slice) => {
      const outcomes = org.store.transaction(() => slice.map(write));
      outcomes.forEach((outcome, i) => {
        results.add(slice[i] ?? [], outcome);
      });
      job.processed += slice.length;
      await results.drain();
      failMidway(job, setting.fault);
      await pace.after(slice.length);
    });
  } finally {
    await results.close();
  }
}

type Slice = readonly (readonly string[])[];

/** Reads the upload and hands it on in slices, until it ends or the job is stopped. */
async function eachSlice(
  job: IngestJob,
  { files, options, fault }: EngineSetting,
  take: (slice: Slice) => Promise<void>,
): Promise<void> {
  const limit = fault.failAfterRows ?? Number.POSITIVE_INFINITY;
  let slice: string[][] = [];
  for await (const cells of readRows(job, files)) {
    if (job.stop.signal.aborted) return;
    slice.push(cells);
    if (slice.length < options.sliceRows && job.processed + slice.length < limit) continue;
    await take(slice);
    slice = [];
  }
  if (slice.length > 0 && !job.stop.signal.aborted) await take(slice);
}

/** Parses the rows of an upload while they are read from its file. */
async function* readRows(job: IngestJob, files: BulkFiles): AsyncGenerator<string[]> {
  const parser = parse({
    delimiter: DELIMITERS[job.columnDelimiter] ?? ",",
    record_delimiter: LINE_ENDINGS[job.lineEnding] ?? "\n",
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const rows = files.read(job.id, "upload", { start: job.upload?.firstRow ?? 0 });
  const source = Readable.from(rows, { objectMode: false });
  source.on("error", (error) => parser.destroy(error)).pipe(parser);
  try {
    yield* parser as AsyncIterable<string[]>;
  } catch (error) {
    if (error instanceof CsvError) throw new JobFailure(`ClientInputError : ${error.message}`);
    throw error;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

function failMidway(job: IngestJob, fault: BulkFault): void {
  if (fault.failAfterRows === undefined || job.processed < fault.failAfterRows) return;
  throw new JobFailure(fault.failMessage ?? "InternalServerError : The job was made to fail");
}

/** Lets rows fail that are to find their record locked. */
function withFaults(job: IngestJob, write: WriteRow, fault: BulkFault): WriteRow {
  const every = fault.lockEveryRows;
  if (every === undefined || every < 1) return write;
  const id = job.header.findIndex((name) => name.toLowerCase() === "id");
  let rows = 0;
  return (cells) => {
    rows += 1;
    return rows % every === 0 ? lockedRow(cells[id] ?? "") : write(cells);
  };
}
