import { type ObjectDescribe, type SalesforceRecord, soql } from "kinetic-core";
import { z } from "zod";
import { type Cell, countWithin, cut, dataBudget, type ToolOutput } from "../../output/index.ts";
import { Refusal } from "../../refusal/index.ts";
import { fieldName, objectName } from "../shapes.ts";
import { defineTool, type Tool, type ToolContext } from "../tool.ts";
import { checkIds, checkRecords } from "./checks.ts";
import { nameFieldOf, planOf, readRecords, someNames } from "./names.ts";
import { outcomeOf } from "./outcome.ts";
import { allOrNone, dryRun, records, writeOutput } from "./shapes.ts";

const input = z.strictObject({
  object: objectName,
  mode: z.enum(["update", "upsert"]).default("update").describe("upsert: create what is not there"),
  externalIdField: fieldName.optional().describe("For upsert"),
  records: records.describe("Each with Id, or with externalIdField for upsert"),
  allOrNone,
  dryRun: dryRun.describe("Only show each field before and after"),
});

type Args = z.output<typeof input>;

/** `sf_update_records`: updates or upserts records, and shows before what would change. */
export const updateTool: Tool = defineTool({
  name: "sf_update_records",
  title: "Update or upsert records",
  description:
    "Updates up to 200 records by Id, or upserts them by an external id. The user confirms. Try dryRun first.",
  toolset: "write",
  kind: "destructive",
  idempotent: true,
  input,
  output: writeOutput,
  async run(args, context) {
    const key = keyOf(args);
    checkKeys(args, key);
    const describe = await checkRecords({ ...args, ability: "updateable", keys: [key] }, context);
    if (args.mode === "update")
      await checkIds(
        args.object,
        args.records.map((record) => String(record["Id"])),
        context,
      );
    if (args.dryRun) return diff(args, { describe, key }, context);
    await context.confirm(["sf_update_records", args], () => plan(args, { describe, key }, context));
    return write(args, key, context);
  },
});

async function write(args: Args, key: string, context: ToolContext): Promise<ToolOutput> {
  const { object } = args;
  const { collections } = context.org.client;
  const options = { object, allOrNone: args.allOrNone, signal: context.signal };
  const since = new Date();
  const isUpsert = args.mode === "upsert";
  const result = isUpsert
    ? await collections.upsert(args.records, { ...options, externalIdField: key })
    : await collections.update(args.records, options);
  return outcomeOf({ object, verb: isUpsert ? "upserted" : "updated", result, since }, context);
}

function keyOf({ mode, externalIdField }: Args): string {
  if (mode === "update" && externalIdField === undefined) return "Id";
  if (mode === "upsert" && externalIdField !== undefined) return externalIdField;
  throw new Refusal("externalIdField belongs to the mode upsert, and only to it", {
    code: "ARGUMENTS",
    action: 'Send mode "upsert" with externalIdField, or mode "update" with an Id in each record.',
  });
}

function checkKeys({ records: given }: Args, key: string): void {
  const without = given.findIndex(
    (record) => typeof record[key] !== "string" && typeof record[key] !== "number",
  );
  const seen = new Set<unknown>();
  const twice = given.findIndex((record) => seen.size === seen.add(record[key]).size);
  if (without < 0 && twice < 0) return;
  const what =
    without >= 0 ? `Record ${without} has no ${key}` : `Record ${twice} has the ${key} of an earlier one`;
  throw new Refusal(what, { code: "ARGUMENTS", action: `Send each record once, with its ${key}.` });
}

/** What a call is about, once its object is known. */
interface Target {
  readonly describe: ObjectDescribe;
  readonly key: string;
}

async function plan(args: Args, { describe, key }: Target, context: ToolContext) {
  const fields = changedFields(args, key);
  const names = await namesOf(args, { describe, key }, context);
  const verb = args.mode === "upsert" ? "Create or update" : "Update";
  const details = [
    `Fields: ${fields.join(", ")}`,
    `Records: ${someNames(names)}`,
    "The old values are not kept.",
  ];
  return planOf(`${verb} ${args.records.length} ${describe.name} records`, details, context);
}

async function namesOf(args: Args, target: Target, context: ToolContext): Promise<string[]> {
  const field = nameFieldOf(target.describe, context);
  if (args.mode === "upsert" || field === undefined)
    return args.records.map((record) => String(record[target.key]));
  const ids = args.records.slice(0, 20).map((record) => String(record["Id"]));
  const found = await readRecords({ ids, fields: [field], describe: target.describe }, context);
  const names = found.map((record, at) => String(record?.[field] ?? ids[at]));
  return [...names, ...args.records.slice(20).map((record) => String(record["Id"]))];
}

function changedFields({ records: given }: Args, key: string): string[] {
  return [...new Set(given.flatMap((record) => Object.keys(record)))].filter((name) => name !== key);
}

/** Each field before and after, of what would change. */
async function diff(args: Args, target: Target, context: ToolContext): Promise<ToolOutput> {
  const { describe, key } = target;
  const { policy, settings } = context;
  const before = await present(args, target, context);
  const hidden = (name: string): boolean => policy.masksField(describe.name, name);
  const rows: Cell[][] = args.records.flatMap((record, index) => {
    const old = before(record);
    return Object.entries(record)
      .filter(([name, value]) => name !== key && (old === undefined || !same(old[name], value)))
      .map(([name, value]): Cell[] => {
        const was = old === undefined ? "(new record)" : cell(old[name]);
        return [index, name, hidden(name) ? "•••" : was, cell(value)];
      });
  });
  const missing = args.records.filter((record) => before(record) === undefined).length;
  const kept = countWithin(rows, dataBudget(settings.maxBytes));
  const totals = {
    rows: args.records.length,
    succeeded: 0,
    failed: 0,
    unknown: 0,
    unprocessed: args.records.length,
  };
  const notices = [
    ...(missing > 0
      ? [
          args.mode === "upsert"
            ? `${missing} records would be created.`
            : `${missing} records are not there.`,
        ]
      : []),
    ...(kept < rows.length ? [`+${rows.length - kept} more changes.`] : []),
  ];
  return {
    summary: `Dry run: ${rows.length} values of ${args.records.length} ${describe.name} records would change. Nothing was changed.`,
    data: {
      dryRun: true,
      totals,
      changes: { columns: ["record", "field", "before", "after"], rows: rows.slice(0, kept) },
      notices: notices.length > 0 ? notices : undefined,
    },
  };
}

/** Reads the records as they are now, and finds the one that a new record belongs to. */
async function present(args: Args, { describe, key }: Target, context: ToolContext) {
  const fields = [...new Set([key, ...changedFields(args, key)])];
  const keys = args.records.map((record) => String(record[key]));
  const found =
    args.mode === "update"
      ? await readRecords({ ids: keys, fields, describe }, context)
      : await context.org.client
          .query<SalesforceRecord>(
            `SELECT ${["Id", ...fields].join(", ")} FROM ${describe.name} WHERE ${key} IN ${list(args.records.map((record) => record[key]))}`,
            { signal: context.signal },
          )
          .all();
  const byKey = new Map(
    found.flatMap((record) => (record === null ? [] : [[short(key, record[key]), record] as const])),
  );
  return (record: Readonly<Record<string, unknown>>): SalesforceRecord | undefined =>
    byKey.get(short(key, record[key]));
}

function list(values: readonly (string | number | boolean | null | undefined)[]): string {
  return soql`${values.map((value) => value ?? null)}`;
}

/** Ids of 15 and of 18 characters name the same record; other keys are compared without regard to case. */
function short(key: string, value: unknown): string {
  return key === "Id" ? String(value).slice(0, 15) : String(value).toLowerCase();
}

function same(before: unknown, after: unknown): boolean {
  return before === after || String(before ?? "") === String(after ?? "");
}

function cell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" || typeof value === "boolean") return value;
  return cut(typeof value === "string" ? value : JSON.stringify(value), 300);
}
