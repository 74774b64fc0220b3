import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { CsvDialect } from "../../csv/index.ts";
import { decodeCsv } from "../../csv/index.ts";
import {
  ConfigurationError,
  IncompleteResultError,
  isKineticError,
  NetworkError,
} from "../../errors/index.ts";
import { lentPieces } from "../../http/index.ts";
import type { BulkContext } from "../context.ts";
import { type JobRef, openResult, type ResultName } from "../jobs/jobs-api.ts";
import { isUnsettled, settleDelay } from "../jobs/settle.ts";
import type { RowReader } from "./correlate.ts";
import { filePieces, writePieces } from "./file-pieces.ts";

/** A result of a job, whole, on this machine's disk. */
export interface SpooledResult {
  readonly columns: readonly string[];
  /** Reads the rows, as often as wanted and always in the same order. */
  readonly rows: RowReader;
  readonly count: number;
  remove(): Promise<void>;
}

/** Which result to fetch. */
export interface SpoolRequest {
  readonly job: JobRef;
  readonly name: ResultName;
  readonly dialect: CsvDialect;
  /** Rows that the server counted. */
  readonly expected: number;
  readonly signal?: AbortSignal | undefined;
}

/** Downloads of one result: the line may break, and the list may lag behind the job's state. */
const MAX_DOWNLOADS = 5;

/**
 * Fetches a result into a temporary file, so that a slow reader costs no connection and a broken download can be
 * begun again without a row being seen twice.
 * @throws IncompleteResultError when the rows keep differing from the server's own count
 */
export async function spoolResult(bulk: BulkContext, request: SpoolRequest): Promise<SpooledResult> {
  const folder = await makeFolder(bulk.tempDirectory);
  try {
    return await download(bulk, request, folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function download(bulk: BulkContext, request: SpoolRequest, folder: string): Promise<SpooledResult> {
  const path = join(folder, `${request.name}.csv`);
  for (let attempt = 0; ; attempt += 1) {
    try {
      await fetchInto(bulk, request, path);
      const { columns, count } = await survey(path, request);
      if (count === request.expected) {
        const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
        return { columns, count, rows: () => dataRows(path, request.dialect), remove };
      }
      if (attempt + 1 >= MAX_DOWNLOADS) throw incomplete(request, count);
    } catch (error) {
      if (request.signal?.aborted || attempt + 1 >= MAX_DOWNLOADS || !isCut(error)) throw error;
    }
    await bulk.runtime.sleep(settleDelay(attempt, bulk.runtime.random), request.signal);
  }
}

async function fetchInto(
  bulk: BulkContext,
  { job, name, signal }: SpoolRequest,
  path: string,
): Promise<void> {
  const { body } = await openResult(bulk.requester, job, { name, signal });
  try {
    await writePieces(path, lentPieces(body));
  } catch (cause) {
    body.destroy();
    if (signal?.aborted) throw signal.reason;
    if (isDiskFault(cause)) throw diskError(path, cause);
    if (isKineticError(cause)) throw cause;
    throw new NetworkError(`Job ${job.id}: the connection broke in the middle of ${name}`, {
      jobId: job.id,
      cause,
    });
  }
}

async function survey(
  path: string,
  { dialect, job, name }: SpoolRequest,
): Promise<{ columns: readonly string[]; count: number }> {
  let columns: readonly string[] = [];
  let count = -1;
  try {
    for await (const batch of decodeCsv(filePieces(path), dialect)) {
      if (count === -1) columns = batch[0] ?? [];
      count += batch.length;
    }
  } catch (cause) {
    // Half a quoted field at the end is what a cut looks like that nobody reported.
    throw new NetworkError(`Job ${job.id}: ${name} did not arrive whole`, { jobId: job.id, cause });
  }
  return { columns, count: Math.max(0, count) };
}

async function* dataRows(path: string, dialect: CsvDialect): AsyncGenerator<readonly (readonly string[])[]> {
  let isFirst = true;
  for await (const batch of decodeCsv(filePieces(path), dialect)) {
    yield isFirst ? batch.slice(1) : batch;
    isFirst = false;
  }
}

function isCut(error: unknown): boolean {
  return isUnsettled(error);
}

function incomplete({ job, name, expected }: SpoolRequest, received: number): IncompleteResultError {
  return new IncompleteResultError(
    `Job ${job.id}: ${name} has ${received} rows, but the job counts ${expected}`,
    { jobId: job.id, expected, received },
  );
}

const DISK_CODES: ReadonlySet<unknown> = new Set([
  "ENOSPC",
  "EDQUOT",
  "EACCES",
  "EROFS",
  "EIO",
  "ENOENT",
  "EPERM",
]);

/** Whether an error comes from this machine's disk. */
export function isDiskFault(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && "code" in error && DISK_CODES.has(error.code);
}

/** Says which file could not be written, and why. */
export function diskError(path: string, cause: unknown): ConfigurationError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ConfigurationError(`Cannot write ${path}: ${why}. Free space there, or give another folder`, {
    cause,
  });
}

async function makeFolder(parent: string): Promise<string> {
  try {
    return await mkdtemp(join(parent, "kinetic-bulk-"));
  } catch (cause) {
    throw diskError(parent, cause);
  }
}
