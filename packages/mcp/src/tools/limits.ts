import { z } from "zod";
import { countWithin, dataBudget } from "../output/index.ts";
import { apiUsage, table } from "./shapes.ts";
import { defineTool, type Tool } from "./tool.ts";

const input = z.strictObject({
  names: z.array(z.string().max(80)).max(50).optional(),
  belowPct: z.number().min(0).max(100).optional().describe("Only those with less than this left"),
});

const output = z.object({
  ...table,
  apiUsage,
});

/** `sf_limits`: what is left of the org's limits, the scarcest first. */
export const limitsTool: Tool = defineTool({
  name: "sf_limits",
  title: "Read limits",
  description:
    "Tells what is left of the org's limits (API calls, storage, bulk, emails), the scarcest first.",
  toolset: "core",
  kind: "read",
  input,
  output,
  async run({ names, belowPct }, { org, settings, signal }) {
    const wanted = new Set(names?.map((name) => name.toLowerCase()));
    const all = Object.entries(await org.client.limits({ signal }))
      .map(([name, { Max: max, Remaining: left }]) => ({ name, max, left, pct: percent(left, max) }))
      .filter(({ name, max, pct }) =>
        wanted.size > 0 ? wanted.has(name.toLowerCase()) : max > 0 && pct <= (belowPct ?? 100),
      )
      .sort((a, b) => a.pct - b.pct || (a.name < b.name ? -1 : 1));
    const rows = all.map(({ name, max, left, pct }) => [name, max, left, pct]);
    const kept = countWithin(rows, dataBudget(settings.maxBytes));
    const columns = ["name", "max", "remaining", "pctLeft"];
    return {
      summary:
        all[0] === undefined ? "No limit is like that." : `Scarcest: ${all[0].name}, ${all[0].pct}% left.`,
      data: { columns, rows: rows.slice(0, kept), apiUsage: org.client.apiUsage },
    };
  },
});

function percent(left: number, max: number): number {
  return max <= 0 ? 0 : Math.round((left / max) * 1000) / 10;
}
