import type { FieldDescribe, ObjectDescribe } from "kinetic-core";
import { requireFields, requireObject } from "../../policy/index.ts";
import { Refusal } from "../../refusal/index.ts";
import { nearest } from "../near.ts";
import type { ToolContext } from "../tool.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Records that are to be written. */
export interface Wanted {
  readonly object: string;
  readonly records: readonly Fields[];
  /** What they must be able to be. */
  readonly ability: "createable" | "updateable";
  /** Fields that name the record and need not be writable: `Id`, the external id. */
  readonly keys: readonly string[];
}

/**
 * Holds records to the settings, the policy and the describe, before anything is asked or sent.
 * @throws Refusal naming the record, the field and the rule
 */
export async function checkRecords(wanted: Wanted, context: ToolContext): Promise<ObjectDescribe> {
  const { object, records, ability, keys } = wanted;
  const { policy, org, signal } = context;
  checkCount(records.length, context);
  const names = new Set(records.flatMap((record) => Object.keys(record)));
  requireFields(policy, object, names);
  const describe = await org.describe(object, signal);
  if (!describe[ability])
    throw refused(`This user may not make ${object} records ${ability.replace("able", "ed")}`, {});
  const keyNames = new Set(keys.map((key) => key.toLowerCase()));
  for (const name of names) {
    const field = describe.fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (field === undefined) throw unknownField(name, describe);
    if (keyNames.has(name.toLowerCase()) || isWritable(field, ability)) continue;
    throw refused(`The field ${object}.${name} cannot be written by this user`, {
      action: "Leave it out: it is computed, or read-only for this user.",
    });
  }
  return describe;
}

/**
 * Refuses more records than one call may write.
 * @throws Refusal naming both numbers
 */
export function checkCount(count: number, { settings: { maxWriteRecords } }: ToolContext): void {
  if (count <= maxWriteRecords) return;
  throw new Refusal(`One call writes up to ${maxWriteRecords} records, not ${count}`, {
    code: "ARGUMENTS",
    action: "Send fewer, or load them by sf_bulk_ingest_start.",
  });
}

/**
 * Refuses ids that are no records of the object.
 * @throws Refusal naming the id
 */
export async function checkIds(
  object: string,
  ids: readonly string[],
  context: ToolContext,
): Promise<ObjectDescribe> {
  requireObject(context.policy, object);
  checkCount(ids.length, context);
  const describe = await context.org.describe(object, context.signal);
  const { keyPrefix } = describe;
  const other = ids.find((id) => keyPrefix !== null && !id.startsWith(keyPrefix));
  if (other === undefined) return describe;
  throw new Refusal(
    `${other} is not the id of a record of ${describe.name}, whose ids begin with ${keyPrefix}`,
    {
      code: "ARGUMENTS",
      action: "Check the object and the ids.",
    },
  );
}

function isWritable(field: FieldDescribe, ability: "createable" | "updateable"): boolean {
  return field[ability];
}

function unknownField(name: string, { name: object, fields }: ObjectDescribe): Refusal {
  const near = nearest(
    name,
    fields.map((field) => field.name),
  );
  return new Refusal(`${object} has no field ${name} that this user can see`, {
    code: "UNKNOWN_FIELD",
    action: near.length > 0 ? `It has ${near.join(", ")}.` : "sf_describe lists its fields.",
    next: { tool: "sf_describe", args: { object } },
  });
}

function refused(what: string, { action = "sf_permissions tells why." }: { action?: string }): Refusal {
  return new Refusal(what, { code: "NOT_WRITABLE", action });
}
