import {
  type CsvSlice,
  type CsvSource,
  csvFile,
  type IngestJob,
  type OpenCsvSource,
  records as rowsSource,
} from "kinetic-core";
import { z } from "zod";
import type { ToolOutput } from "../../output/index.ts";
import { requireFields } from "../../policy/index.ts";
import { Refusal } from "../../refusal/index.ts";
import { fileToRead } from "../folders.ts";
import { fieldName, notices, objectName } from "../shapes.ts";
import { defineTool, type Tool, type ToolContext } from "../tool.ts";
import { planOf } from "../write/names.ts";
import { record } from "../write/shapes.ts";

const input = z.strictObject({
  operation: z.enum(["insert", "update", "upsert", "delete"]),
  object: objectName,
  externalIdField: fieldName.optional().describe("For upsert"),
  rows: z.array(record).min(1).max(2000).optional().describe("Or csvPath"),
  csvPath: z.string().max(1000).optional().describe("CSV with a header, in the import folder"),
  dryRun: z.boolean().default(true).describe("Only check the input; send false to load"),
});

type Args = z.output<typeof input>;

const output = z.object({
  dryRun: z.boolean(),
  rows: z.number(),
  columns: z.array(z.string()),
  jobId: z.string().optional(),
  state: z.string().optional(),
  notices,
});

/** `sf_bulk_ingest_start`: loads many records by one job of Bulk API 2.0, after a look at all of them. */
export const bulkIngestStartTool: Tool = defineTool({
  name: "sf_bulk_ingest_start",
  title: "Start a bulk load",
  description:
    "Checks rows or a CSV file and, with dryRun false and the user's yes, loads them by Bulk API 2.0. For up to 200 records use sf_create_records and its like. Then sf_bulk_status, then sf_bulk_results.",
  toolset: "bulk",
  kind: "destructive",
  input,
  output,
  async run(args, context) {
    const source = await sourceOf(args, context);
    const opened = await source.open({ signal: context.signal });
    try {
      requireFields(context.policy, args.object, opened.columns);
      const { size, hash } = await opened.fingerprint();
      const checked = await check(args, source, context);
      if (args.dryRun) return preview(args, { ...checked, columns: opened.columns });
      const { csvPath: name = "the call", operation, object } = args;
      await context.confirm(["sf_bulk_ingest_start", { ...args, size, hash }], () => {
        const details = [`Rows from ${name}`, `Columns: ${opened.columns.join(", ")}`, ...checked.warnings];
        return planOf(`Bulk ${operation} of ${checked.rows} ${object} records`, details, context);
      });
      return await load(args, { ...checked, opened }, context);
    } finally {
      await opened.close();
    }
  },
});

async function sourceOf({ rows, csvPath }: Args, { settings }: ToolContext): Promise<CsvSource> {
  if (rows !== undefined && csvPath === undefined) return rowsSource(rows);
  if (csvPath !== undefined && rows === undefined) {
    return csvFile(await fileToRead(csvPath, { flag: "--import-dir", folder: settings.importDir }), {
      name: csvPath,
    });
  }
  throw new Refusal("sf_bulk_ingest_start takes either rows or csvPath", {
    code: "ARGUMENTS",
    action: "Send one of the two.",
  });
}

interface Checked {
  readonly rows: number;
  readonly warnings: readonly string[];
}

/** Reads and checks all of the input, as a load would, and sends nothing. */
async function check(args: Args, source: CsvSource, { org, signal }: ToolContext): Promise<Checked> {
  const { object, operation, externalIdField: externalIdFieldName } = args;
  const plan = { object, operation, externalIdFieldName, source, signal, dryRun: true };
  await using result = await org.client.bulk.load(plan);
  if (result.jobs.length > 1) {
    throw new Refusal(
      `The ${result.totals.rows} rows need ${result.jobs.length} jobs, and this tool makes one`,
      {
        code: "TOO_LARGE",
        action:
          "Load them in parts, or by a program with kinetic-core, which makes as many jobs as there must be.",
      },
    );
  }
  return { rows: result.totals.rows, warnings: result.warnings };
}

function preview(
  { operation, object }: Args,
  { rows, warnings, columns }: Checked & { readonly columns: readonly string[] },
): ToolOutput {
  return {
    summary: `Dry run: the input is sound; ${rows} ${object} records would be loaded (${operation}). Nothing was sent. Next: the same with dryRun false.`,
    data: { dryRun: true, rows, columns, notices: warnings.length > 0 ? warnings : undefined },
  };
}

/** As much as one job takes, below the platform's limit. */
const ALL = { maxBytes: 100_000_000 };

async function load(
  { object, operation, externalIdField: externalIdFieldName }: Args,
  { rows, warnings, opened }: Checked & { readonly opened: OpenCsvSource },
  { org, signal }: ToolContext,
): Promise<ToolOutput> {
  const { columnDelimiter, lineEnding } = opened.dialect;
  const request = { object, operation, externalIdFieldName, columnDelimiter, lineEnding };
  const slice = await firstSlice(opened, signal);
  const job = await org.client.bulk.createIngestJob(request, { signal });
  const info = await fill(job, { opened, slice, signal });
  return {
    summary: `Loading ${rows} rows. Next: sf_bulk_status {"jobId": "${job.id}", "kind": "ingest", "waitSeconds": 30}.`,
    data: {
      dryRun: false,
      rows,
      columns: opened.columns,
      jobId: job.id,
      state: info.state,
      notices: warnings.length > 0 ? warnings : undefined,
    },
  };
}

async function firstSlice(opened: OpenCsvSource, signal: AbortSignal): Promise<CsvSlice> {
  for await (const slice of opened.slices({ ...ALL, signal })) return slice;
  throw new Refusal("The input has no rows", { code: "ARGUMENTS", action: "Send at least one row." });
}

interface Filling {
  readonly opened: OpenCsvSource;
  readonly slice: CsvSlice;
  readonly signal: AbortSignal;
}

/** Uploads and starts; a job that did not get that far is ended, so that nothing is left open in the org. */
async function fill(job: IngestJob, { opened, slice, signal }: Filling) {
  try {
    await job.upload(({ reuseMemory }) => opened.body(slice, { reuseMemory }), { signal });
    return await job.close({ signal });
  } catch (error) {
    await job.abort().catch(() => undefined);
    throw error;
  }
}
