import { z } from "zod";
import { Refusal } from "../../refusal/index.ts";
import { notices, recordId, table } from "../shapes.ts";
import { defineTool, type Tool, type ToolContext } from "../tool.ts";
import { ingestResults } from "./ingest-results.ts";
import type { ResultPlace } from "./place.ts";
import { queryResults } from "./query-results.ts";
import { saveResults } from "./save-results.ts";

const input = z.strictObject({
  jobId: recordId.optional(),
  part: z.enum(["query", "success", "failed", "unprocessed"]).optional(),
  cursor: z
    .string()
    .max(1024)
    .optional()
    .describe("nextCursor of an earlier answer, instead of jobId and part"),
  maxRows: z.int().min(1).max(2000).optional(),
  saveTo: z.string().max(200).optional().describe("Name of a new file in the export folder, for all rows"),
});

const output = z.object({
  ...table,
  returned: z.number(),
  done: z.boolean(),
  nextCursor: z.string().optional(),
  failures: z
    .array(z.object({ code: z.string(), count: z.number(), message: z.string(), fix: z.string() }))
    .optional(),
  file: z.object({ path: z.string(), rows: z.number(), bytes: z.number(), sha256: z.string() }).optional(),
  notices,
});

/** `sf_bulk_results`: the rows of a job, in parts, or all of them into a file. */
export const bulkResultsTool: Tool = defineTool({
  name: "sf_bulk_results",
  title: "Read bulk results",
  description:
    "Reads rows of a complete job: those of a query, or which an ingest job loaded, refused (grouped by error first) or did not get to.",
  toolset: "bulk",
  kind: "read",
  input,
  output,
  async run({ cursor, jobId, part, maxRows, saveTo }, context) {
    const place = await placeOf({ cursor, jobId, part }, context);
    if (saveTo !== undefined) return saveResults(place, saveTo, context);
    const rows = maxRows ?? context.settings.maxRows;
    return place.part === "query" ? queryResults(place, rows, context) : ingestResults(place, rows, context);
  },
});

type Asked = Pick<z.output<typeof input>, "cursor" | "jobId" | "part">;

async function placeOf({ cursor, jobId, part }: Asked, context: ToolContext): Promise<ResultPlace> {
  if (cursor === undefined && jobId !== undefined && part !== undefined) return { jobId, part, skip: 0 };
  if (cursor !== undefined && jobId === undefined && part === undefined) {
    return context.handles.open<ResultPlace>(cursor);
  }
  throw new Refusal("sf_bulk_results takes either jobId with part, or cursor", {
    code: "ARGUMENTS",
    action: "Send jobId and part for the first rows, or cursor alone to go on.",
  });
}
