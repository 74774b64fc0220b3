import type { OpenCsvSource } from "../../csv/index.ts";
import { InputError } from "../../errors/index.ts";
import type { FieldDescribe, ObjectDescribe } from "../../schema/index.ts";
import type { BulkContext } from "../context.ts";
import type { IngestOperation } from "../jobs/job-info.ts";
import { sameColumn } from "./columns.ts";
import type { LoadPlan } from "./load-options.ts";

/** What of a plan decides which columns may be there. */
export type FieldPlan = Pick<LoadPlan, "object" | "operation" | "externalIdFieldName">;

/** How old the describe may be that a load is checked against: fields come and go, and a wrong one fails a whole job. */
const MAX_AGE_MS = 10_000;

/**
 * Checks object and columns against the describe. The platform finds an unknown column only after the upload, and then
 * fails the whole job; a column that may not be written fails every row.
 * @throws InputError naming every column that is wrong, before anything is sent
 */
export async function checkFields(bulk: BulkContext, plan: LoadPlan, source: OpenCsvSource): Promise<void> {
  if (bulk.describe === undefined) return;
  const describe = await bulk.describe(plan.object, { signal: plan.signal, maxAgeMs: MAX_AGE_MS });
  const problem = fieldProblem(plan, source.columns, describe);
  if (problem === undefined) return;
  throw new InputError(problem.message, {
    source: source.name,
    row: 0,
    byteOffset: 0,
    column: problem.column,
  });
}

/** What is wrong with a load's object or columns. */
export interface FieldProblem {
  readonly message: string;
  /** The first column that it is about; absent where it is about the object. */
  readonly column?: string | undefined;
}

/** Decides whether the columns can be loaded. Pure. Flags that the describe does not have are not held against it. */
export function fieldProblem(
  plan: FieldPlan,
  columns: readonly string[],
  describe: ObjectDescribe,
): FieldProblem | undefined {
  const { object, operation } = plan;
  if (OBJECT_FLAGS[operation].some((flag) => describe[flag] === false)) {
    return { message: `${operation} is not allowed on ${object} for this user (describe of the object)` };
  }
  const known = knownColumns(describe);
  const unknown = columns.filter((column) => !known(column));
  if (unknown.length > 0) {
    const message = `${object} has no field ${unknown.join(", ")} that this user may see, so the org would refuse the whole file`;
    return { message, column: unknown[0] };
  }
  const fields = new Map(describe.fields.map((field) => [field.name.toLowerCase(), field]));
  return externalIdProblem(plan, fields) ?? writeProblem(plan, columns, fields);
}

const OBJECT_FLAGS: Readonly<
  Record<IngestOperation, readonly ("createable" | "updateable" | "deletable")[]>
> = {
  insert: ["createable"],
  update: ["updateable"],
  upsert: ["createable", "updateable"],
  delete: ["deletable"],
  hardDelete: ["deletable"],
};

type Fields = ReadonlyMap<string, FieldDescribe>;

function externalIdProblem(
  { object, externalIdFieldName }: FieldPlan,
  fields: Fields,
): FieldProblem | undefined {
  if (externalIdFieldName === undefined) return undefined;
  const field = fields.get(externalIdFieldName.toLowerCase());
  if (field?.externalId !== false || field.idLookup !== false) return undefined;
  const message = `${object}.${externalIdFieldName} is no external id, so that upsert cannot go by it`;
  return { message, column: externalIdFieldName };
}

function writeProblem(plan: FieldPlan, columns: readonly string[], fields: Fields): FieldProblem | undefined {
  const refused = columns.filter((column) => !isWritable(plan, column, fields.get(column.toLowerCase())));
  if (refused.length === 0) return undefined;
  const message =
    `${plan.operation} may not write ${plan.object}.${refused.join(", ")}: read-only for this user or by its kind, ` +
    "so the org would refuse every row";
  return { message, column: refused[0] };
}

/** Columns of related records are not judged: what is written then is the lookup behind them. */
function isWritable(plan: FieldPlan, column: string, field: FieldDescribe | undefined): boolean {
  if (field === undefined) return true;
  const { createable, updateable } = field;
  const isKey = sameColumn(column, plan.externalIdFieldName ?? "Id");
  switch (plan.operation) {
    case "insert":
      return createable !== false;
    case "update":
      return isKey || updateable !== false;
    case "upsert":
      return isKey || createable !== false || updateable !== false;
    default:
      return true;
  }
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
