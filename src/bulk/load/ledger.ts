import type { CsvSlice } from "../../csv/index.ts";
import { AccountingError } from "../../errors/index.ts";
import type { JobInfo } from "../jobs/job-info.ts";
import type { JobRef } from "../jobs/jobs-api.ts";

/** How many rows ended how. `succeeded + failed + unprocessed = rows`, always. */
export interface LoadTotals {
  readonly rows: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Rows that the server did not get to, or that were never sent to it. */
  readonly unprocessed: number;
}

/**
 * How far one slice of the input is. `creating`: a job may have been made; `open`: its job exists, the server has not
 * been told to start; `closing`: it may have been told; `closed`: it has been told; `done`: counted.
 */
export type EntryPhase = "planned" | "creating" | "open" | "closing" | "closed" | "done";

/** One slice of the input and what became of it. */
export interface LedgerEntry {
  readonly slice: CsvSlice;
  phase: EntryPhase;
  job: JobRef | undefined;
  info: JobInfo | undefined;
  counts: LoadTotals | undefined;
  /** When its job was asked for, by this machine's clock. */
  askedAt: number | undefined;
  /** Whether its job was aborted half way by an earlier run, so that its unprocessed rows are still to be loaded. */
  interrupted: boolean | undefined;
}

/** Makes the entry of a slice that nothing has been done about. */
export function plannedEntry(slice: CsvSlice): LedgerEntry {
  const nothing = { job: undefined, info: undefined, counts: undefined, askedAt: undefined };
  return { slice, phase: "planned", interrupted: undefined, ...nothing };
}

/** Puts a slice back to where nothing has been done about it. */
export function resetEntry(entry: LedgerEntry): void {
  Object.assign(entry, plannedEntry(entry.slice));
}

/** Adds up what happened to the rows of many slices; a slice that was not sent counts as unprocessed. */
export function sumTotals(entries: Iterable<LedgerEntry>): LoadTotals {
  const sum = { rows: 0, succeeded: 0, failed: 0, unprocessed: 0 };
  for (const { slice, counts } of entries) {
    const of = counts ?? { rows: slice.rows, succeeded: 0, failed: 0, unprocessed: slice.rows };
    sum.rows += of.rows;
    sum.succeeded += of.succeeded;
    sum.failed += of.failed;
    sum.unprocessed += of.unprocessed;
  }
  return sum;
}

/** What the server says about an ended job, as far as rows go. */
export interface ServerCounts {
  readonly processed: number;
  readonly failed: number;
  /** Rows in `unprocessedrecords`; absent when nobody had to look. */
  readonly unprocessed?: number | undefined;
}

/**
 * Balances the rows of a job against the server's counts. Pure.
 * @returns the totals, or why they do not add up
 */
export function balance(rows: number, server: ServerCounts): LoadTotals | string {
  const { processed, failed } = server;
  if (failed > processed) return `the server counts ${failed} failed rows among ${processed} processed ones`;
  if (processed > rows) return `the server processed ${processed} rows of ${rows} that were sent`;
  const unprocessed = server.unprocessed ?? rows - processed;
  if (processed + unprocessed !== rows) {
    return `the server processed ${processed} rows and lists ${unprocessed} as unprocessed, of ${rows} that were sent`;
  }
  return { rows, succeeded: processed - failed, failed, unprocessed };
}

/** Says that rows of a job are not accounted for. */
export function accountingError(
  entry: LedgerEntry,
  server: ServerCounts,
  { source, why }: { readonly source: string; readonly why: string },
): AccountingError {
  const { slice, job } = entry;
  const last = slice.firstRow + slice.rows - 1;
  return new AccountingError(
    `Job ${job?.id}: rows ${slice.firstRow} to ${last} of ${source} are not all accounted for: ${why}`,
    {
      jobId: job?.id,
      counts: {
        input: slice.rows,
        succeeded: server.processed - server.failed,
        failed: server.failed,
        unprocessed: server.unprocessed ?? 0,
      },
    },
  );
}
