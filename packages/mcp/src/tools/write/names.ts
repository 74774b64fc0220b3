import type { ObjectDescribe, SalesforceRecord } from "kinetic-core";
import type { Plan } from "../../confirm/index.ts";
import type { ToolContext } from "../tool.ts";

/** Names that a user is shown. */
const SHOWN = 5;

/** The field that names the records of an object, where the policy lets it be seen. */
export function nameFieldOf(
  { name: object, fields }: ObjectDescribe,
  { policy }: ToolContext,
): string | undefined {
  const field = fields.find((one) => one.nameField === true)?.name;
  return field === undefined || policy.deniesField(object, field) || policy.masksField(object, field)
    ? undefined
    : field;
}

/** Reads records by id, with some fields; `null` where there is none. */
export function readRecords(
  {
    ids,
    fields,
    describe,
  }: {
    readonly ids: readonly string[];
    readonly fields: readonly string[];
    readonly describe: ObjectDescribe;
  },
  { org, signal }: ToolContext,
): Promise<(SalesforceRecord | null)[]> {
  const wanted = [...new Set(["Id", ...fields])];
  return org.client.collections.retrieve(ids, { object: describe.name, fields: wanted, signal });
}

/** The first few names, and how many more there are. */
export function someNames(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return names.slice(0, SHOWN).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** What every question about a write says first: where it would happen. */
export async function planOf(
  action: string,
  details: readonly string[],
  { org, signal }: ToolContext,
): Promise<Plan> {
  const { orgName, orgId, isSandbox, username } = await org.identity(signal);
  return {
    action: `${isSandbox ? "SANDBOX" : "PRODUCTION"} ${org.alias === "default" ? "" : `${org.alias}: `}${action}`,
    details: [`Org: ${orgName} (${orgId}), as ${username}`, ...details],
  };
}
