import type { OpenCsvSource } from "../../csv/index.ts";
import { InputError } from "../../errors/index.ts";
import type { ObjectDescribe } from "../../schema/index.ts";
import type { BulkContext } from "../context.ts";
import type { LoadPlan } from "./load-options.ts";

/**
 * Checks the columns against the object's fields. The platform finds an unknown column only after the upload, and then
 * fails the whole job.
 * @throws InputError naming every unknown column, before anything is sent
 */
export async function checkFields(bulk: BulkContext, plan: LoadPlan, source: OpenCsvSource): Promise<void> {
  if (bulk.describe === undefined) return;
  const describe = await bulk.describe(plan.object, { signal: plan.signal });
  const known = knownColumns(describe);
  const unknown = source.columns.filter((column) => !known(column));
  const [first] = unknown;
  if (first === undefined) return;
  throw new InputError(
    `${plan.object} has no field ${unknown.join(", ")} that this user may see, so the org would refuse the whole file`,
    { source: source.name, row: 0, byteOffset: 0, column: first },
  );
}

/** A column is a field, or a relationship with a field of the other object: `Owner.Email`, `Lead:Who.Email`. */
function knownColumns({ fields }: ObjectDescribe): (column: string) => boolean {
  const names = new Set(fields.map(({ name }) => name.toLowerCase()));
  const relationships = new Set(fields.map(({ relationshipName }) => relationshipName?.toLowerCase()));
  return (column) => {
    const [relationship = "", ...path] = column.toLowerCase().replace(/^\w+:/, "").split(".");
    return path.length === 0 ? names.has(relationship) : relationships.has(relationship);
  };
}
