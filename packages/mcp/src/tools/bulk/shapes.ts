import type { IngestJob, JobInfo, QueryJob } from "kinetic-core";
import { z } from "zod";
import { recordId } from "../shapes.ts";
import type { ToolContext } from "../tool.ts";

/** Which job: both kinds have ids that look alike. */
export const jobReference: {
  readonly jobId: typeof recordId;
  readonly kind: z.ZodEnum<{ query: "query"; ingest: "ingest" }>;
} = {
  jobId: recordId,
  kind: z.enum(["query", "ingest"]),
};

/** A job as an agent sees it. */
export const jobState: z.ZodObject = z.object({
  jobId: z.string(),
  kind: z.string(),
  state: z.string(),
  object: z.string().optional(),
  operation: z.string().optional(),
  processed: z.number().optional(),
  failed: z.number().optional(),
  error: z.string().optional(),
  createdDate: z.string().optional(),
});

/** Kind of a job. */
export type JobKind = "query" | "ingest";

/** Writes what the org says of a job. */
export function stateOf(kind: JobKind, info: JobInfo): Record<string, unknown> {
  const { id, state, object, operation, createdDate, errorMessage } = info;
  const { numberRecordsProcessed: processed, numberRecordsFailed: failed } = info;
  const all = {
    jobId: id,
    kind,
    state,
    object,
    operation,
    processed,
    failed,
    error: errorMessage,
    createdDate,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Opens a job that is there already. */
export function openJob(kind: JobKind, jobId: string, { org }: ToolContext): IngestJob | QueryJob {
  const { bulk } = org.client;
  return kind === "query" ? bulk.queryJob(jobId) : bulk.ingestJob(jobId);
}
