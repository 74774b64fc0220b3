import { isKineticError, type SalesforceRecord } from "kinetic-core";
import { z } from "zod";
import { type HeldRows, refused, rowsWithin, type ToolOutput, toTable } from "../output/index.ts";
import { checkSoql, type MaskedColumns, refuseSideEffects } from "../policy/index.ts";
import { Refusal } from "../refusal/index.ts";
import { rowsOutput } from "./shapes.ts";
import { defineTool, type ToolContext } from "./tool.ts";

const input = z.strictObject({
  soql: z
    .string()
    .min(1)
    .max(100_000)
    .optional()
    .describe(
      "One SELECT. Name the fields; add WHERE and LIMIT. For an unknown object call sf_describe first.",
    ),
  cursor: z.string().max(4096).optional().describe("nextCursor of an earlier answer; send it alone"),
  maxRows: z.int().min(1).max(2000).optional().describe("Rows in this answer"),
  mode: z.enum(["rows", "count"]).default("rows").describe("count: only how many rows there are"),
});

/** Where reading goes on: rows that are held here, or the org's next page. */
interface Position {
  readonly soql: string;
  readonly held?: string | undefined;
  readonly locator?: string | undefined;
}

/** `sf_query`: runs SOQL, within a budget of rows and bytes, and goes on from a cursor. */
export const queryTool = defineTool({
  name: "sf_query",
  title: "Query records",
  description:
    "Runs one SOQL SELECT and returns rows as columns and arrays. Large results come in parts: pass nextCursor to go on.",
  toolset: "core",
  kind: "read",
  input,
  output: rowsOutput,
  async run(args, context) {
    const position = await positionOf(args, context);
    refuseSideEffects(position.soql);
    const describe = (object: string) => context.org.describe(object, context.signal);
    const masked = await checkSoql(position.soql, context.policy, describe);
    if (args.mode === "count") return count(position.soql, context);
    const maxRows = args.maxRows ?? context.settings.maxRows;
    return answer(
      await fetchRows(position, maxRows, context),
      { soql: position.soql, masked, maxRows },
      context,
    );
  },
  nextFor(error, { soql }) {
    const object = /\bFROM\s+([A-Za-z]\w*)/i.exec(soql ?? "")?.[1];
    if (!isKineticError(error) || object === undefined) return undefined;
    if (error.errorCode === "INVALID_FIELD") return { tool: "sf_describe", args: { object } };
    if (error.errorCode === "INVALID_TYPE")
      return { tool: "sf_describe", args: { find: object.replace(/__c$/, "") } };
    return undefined;
  },
});

async function positionOf(
  { soql, cursor }: z.output<typeof input>,
  { org, cursors, signal }: ToolContext,
): Promise<Position> {
  if (soql !== undefined && cursor === undefined) return { soql };
  if (cursor !== undefined && soql === undefined) {
    return cursors.open<Position>(cursor, await org.identity(signal));
  }
  throw new Refusal("sf_query takes either soql or cursor", {
    code: "ARGUMENTS",
    action: "Send soql for a new query, or cursor alone to go on.",
  });
}

async function count(soql: string, { org, signal }: ToolContext): Promise<ToolOutput> {
  const totalSize = await org.client.query(soql, { signal, pageSize: 200, prefetch: 0 }).count();
  const none = { returned: 0, done: true, columns: [], rows: [], notices: [] };
  return { summary: `The query finds ${totalSize} rows.`, data: { totalSize, ...none } };
}

/** Reads pages until there are rows enough for the answer, or nothing more. */
async function fetchRows(position: Position, maxRows: number, context: ToolContext): Promise<HeldRows> {
  const { org, signal, settings, results } = context;
  const held = position.held === undefined ? undefined : results.get(position.held);
  if (position.held !== undefined && held === undefined) throw refused("has expired");
  const records: SalesforceRecord[] = [...(held?.records ?? [])];
  let { totalSize = 0, locator = position.locator } = held ?? {};
  const full = (): boolean =>
    records.length >= maxRows || Buffer.byteLength(JSON.stringify(records)) > settings.maxBytes * 2;
  if (held !== undefined && (full() || locator === undefined)) return held;
  const options = { signal, pageSize: 200, prefetch: 0 } as const;
  const query =
    locator === undefined
      ? org.client.query(position.soql, options)
      : org.client.resumeQuery(locator, options);
  for await (const page of query.pages()) {
    records.push(...page.records);
    ({ totalSize, locator } = page);
    if (full()) break;
  }
  return { records, totalSize, locator };
}

interface Shown {
  readonly soql: string;
  readonly masked: MaskedColumns;
  readonly maxRows: number;
}

/** Shows as many rows as fit, and holds the others for the next call. */
async function answer(
  rows: HeldRows,
  { soql, masked, maxRows }: Shown,
  context: ToolContext,
): Promise<ToolOutput> {
  const { settings, results, cursors, org, signal } = context;
  const table = toTable(rows.records.slice(0, maxRows), { masked });
  const returned = rowsWithin(table, settings.maxBytes);
  const rest = rows.records.slice(returned);
  const { totalSize, locator } = rows;
  const done = rest.length === 0 && locator === undefined;
  const next: Position = {
    soql,
    ...(rest.length > 0 ? { held: results.keep({ records: rest, totalSize, locator }) } : { locator }),
  };
  const nextCursor = done ? undefined : cursors.seal(next, await org.identity(signal));
  const notices =
    returned < table.rows.length
      ? [
          `${table.rows.length - returned} rows did not fit into ${settings.maxBytes} bytes; they come with nextCursor.`,
        ]
      : [];
  const summary = done
    ? `${returned} rows; that is all.`
    : `${returned} of ${totalSize} rows. Next: sf_query {"cursor": nextCursor}.`;
  const data = {
    totalSize,
    returned,
    done,
    columns: table.columns,
    rows: table.rows.slice(0, returned),
    nextCursor,
    notices,
  };
  return { summary, data };
}
