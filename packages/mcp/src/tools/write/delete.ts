import type { ObjectDescribe } from "kinetic-core";
import { soql } from "kinetic-core";
import { z } from "zod";
import { countWithin, dataBudget, type ToolOutput } from "../../output/index.ts";
import { objectName } from "../shapes.ts";
import { defineTool, type Tool, type ToolContext } from "../tool.ts";
import { checkIds } from "./checks.ts";
import { nameFieldOf, planOf, readRecords, someNames } from "./names.ts";
import { outcomeOf } from "./outcome.ts";
import { allOrNone, dryRun, recordIds, writeOutput } from "./shapes.ts";

const input = z.strictObject({ object: objectName, ids: recordIds, allOrNone, dryRun });

type Args = z.output<typeof input>;

/** `sf_delete_records`: deletes records, and says before what goes with them. */
export const deleteTool: Tool = defineTool({
  name: "sf_delete_records",
  title: "Delete records",
  description:
    "Deletes up to 200 records by id. The user confirms, and is told the names and which children go with them. dryRun tells the same.",
  toolset: "write",
  kind: "destructive",
  idempotent: true,
  input,
  output: writeOutput,
  async run(args, context) {
    const { object, ids, allOrNone: atomic } = args;
    const describe = await checkIds(object, ids, context);
    if (args.dryRun) return preview(args, describe, context);
    await context.confirm(["sf_delete_records", args], async () => {
      const { names, children } = await lookAt(args, describe, context);
      const details = [`Records: ${someNames(names)}`, ...withThem(children), UNDO];
      return planOf(`Delete ${ids.length} ${describe.name} records`, details, context);
    });
    const since = new Date();
    const result = await context.org.client.collections.delete(ids, {
      allOrNone: atomic,
      signal: context.signal,
    });
    return outcomeOf({ object, verb: "deleted", result, since }, context);
  },
});

const UNDO = "They can be taken back from the recycle bin for 15 days.";

async function preview(args: Args, describe: ObjectDescribe, context: ToolContext): Promise<ToolOutput> {
  const { names, missing, children } = await lookAt(args, describe, context);
  const rows = args.ids.map((id, at) => [id, names[at] ?? null]);
  const kept = countWithin(rows, dataBudget(context.settings.maxBytes));
  const totals = { rows: args.ids.length, succeeded: 0, failed: 0, unknown: 0, unprocessed: args.ids.length };
  return {
    summary: `Dry run: ${args.ids.length - missing} ${describe.name} records would be deleted. Nothing was changed.`,
    data: {
      dryRun: true,
      totals,
      changes: { columns: ["id", "name"], rows: rows.slice(0, kept) },
      notices: [...(missing > 0 ? [`${missing} records are not there.`] : []), ...withThem(children), UNDO],
    },
  };
}

interface Seen {
  readonly names: readonly string[];
  readonly missing: number;
  /** How many children of which object would go, too. */
  readonly children: ReadonlyMap<string, number>;
}

async function lookAt({ ids }: Args, describe: ObjectDescribe, context: ToolContext): Promise<Seen> {
  const field = nameFieldOf(describe, context);
  const fields = field === undefined ? [] : [field];
  const [found, children] = await Promise.all([
    readRecords({ ids, fields, describe }, context),
    countChildren(ids, describe, context),
  ]);
  const names = found.map((record, at) =>
    record === null ? `${ids[at]} (not there)` : String(record[field ?? "Id"] ?? ids[at]),
  );
  return { names, missing: found.filter((record) => record === null).length, children };
}

/** Subrequests of one batch (REST API guide, "Batch"). */
const MOST_CHILDREN = 25;

/** Counts the children that go with their parents; one that cannot be counted is left out. */
async function countChildren(
  ids: readonly string[],
  { childRelationships = [] }: ObjectDescribe,
  { org, policy, signal }: ToolContext,
): Promise<ReadonlyMap<string, number>> {
  const going = childRelationships
    .filter(({ cascadeDelete, childSObject }) => cascadeDelete === true && policy.allowsObject(childSObject))
    .slice(0, MOST_CHILDREN);
  if (going.length === 0) return new Map();
  const { steps } = await org.client.batch(
    (batch) =>
      Object.fromEntries(
        going.map(({ childSObject, field }, at) => {
          const query = `SELECT COUNT() FROM ${childSObject} WHERE ${field} IN ${soql`${[...ids]}`}`;
          return [`c${at}`, batch.get<{ totalSize: number }>(`query?q=${encodeURIComponent(query)}`)];
        }),
      ),
    { signal },
  );
  const counts = going.map(({ childSObject }, at): [string, number] => {
    const step = steps[`c${at}`];
    return [childSObject, step?.ok ? step.body.totalSize : 0];
  });
  return new Map(counts.filter(([, count]) => count > 0));
}

function withThem(children: ReadonlyMap<string, number>): string[] {
  if (children.size === 0) return [];
  const list = [...children].map(([object, count]) => `${count} ${object}`);
  return [`With them go ${list.slice(0, 10).join(", ")}.`];
}
