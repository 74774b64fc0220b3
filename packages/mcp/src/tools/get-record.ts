import type { SalesforceRecord } from "kinetic-core";
import { z } from "zod";
import { answerBytes, type Cell, dataBudget, type ToolOutput, toTable, wasCut } from "../output/index.ts";
import { requireFields, requireObject } from "../policy/index.ts";
import { Refusal } from "../refusal/index.ts";
import { fieldName, notices, objectName, recordId, scalar } from "./shapes.ts";
import { defineTool, type Tool, type ToolContext } from "./tool.ts";

const input = z.strictObject({
  object: objectName,
  id: recordId.optional(),
  externalIdField: fieldName.optional().describe("With externalIdValue, instead of id"),
  externalIdValue: z.string().max(255).optional(),
  fields: z.array(fieldName).max(500).optional().describe("Default: all that hold a value"),
});

type Args = z.output<typeof input>;

const output = z.object({
  object: z.string(),
  url: z.string(),
  record: z.record(z.string(), scalar),
  notices,
});

/** `sf_get_record`: one record, with its long texts. */
export const getRecordTool: Tool = defineTool({
  name: "sf_get_record",
  title: "Get one record",
  description: "Reads one record by id or external id. Long texts come whole here where sf_query cuts them.",
  toolset: "core",
  kind: "read",
  input,
  output,
  async run(args, context) {
    requireObject(context.policy, args.object);
    const fields = await fieldsToRead(args, context);
    const record = await read(args, fields, context);
    return answer({ object: record.attributes.type, record, fields: args.fields }, context);
  },
});

/** All fields, unless some were asked for or the policy takes some away. */
async function fieldsToRead(
  { object, fields }: Args,
  { org, policy, signal }: ToolContext,
): Promise<readonly string[] | undefined> {
  if (fields !== undefined) {
    requireFields(policy, object, fields);
    return fields;
  }
  if (!policy.narrows) return undefined;
  const describe = await org.describe(object, signal);
  return describe.fields.map(({ name }) => name).filter((name) => !policy.deniesField(object, name));
}

function read(
  { object, id, externalIdField, externalIdValue }: Args,
  fields: readonly string[] | undefined,
  { org, policy, signal }: ToolContext,
): Promise<SalesforceRecord> {
  const resource = org.client.sobject(object);
  if (id !== undefined && externalIdField === undefined) return resource.retrieve(id, { fields, signal });
  if (id === undefined && externalIdField !== undefined && externalIdValue !== undefined) {
    requireFields(policy, object, [externalIdField]);
    return resource.retrieveByExternalId(externalIdField, externalIdValue, { fields, signal });
  }
  throw new Refusal("sf_get_record takes either id, or externalIdField with externalIdValue", {
    code: "ARGUMENTS",
    action: "Send one of the two.",
  });
}

interface Found {
  readonly object: string;
  readonly record: SalesforceRecord;
  /** The fields that were asked for; their empty values are shown, too. */
  readonly fields: readonly string[] | undefined;
}

/** Ever shorter values, until the record fits. */
const CELLS = [30_000, 8000, 2000, 500, 100, 20];

async function answer({ object, record, fields }: Found, context: ToolContext): Promise<ToolOutput> {
  const { org, policy, settings, signal } = context;
  const masked = new Set(
    Object.keys(record)
      .filter((name) => policy.masksField(object, name))
      .map((name) => name.toLowerCase()),
  );
  const budget = dataBudget(settings.maxBytes);
  let shown: [string, Cell][] = [];
  let maxCell = 0;
  for (maxCell of CELLS) {
    const { columns, rows } = toTable([record], { masked, maxCell });
    shown = columns.map((name, at): [string, Cell] => [name, rows[0]?.[at] ?? null]);
    if (fields === undefined) shown = shown.filter(([, value]) => value !== null);
    if (answerBytes(shown) <= budget) break;
  }
  const { instanceUrl } = await org.identity(signal);
  const short = shown.filter(([, value]) => wasCut(value)).length;
  return {
    summary: `${object}: ${shown.length} fields.`,
    data: {
      object,
      url: `${instanceUrl}/${String(record["Id"] ?? record.attributes["url"]?.split("/").at(-1) ?? "")}`,
      record: Object.fromEntries(shown),
      notices:
        short > 0
          ? [`${short} values were cut at ${maxCell} characters: ask for one by "fields".`]
          : undefined,
    },
  };
}
