import type { SalesforceClient, SalesforceRecord } from "kinetic-core";
import { z } from "zod";
import { fitTable, type HeldRows, refused, type ToolOutput, wasCut } from "../output/index.ts";
import { checkSoql, type MaskedColumns, refuseSideEffects } from "../policy/index.ts";
import { Refusal } from "../refusal/index.ts";
import { apiUsage, notices, table } from "./shapes.ts";
import { defineTool, type Tool, type ToolContext } from "./tool.ts";

const input = z.strictObject({
  soql: z.string().min(1).max(100_000).optional().describe("One SELECT with named fields, WHERE and LIMIT"),
  cursor: z.string().max(512).optional().describe("nextCursor of an earlier answer, sent without soql"),
  maxRows: z.int().min(1).max(2000).optional(),
  api: z.enum(["rest", "tooling", "all"]).default("rest").describe("all: deleted and archived records too"),
  mode: z.enum(["rows", "count", "explain"]).default("rows").describe("explain: the plan of the query"),
});

type Args = z.output<typeof input>;

const output = z.object({
  totalSize: z.number(),
  returned: z.number(),
  done: z.boolean(),
  ...table,
  nextCursor: z.string().optional(),
  apiUsage,
  notices,
});

/** Rows to ask the org for at once: a hint, it may send more (REST API guide, "Query Options Header"). */
const PAGE_ROWS = 200;

/** `sf_query`: runs SOQL, within a budget of rows and bytes, and goes on from a cursor. */
export const queryTool: Tool = defineTool({
  name: "sf_query",
  title: "Query records",
  description:
    "Runs one SOQL SELECT; answers rows as arrays under columns. Large results come in parts: send nextCursor to go on. For unknown objects or fields call sf_describe first.",
  toolset: "core",
  kind: "read",
  input,
  output,
  async run(args, context) {
    const start = await startOf(args, context);
    refuseSideEffects(start.soql);
    const masked = await checkSoql(start.soql, context.policy, (object) =>
      context.org.describe(object, context.signal),
    );
    if (args.mode === "count") return count(start, context);
    if (args.mode === "explain") return explain(start.soql, context);
    const maxRows = args.maxRows ?? context.settings.maxRows;
    return answer(await fetchRows(start, maxRows, context), { masked, maxRows }, context);
  },
});

/** A query before its first page. */
type Start = Pick<HeldRows, "soql" | "source"> & { readonly held?: HeldRows | undefined };

async function startOf({ soql, cursor, api }: Args, { handles, results }: ToolContext): Promise<Start> {
  if (soql !== undefined && cursor === undefined) return { soql, source: api };
  if (cursor === undefined || soql !== undefined) {
    throw new Refusal("sf_query takes either soql or cursor", {
      code: "ARGUMENTS",
      action: "Send soql for a new query, or cursor alone to go on.",
    });
  }
  const { handle } = await handles.open<{ handle: string }>(cursor);
  const held = results.get(handle);
  if (held === undefined) throw refused("has expired");
  return { soql: held.soql, source: held.source, held };
}

function resultOf(client: SalesforceClient, { soql, source }: Start, signal: AbortSignal) {
  const options = { signal, pageSize: PAGE_ROWS, prefetch: 0 } as const;
  if (source === "tooling") return client.tooling.query(soql, options);
  return source === "all" ? client.queryAll(soql, options) : client.query(soql, options);
}

async function count(start: Start, { org, signal }: ToolContext): Promise<ToolOutput> {
  const totalSize = await resultOf(org.client, start, signal).count();
  const data = { totalSize, returned: 0, done: true, columns: [], rows: [] };
  return { summary: `The query finds ${totalSize} rows.`, data };
}

async function explain(soql: string, { org, signal, settings }: ToolContext): Promise<ToolOutput> {
  const plans = await org.client.explain(soql, { signal });
  const rows = plans.map(({ notes, ...plan }) => ({
    ...plan,
    notes: notes.map(({ description }) => description).join(" "),
  }));
  const { columns, rows: cells } = fitTable(rows, settings.maxBytes);
  const cost = plans[0]?.relativeCost;
  return {
    summary: `${plans.length} plans, the best one first. ${cost === undefined || cost <= 1 ? "The query is selective." : "relativeCost above 1: not selective, filter by an indexed field."}`,
    data: { totalSize: plans.length, returned: cells.length, done: true, columns, rows: cells },
  };
}

/** Reads pages until there are rows enough for the answer, or nothing more. */
async function fetchRows(start: Start, maxRows: number, context: ToolContext): Promise<HeldRows> {
  const { org, signal, settings } = context;
  const { soql, source, held } = start;
  const records: SalesforceRecord[] = [...(held?.records ?? [])];
  let { totalSize = 0, locator } = held ?? {};
  const full = (): boolean =>
    records.length >= maxRows || Buffer.byteLength(JSON.stringify(records)) > settings.maxBytes;
  if (held !== undefined && (full() || locator === undefined)) return held;
  const query =
    locator === undefined
      ? resultOf(org.client, start, signal)
      : org.client.resumeQuery<SalesforceRecord>(locator, { signal, prefetch: 0 });
  for await (const page of query.pages()) {
    records.push(...page.records);
    ({ totalSize, locator } = page);
    if (full()) break;
  }
  return { soql, source, records, totalSize, locator };
}

interface Shown {
  readonly masked: MaskedColumns;
  readonly maxRows: number;
}

/** Shows as many rows as fit, and holds the others for the next call. */
async function answer(rows: HeldRows, { masked, maxRows }: Shown, context: ToolContext): Promise<ToolOutput> {
  const { settings, results, handles } = context;
  const fitted = fitTable(rows.records.slice(0, maxRows), settings.maxBytes, { masked });
  const returned = fitted.rows.length;
  const rest = rows.records.slice(returned);
  const { totalSize } = rows;
  const done = rest.length === 0 && rows.locator === undefined;
  const nextCursor = done
    ? undefined
    : await handles.seal({ handle: results.keep({ ...rows, records: rest }) });
  const isCut = fitted.rows.some((row) => row.some(wasCut));
  const told = noticesOf({ maxCell: fitted.maxCell, isCut, isFull: !done && returned < maxRows, settings });
  return {
    summary: done
      ? `${returned} rows; that is all.`
      : `${returned} of ${totalSize} rows. Next: sf_query {"cursor": nextCursor}.`,
    data: {
      totalSize,
      returned,
      done,
      columns: fitted.columns,
      rows: fitted.rows,
      nextCursor,
      apiUsage: context.org.client.apiUsage,
      notices: told.length > 0 ? told : undefined,
    },
  };
}

interface Facts {
  readonly maxCell: number;
  readonly isCut: boolean;
  readonly isFull: boolean;
  readonly settings: ToolContext["settings"];
}

function noticesOf({ maxCell, isCut, isFull, settings: { maxBytes } }: Facts): string[] {
  return [
    ...(isFull
      ? [`The answer is full at ${maxBytes} bytes. Name fewer fields to get more rows at once.`]
      : []),
    ...(isCut && maxCell === 2000
      ? ["Values over 2,000 characters are cut: sf_get_record with the record's id has them whole."]
      : []),
    ...(maxCell < 2000
      ? [`The rows are so wide that values were cut at ${maxCell} characters: name fewer fields.`]
      : []),
  ];
}
