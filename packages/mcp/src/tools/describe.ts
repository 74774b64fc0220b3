import type { FieldDescribe, ObjectDescribe } from "kinetic-core";
import { z } from "zod";
import { answerBytes, countWithin, cut, dataBudget, type ToolOutput } from "../output/index.ts";
import { requireObject } from "../policy/index.ts";
import { fieldName, notices, objectName, table } from "./shapes.ts";
import { defineTool, type Tool, type ToolContext } from "./tool.ts";

const input = z.strictObject({
  object: objectName.optional().describe("Leave out for the list of objects"),
  find: z.string().max(100).optional().describe("Part of a name or label"),
  fields: z.array(fieldName).max(200).optional().describe("Only these, in full"),
  detail: z.enum(["summary", "full"]).default("summary"),
});

type Args = z.output<typeof input>;

const output = z.object({
  object: z.string().optional(),
  can: z.string().optional(),
  ...table,
  children: z.array(z.string()).optional(),
  recordTypes: z.array(z.string()).optional(),
  notices,
});

/** `sf_describe`: which objects there are, and what one consists of, compactly. */
export const describeTool: Tool = defineTool({
  name: "sf_describe",
  title: "Describe objects and fields",
  description:
    "Without object: lists objects, filtered by find. With object: its fields, relationships and picklist values. Flags: r required to create, c createable, u updateable, x external id, n unique.",
  toolset: "core",
  kind: "read",
  input,
  output,
  run: (args, context) =>
    args.object === undefined ? listObjects(args, context) : describeObject(args.object, args, context),
});

async function listObjects(
  { find }: Args,
  { org, policy, settings, signal }: ToolContext,
): Promise<ToolOutput> {
  const all = (await org.objects(signal)).filter(({ name }) => policy.allowsObject(name));
  const found = all.filter(({ name, label }) => isLike(find, name, label));
  const rows = found.map(({ name, label, createable, updateable, deletable, queryable }) => [
    name,
    label,
    flags({ q: queryable, c: createable, u: updateable, d: deletable }),
  ]);
  const kept = countWithin(rows, dataBudget(settings.maxBytes));
  const summary =
    found.length === 0
      ? `No object of ${all.length} is like "${find}".`
      : `${kept} of ${all.length} objects. Next: sf_describe {"object": …}.`;
  const data = {
    columns: ["name", "label", "can"],
    rows: rows.slice(0, kept),
    notices: omitted(rows.length - kept, 'objects: narrow by "find"'),
  };
  return { summary, data };
}

async function describeObject(object: string, args: Args, context: ToolContext): Promise<ToolOutput> {
  const { org, policy, settings, signal } = context;
  requireObject(policy, object);
  const describe = await org.describe(object, signal);
  const { name, queryable, createable, updateable, deletable } = describe;
  const wanted = new Set(args.fields?.map((field) => field.toLowerCase()));
  const full = args.detail === "full" || wanted.size > 0;
  const fields = describe.fields
    .filter((field) => !policy.deniesField(name, field.name))
    .filter((field) => wanted.size === 0 || wanted.has(field.name.toLowerCase()))
    .filter((field) => isLike(args.find, field.name, field.label));
  const rows = fields.map((field) => fieldRow(field, full));
  const about = wanted.size === 0 && args.find === undefined ? relativesOf(describe, context) : {};
  const kept = countWithin(rows, dataBudget(settings.maxBytes) - answerBytes(about));
  const columns = ["name", "type", "flags", "about", ...(full ? ["label", "help"] : [])];
  const { more = 0, ...relatives } = about;
  return {
    summary: `${name}: ${kept} of ${describe.fields.length} fields.`,
    data: {
      object: name,
      can: flags({ q: queryable, c: createable, u: updateable, d: deletable }),
      columns,
      rows: rows.slice(0, kept),
      ...relatives,
      notices: joined(
        omitted(rows.length - kept, 'fields: narrow by "find" or "fields"'),
        omitted(more, "children: objects that few queries need"),
      ),
    },
  };
}

function fieldRow(field: FieldDescribe, full: boolean): (string | null)[] {
  const { name, type, nillable, defaultedOnCreate, createable, updateable, externalId, unique } = field;
  const r = createable && !nillable && !defaultedOnCreate;
  const row = [
    name,
    type,
    flags({ r, c: createable, u: updateable, x: externalId, n: unique }),
    about(field, full),
  ];
  return full ? [...row, field.label, field.inlineHelpText ?? null] : row;
}

/** Values of a picklist that are shown where not all of them were asked for. */
const SOME_VALUES = 6;

function about(field: FieldDescribe, full: boolean): string {
  const { referenceTo, relationshipName, picklistValues, length, type } = field;
  if (referenceTo.length > 0) return `${relationshipName ?? "(no path)"} → ${referenceTo.join(", ")}`;
  const values = picklistValues.filter(({ active }) => active).map(({ value }) => value);
  if (values.length > 0) {
    const shown = full ? values : values.slice(0, SOME_VALUES);
    return (
      cut(shown.join(" | "), 1500) +
      (shown.length < values.length ? ` | +${values.length - shown.length}` : "")
    );
  }
  return type === "string" || type === "textarea" ? `${length}` : "";
}

/** Children that are listed; an account has a hundred, most of them of features that are not used. */
const CHILDREN = 60;

interface Relatives {
  readonly children?: readonly string[];
  readonly recordTypes?: readonly string[] | undefined;
  /** Children that are not listed. */
  readonly more?: number;
}

function relativesOf(describe: ObjectDescribe, { policy }: ToolContext): Relatives {
  const children = (describe.childRelationships ?? [])
    .filter(
      ({ relationshipName, childSObject }) => relationshipName !== null && policy.allowsObject(childSObject),
    )
    .map(({ relationshipName, childSObject, field }) => `${relationshipName}: ${childSObject}.${field}`);
  const recordTypes = (describe.recordTypeInfos ?? [])
    .filter(({ available, master }) => available && !master)
    .map(({ developerName, recordTypeId }) => `${developerName}: ${recordTypeId}`);
  return {
    children: children.slice(0, CHILDREN),
    recordTypes: recordTypes.length > 0 ? recordTypes.slice(0, CHILDREN) : undefined,
    more: Math.max(0, children.length - CHILDREN),
  };
}

function joined(...lists: readonly (readonly string[] | undefined)[]): string[] | undefined {
  const all = lists.flatMap((list) => list ?? []);
  return all.length > 0 ? all : undefined;
}

function flags(those: Readonly<Record<string, boolean>>): string {
  return Object.entries(those)
    .filter(([, is]) => is)
    .map(([letter]) => letter)
    .join("");
}

function isLike(find: string | undefined, ...texts: readonly string[]): boolean {
  return find === undefined || texts.some((text) => text.toLowerCase().includes(find.toLowerCase()));
}

function omitted(count: number, what: string): string[] | undefined {
  return count > 0 ? [`+${count} more ${what}.`] : undefined;
}
