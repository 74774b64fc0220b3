import type { Route } from "../server/types.ts";
import { BulkFiles } from "./files.ts";
import { ingestRoutes } from "./ingest.ts";
import type { Job, JobState } from "./jobs.ts";
import { type BulkFault, type BulkOptions, resolveBulkOptions } from "./options.ts";
import { queryRoutes } from "./query.ts";
import { JobRegistry } from "./registry.ts";

/** A job as the org's own process sees it. */
export interface BulkJobInfo {
  readonly id: string;
  readonly kind: "ingest" | "query";
  readonly object: string;
  readonly operation: string;
  readonly state: JobState;
  readonly errorMessage: string | undefined;
  /** Rows worked off, failed ones among them. */
  readonly numberRecordsProcessed: number;
  readonly numberRecordsFailed: number;
  /** Rows that were uploaded; undefined for a query job, and before the upload. */
  readonly numberRecordsTotal: number | undefined;
  /** When the job was created, by the org's clock, in ISO 8601. */
  readonly createdDate: string;
}

/** An allocation and what is left of it, as the limits resource shows it. */
export interface Allocation {
  readonly Max: number;
  readonly Remaining: number;
}

/** Bulk API 2.0 of an org: its resources, and what must be done with them in the end. */
export interface BulkResources {
  readonly routes: readonly Route[];
  /** Returns the jobs there are, oldest first. */
  jobs(): readonly BulkJobInfo[];
  /** Returns the daily allocations of Bulk API 2.0. */
  limits(now: Date): Readonly<Record<string, Allocation>>;
  /** Says what is to go wrong with every job that starts from now on; undefined leaves it to the options again. */
  force(fault: BulkFault | undefined): void;
  /** Stops and forgets every job and removes its files, as if the org were new. */
  reset(): void;
  /** Stops every job and removes all files. */
  close(): void;
}

/** Makes the Bulk API 2.0 resources. Jobs live in memory, their data and results in files. */
export function createBulkResources(options: BulkOptions = {}): BulkResources {
  const resolved = resolveBulkOptions(options);
  const registry = new JobRegistry(resolved, new BulkFiles(resolved.directory));
  return {
    routes: [...ingestRoutes(registry), ...queryRoutes(registry)],
    jobs: () => registry.all().map(jobInfo),
    limits: (now) => ({
      DailyBulkApiBatches: { Max: resolved.dailyBatches, Remaining: registry.batches.left(now.getTime()) },
      DailyBulkV2QueryFileStorageMB: { Max: 976_562, Remaining: 976_562 },
      DailyBulkV2QueryJobs: {
        Max: resolved.dailyQueryJobs,
        Remaining: registry.queryJobs.left(now.getTime()),
      },
    }),
    force: (fault) => {
      registry.forced = fault;
    },
    reset: () => registry.reset(),
    close: () => registry.reset(),
  };
}

function jobInfo(job: Job): BulkJobInfo {
  const { id, kind, object, operation, state, errorMessage, processed } = job;
  const numberRecordsFailed = job.kind === "ingest" ? job.failed : 0;
  return {
    id,
    kind,
    object,
    operation,
    state,
    errorMessage,
    numberRecordsProcessed: processed,
    numberRecordsFailed,
    numberRecordsTotal: job.kind === "ingest" ? job.upload?.rows : undefined,
    createdDate: job.createdDate.toISOString(),
  };
}
