import { count, type JsonRecord, rowFormat } from "../format/index.ts";
import { type OrgOptions, openOrg } from "../logins/index.ts";
import { styleFor } from "../terminal/index.ts";
import type { Handler } from "./invocation.ts";
import { formatFor, type RowsOptions, withOutput } from "./write-rows.ts";

/** Options of `kinetic limits`. */
export interface LimitsOptions extends OrgOptions, RowsOptions {
  readonly below?: number | undefined;
}

/** Lists the limits of the org, the scarcest first. */
export const limits: Handler<LimitsOptions> = async ({ io, args, options }) => {
  const [find = ""] = args;
  const format = formatFor(io, options);
  await using sf = await openOrg(io, options);
  const all = await sf.limits({ signal: io.signal });
  const { below = 100 } = options;
  const rows = Object.entries(all)
    .map(([name, { Max, Remaining }]) => ({
      name,
      max: Max,
      left: Remaining,
      percent: percentOf(Max, Remaining),
    }))
    .filter(({ name, percent }) => name.toLowerCase().includes(find.toLowerCase()) && percent <= below)
    .sort((a, b) => a.percent - b.percent || (a.name < b.name ? -1 : 1));
  const shown: readonly JsonRecord[] =
    format === "table"
      ? rows.map(({ name, max, left, percent }) => ({
          limit: name,
          max: count(max),
          left: count(left),
          "left %": percent.toFixed(0),
        }))
      : rows;
  const head = styleFor(io.stdout, io.env).bold;
  const text = rowFormat({
    format,
    head,
    columns: shown.length === 0 ? ["name", "max", "left", "percent"] : undefined,
  });
  await withOutput(io, options, (output) => output.write(text.rows(shown) + text.end()));
  return undefined;
};

/** A limit of nothing is not scarce: the org does not have what it counts. */
function percentOf(max: number, left: number): number {
  return max === 0 ? 100 : Math.round((1000 * left) / max) / 10;
}
