import type { SalesforceRecord } from "kinetic-core";
import { z } from "zod";
import { dataBudget, fitTable, type ToolOutput } from "../output/index.ts";
import { requireFields } from "../policy/index.ts";
import { fieldName, notices, objectName, table } from "./shapes.ts";
import { defineTool, type Tool, type ToolContext } from "./tool.ts";

const input = z.strictObject({
  text: z.string().min(2).max(200),
  objects: z
    .array(z.strictObject({ name: objectName, fields: z.array(fieldName).max(20).optional() }))
    .min(1)
    .max(10),
  scope: z.enum(["all", "name", "email", "phone"]).default("all"),
  maxRows: z.int().min(1).max(200).default(20).describe("Rows of each object"),
});

type Args = z.output<typeof input>;

const output = z.object({
  groups: z.array(z.object({ object: z.string(), ...table })),
  notices,
});

/** `sf_search`: finds a text in records of several objects. */
export const searchTool: Tool = defineTool({
  name: "sf_search",
  title: "Search a text",
  description:
    "Finds records by a text in their fields, also where you do not know the field. No SOSL: the text is taken as it is.",
  toolset: "core",
  kind: "read",
  input,
  output,
  async run(args, context) {
    const objects = await Promise.all(args.objects.map((object) => searched(object, context)));
    const found = await context.org.client.searchText(args.text, {
      objects: objects.map(({ name, fields }) => ({ name, fields, limit: args.maxRows })),
      in: objects.some(({ hides }) => hides) ? narrow(args.scope) : SCOPES[args.scope],
      signal: context.signal,
    });
    return answer(found, args, context);
  },
});

const SCOPES = { all: "ALL", name: "NAME", email: "EMAIL", phone: "PHONE" } as const;

/** A search of all fields would tell what stands in a hidden one. */
function narrow(scope: Args["scope"]): (typeof SCOPES)[Args["scope"]] {
  return scope === "all" ? "NAME" : SCOPES[scope];
}

interface Searched {
  readonly name: string;
  readonly fields: readonly string[];
  /** Whether the policy hides fields of the object. */
  readonly hides: boolean;
}

/** An object to search, with the fields to return: where none are asked for, its name field. */
async function searched(
  { name, fields }: Args["objects"][number],
  { org, policy, signal }: ToolContext,
): Promise<Searched> {
  requireFields(policy, name, fields ?? []);
  const describe = await org.describe(name, signal);
  const hides = describe.fields.some(
    (field) => policy.deniesField(name, field.name) || policy.masksField(name, field.name),
  );
  const named = ["Name", "Subject", "Title", "CaseNumber"].find(
    (field) => describe.fields.some((one) => one.name === field) && !policy.deniesField(name, field),
  );
  return { name, hides, fields: fields ?? ["Id", ...(named === undefined ? [] : [named])] };
}

function answer(
  found: readonly SalesforceRecord[],
  { objects }: Args,
  { policy, settings }: ToolContext,
): ToolOutput {
  const names = objects.map(({ name }) => name);
  const share = Math.floor(dataBudget(settings.maxBytes) / names.length);
  let missing = 0;
  const groups = names.map((object) => {
    const records = found.filter(({ attributes }) => attributes.type.toLowerCase() === object.toLowerCase());
    const masked = new Set(
      Object.keys(records[0] ?? {})
        .filter((field) => policy.masksField(object, field))
        .map((field) => field.toLowerCase()),
    );
    const { columns, rows } = fitTable(records, share, { masked });
    missing += records.length - rows.length;
    return { object, columns, rows };
  });
  return {
    summary: `${found.length} records found.`,
    data: {
      groups,
      notices:
        missing > 0 ? [`${missing} rows did not fit: search fewer objects, or lower maxRows.`] : undefined,
    },
  };
}
