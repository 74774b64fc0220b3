import { RequestError } from "../../errors/index.ts";
import type { FieldDescribe, ObjectDescribe } from "../../schema/index.ts";
import type { BulkContext } from "../context.ts";
import { fieldAt } from "./field-path.ts";
import { readSelection } from "./select-list.ts";

/** Field types that Bulk API 2.0 does not return, in a person's words (Bulk API 2.0 guide, "SOQL Considerations"). */
const UNSAFE: ReadonlyMap<string, string> = new Map([
  ["address", "a compound address"],
  ["location", "a compound geolocation"],
  ["base64", "binary data"],
  ["complexvalue", "a compound value"],
  ["junctionidlist", "a list of junction ids"],
]);

/**
 * Names the fields of an object that a bulk export can return: all but compound fields, whose parts are fields of their
 * own, and binary data.
 *
 * @example
 * ```ts
 * const fields = bulkSafeFields(await sf.describe("Account"));
 * await sf.bulk.export(`SELECT ${fields.join(", ")} FROM Account`).toFile("accounts.csv");
 * ```
 */
export function bulkSafeFields(object: Pick<ObjectDescribe, "fields">): string[] {
  return object.fields.filter((field) => unsafe(field) === undefined).map(({ name }) => name);
}

/** Why Bulk API 2.0 does not return a field. */
function unsafe(field: Pick<FieldDescribe, "type">): string | undefined {
  return UNSAFE.get(String(field.type).toLowerCase());
}

/**
 * Looks every selected field up in the describes, because the platform tells of one that it cannot return only when the
 * job has failed.
 * @throws RequestError naming each field that Bulk API 2.0 does not return, and what to select instead
 */
export async function checkSelected(
  { describe }: BulkContext,
  soql: string,
  signal: AbortSignal,
): Promise<void> {
  const { object, paths } = readSelection(soql);
  if (describe === undefined || object === undefined) return;
  const problems: string[] = [];
  for (const path of paths) {
    const field = await fieldAt({ describe, object, signal }, path);
    const why = field === undefined ? undefined : unsafe(field);
    if (field === undefined || why === undefined) continue;
    const parts = path.includes(".") ? "" : partsOf(field, await describe(object, { signal }));
    problems.push(`${path}, ${why}${parts}`);
  }
  if (problems.length === 0) return;
  throw new RequestError(
    `Bulk API 2.0 does not return ${problems.join("; ")}. Leave ${problems.length === 1 ? "it" : "them"} out ` +
      "(bulkSafeFields names all others), or use sf.query(), which REST answers",
    { errorCode: "API_ERROR" },
  );
}

/** Says which fields a compound field is made of. */
function partsOf(compound: FieldDescribe, { fields }: ObjectDescribe): string {
  const parts = fields.filter(
    ({ name, compoundFieldName }) => compoundFieldName === compound.name && name !== compound.name,
  );
  return parts.length === 0 ? "" : ` (select ${parts.map(({ name }) => name).join(", ")} instead)`;
}
