import { z } from "zod";
import { checkSoql, refuseSideEffects } from "../../policy/index.ts";
import { defineTool, type Tool } from "../tool.ts";
import { jobState, stateOf } from "./shapes.ts";

const input = z.strictObject({
  soql: z.string().min(1).max(100_000),
  api: z.enum(["query", "queryAll"]).default("query").describe("queryAll: deleted and archived records too"),
});

/** `sf_bulk_query_start`: exports the rows of a query, however many. */
export const bulkQueryStartTool: Tool = defineTool({
  name: "sf_bulk_query_start",
  title: "Start a bulk query",
  description:
    "Starts an export by Bulk API 2.0, for more rows than sf_query should read (from about 10,000). No GROUP BY, no child queries. Then sf_bulk_status, then sf_bulk_results.",
  toolset: "bulk",
  kind: "job",
  input,
  output: jobState,
  async run({ soql, api }, { org, policy, signal }) {
    refuseSideEffects(soql);
    await checkSoql(soql, policy, (object) => org.describe(object, signal));
    const job = await org.client.bulk.createQueryJob({ query: soql, operation: api }, { signal });
    const data = stateOf("query", await job.info({ signal }));
    return {
      summary: `Started. Next: sf_bulk_status {"jobId": "${job.id}", "kind": "query", "waitSeconds": 30}.`,
      data,
    };
  },
});
