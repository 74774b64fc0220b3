import { isKineticError, type JobInfo } from "kinetic-core";
import { z } from "zod";
import type { ToolOutput } from "../../output/index.ts";
import { notices, recordId } from "../shapes.ts";
import { defineTool, type Tool, type ToolContext } from "../tool.ts";
import { type JobKind, jobReference, jobState, openJob, stateOf } from "./shapes.ts";

const input = z.strictObject({
  jobId: recordId.optional().describe("Leave out for the latest jobs"),
  kind: jobReference.kind,
  waitSeconds: z.int().min(0).max(50).default(0).describe("Wait so long for the end of the job"),
});

/** `sf_bulk_status`: how far a job is; waits for its end for a while, with progress. */
export const bulkStatusTool: Tool = defineTool({
  name: "sf_bulk_status",
  title: "Bulk job status",
  description:
    "Tells how far a bulk job is, or which jobs there are. With waitSeconds it waits; ending that wait does not end the job.",
  toolset: "bulk",
  kind: "read",
  input,
  output: z.object({ jobs: z.array(jobState), notices }),
  async run({ jobId, kind, waitSeconds }, context) {
    if (jobId === undefined) return list(kind, context);
    const info = await read({ jobId, kind, waitSeconds }, context);
    const next = nextOf(kind, info);
    return { summary: `${kind} job ${info.state}. ${next}`, data: { jobs: [stateOf(kind, info)] } };
  },
});

interface Asked {
  readonly jobId: string;
  readonly kind: JobKind;
  readonly waitSeconds: number;
}

async function read({ jobId, kind, waitSeconds }: Asked, context: ToolContext): Promise<JobInfo> {
  const job = openJob(kind, jobId, context);
  const { signal } = context;
  if (waitSeconds === 0) return job.info({ signal });
  const onProgress = (info: JobInfo): void => {
    const done = info.numberRecordsProcessed ?? 0;
    context.progress(done, undefined, `${info.state}, ${done} records`);
  };
  try {
    return await job.wait({ signal, timeoutMs: waitSeconds * 1000, onProgress });
  } catch (error) {
    if (isKineticError(error, "JOB_TIMEOUT")) return job.info({ signal });
    throw error;
  }
}

const ENDED: ReadonlySet<string> = new Set(["JobComplete", "Failed", "Aborted"]);

function nextOf(kind: JobKind, { id, state, numberRecordsFailed = 0 }: JobInfo): string {
  if (!ENDED.has(state)) return `It goes on. Next: sf_bulk_status with waitSeconds.`;
  if (kind === "query")
    return state === "JobComplete" ? `Next: sf_bulk_results {"jobId": "${id}", "part": "query"}.` : "";
  return numberRecordsFailed > 0
    ? `${numberRecordsFailed} records were refused. Next: sf_bulk_results {"jobId": "${id}", "part": "failed"}.`
    : "";
}

/** Jobs that are listed. */
const LISTED = 20;

async function list(kind: JobKind, { org, signal }: ToolContext): Promise<ToolOutput> {
  const { bulk } = org.client;
  const jobs: Record<string, unknown>[] = [];
  for await (const info of kind === "query" ? bulk.queryJobs({ signal }) : bulk.ingestJobs({ signal })) {
    jobs.push(stateOf(kind, info));
    if (jobs.length === LISTED) break;
  }
  return { summary: `${jobs.length} ${kind} jobs.`, data: { jobs } };
}
