import type { ObjectDescribe } from "kinetic-core";
import { z } from "zod";
import type { ToolOutput } from "../../output/index.ts";
import { objectName } from "../shapes.ts";
import { defineTool, type Tool, type ToolContext } from "../tool.ts";
import { checkRecords } from "./checks.ts";
import { nameFieldOf, planOf, someNames } from "./names.ts";
import { outcomeOf } from "./outcome.ts";
import { allOrNone, dryRun, records, writeOutput } from "./shapes.ts";

const input = z.strictObject({ object: objectName, records, allOrNone, dryRun });

type Args = z.output<typeof input>;

/** `sf_create_records`: creates records, or publishes platform events. */
export const createTool: Tool = defineTool({
  name: "sf_create_records",
  title: "Create records",
  description:
    "Creates up to 200 records of one object; publishes events of a …__e object. The user confirms. A lost answer is never sent again: look before you repeat.",
  toolset: "write",
  kind: "write",
  input,
  output: writeOutput,
  async run(args, context) {
    const { object, allOrNone: atomic } = args;
    const describe = await checkRecords({ ...args, ability: "createable", keys: [] }, context);
    if (args.dryRun) return preview(args, describe);
    await context.confirm(["sf_create_records", args], () => plan(args, describe, context));
    const since = new Date();
    const { client } = context.org;
    const options = { object, allOrNone: atomic, signal: context.signal };
    const result = await client.collections.create(args.records, options);
    return outcomeOf({ object, verb: "created", result, since }, context);
  },
});

function plan(args: Args, describe: ObjectDescribe, context: ToolContext) {
  const field = nameFieldOf(describe, context);
  const names = args.records.flatMap((record) =>
    field !== undefined && record[field] != null ? [String(record[field])] : [],
  );
  const details = [names.length > 0 ? `Names: ${someNames(names)}` : `Fields: ${fieldsOf(args).join(", ")}`];
  return planOf(`Create ${args.records.length} ${describe.name} records`, details, context);
}

/** What the describe alone can tell: which fields every record needs and some lack. */
function preview({ records: given }: Args, describe: ObjectDescribe): ToolOutput {
  const needed = describe.fields.filter(
    ({ createable, nillable, defaultedOnCreate, type }) =>
      createable && !nillable && !defaultedOnCreate && type !== "boolean",
  );
  const missing = needed.flatMap(({ name }) => {
    const rows = given.flatMap((record, index) => (hasValue(record, name) ? [] : [index]));
    return rows.length > 0 ? [{ name, rows }] : [];
  });
  const notices = missing.map(
    ({ name, rows }) =>
      `${name} is required, and ${rows.length} records lack it: ${rows.slice(0, 10).join(", ")}.`,
  );
  const totals = { rows: given.length, succeeded: 0, failed: 0, unknown: 0, unprocessed: given.length };
  return {
    summary: `Dry run: ${given.length} ${describe.name} records would be created${missing.length > 0 ? ", and some would be refused" : ""}. Nothing was changed. Rules and triggers of the org are not tried.`,
    data: { dryRun: true, totals, notices: notices.length > 0 ? notices : undefined },
  };
}

function hasValue(record: Readonly<Record<string, unknown>>, name: string): boolean {
  return Object.entries(record).some(
    ([key, value]) => key.toLowerCase() === name.toLowerCase() && value !== null && value !== "",
  );
}

function fieldsOf({ records: given }: Args): string[] {
  return [...new Set(given.flatMap((record) => Object.keys(record)))];
}
