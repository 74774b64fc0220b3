import { z } from "zod";
import { defineTool, type Tool } from "../tool.ts";
import { planOf } from "../write/names.ts";
import { jobReference, jobState, openJob, stateOf } from "./shapes.ts";

const input = z.strictObject({
  ...jobReference,
  deleteJob: z.boolean().default(false).describe("Delete it and its results, too"),
});

/** `sf_bulk_abort`: ends a job. */
export const bulkAbortTool: Tool = defineTool({
  name: "sf_bulk_abort",
  title: "Abort a bulk job",
  description:
    "Ends a bulk job. Records that an ingest job has loaded stay loaded; the user confirms that one.",
  toolset: "bulk",
  kind: "job",
  idempotent: true,
  input,
  output: jobState,
  async run(args, context) {
    const { jobId, kind, deleteJob } = args;
    const job = openJob(kind, jobId, context);
    const { signal } = context;
    if (kind === "ingest") {
      const { object, operation, numberRecordsProcessed = 0 } = await job.info({ signal });
      const details = [`${numberRecordsProcessed} records are loaded, and stay so.`];
      const plan = () => planOf(`Abort the ${operation} job ${jobId} of ${object}`, details, context);
      await context.confirm(["sf_bulk_abort", args], plan);
    }
    const data = stateOf(kind, await job.abort({ signal }));
    if (deleteJob) await job.delete({ signal });
    return { summary: `The job is ${String(data["state"])}${deleteJob ? ", and deleted" : ""}.`, data };
  },
});
