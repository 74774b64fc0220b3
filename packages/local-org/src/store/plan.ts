import type { FieldDef, ObjectDef } from "../schema/types.ts";
import { defaultOf, requiredOnCreate } from "./rules.ts";
import type { SqlValue } from "./types.ts";

/** What is worked out once per object, so that a row costs only its own fields. */
export interface ObjectPlan {
  readonly object: ObjectDef;
  readonly required: readonly string[];
  readonly defaults: readonly (readonly [string, SqlValue])[];
  readonly unique: readonly FieldDef[];
  /** References that clients write and that are therefore checked. */
  readonly references: readonly FieldDef[];
  readonly autoNumbers: readonly FieldDef[];
  /** A custom object's row without a name is named by its id. */
  readonly namedById: boolean;
  readonly hasOwner: boolean;
  /** The audit fields that the object has, of the four that every write may touch. */
  readonly created: readonly string[];
  readonly createdBy: readonly string[];
  readonly modified: readonly string[];
  readonly modifiedBy: readonly string[];
}

const present = (object: ObjectDef, names: readonly string[]): string[] =>
  names.filter((name) => object.field(name));

/** Works out the plan of an object. */
export function planOf(object: ObjectDef): ObjectPlan {
  const stored = object.fields.filter((field) => field.stored && field.type !== "id");
  // Booleans get their default from the table itself; a picklist's may decide what else is derived.
  const defaults = stored
    .filter((field) => field.type !== "boolean")
    .map((field) => [field.name, defaultOf(field)] as const)
    .filter(([, value]) => value !== null);
  return {
    object,
    required: stored.filter(requiredOnCreate).map((field) => field.name),
    defaults,
    unique: stored.filter((field) => field.unique || (object.name === "User" && field.name === "Username")),
    references: stored.filter((field) => field.type === "reference"),
    autoNumbers: stored.filter((field) => field.autoNumber),
    namedById:
      object.custom && object.field("Name")?.type === "string" && object.field("Name")?.autoNumber === false,
    hasOwner: object.field("OwnerId") !== undefined,
    created: present(object, ["CreatedDate"]),
    createdBy: present(object, ["CreatedById"]),
    modified: present(object, ["LastModifiedDate", "SystemModstamp"]),
    modifiedBy: present(object, ["LastModifiedById"]),
  };
}
