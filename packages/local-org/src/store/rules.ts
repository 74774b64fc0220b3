import type { FieldDef, ObjectDef, Schema } from "../schema/types.ts";
import { malformedId } from "./coerce.ts";
import type { Draft } from "./draft.ts";
import type { SqlValue, WriteError } from "./types.ts";

/** Whether a row exists: undefined where it never did, else whether it is in the recycle bin. */
export type Liveness = (object: ObjectDef, id: string) => "live" | "deleted" | undefined;

/** Refuses a write to fields that are read-only for this operation. */
export function readOnlyError(fields: readonly string[]): WriteError {
  const message = `Unable to create/update fields: ${fields.join(", ")}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
  return { statusCode: "INVALID_FIELD_FOR_INSERT_UPDATE", message, fields };
}

const missing = (fields: readonly string[]): WriteError => ({
  statusCode: "REQUIRED_FIELD_MISSING",
  message: `Required fields are missing: [${fields.join(", ")}]`,
  fields,
});

/** Whether a client has to give this field when it creates a row. */
export function requiredOnCreate(field: FieldDef): boolean {
  return (
    field.stored &&
    !field.nillable &&
    field.createable &&
    !field.defaultedOnCreate &&
    field.type !== "boolean"
  );
}

/** Checks that a new row has what it must have. */
export function checkRequired(required: readonly string[], draft: Draft): WriteError | undefined {
  const absent = required.filter((name) => (draft.get(name) ?? null) === null);
  return absent.length === 0 ? undefined : missing(absent);
}

/** Checks that an update empties no field that must have a value. */
export function checkNotEmptied(object: ObjectDef, draft: Draft): WriteError | undefined {
  const emptied: string[] = [];
  for (const [name, value] of draft) {
    if (value !== null) continue;
    const field = object.field(name);
    if (field && !field.nillable && field.type !== "boolean") emptied.push(name);
  }
  return emptied.length === 0 ? undefined : missing(emptied);
}

/** What checking a reference needs. */
export interface ReferenceScope {
  readonly schema: Schema;
  readonly liveness: Liveness;
}

/** Checks that a reference names a live row of an object that the field may point to. */
export function checkReference(scope: ReferenceScope, field: FieldDef, id: string): WriteError | undefined {
  const target = scope.schema.byPrefix(id);
  if (
    target
      ? !field.referenceTo.includes(target.name)
      : field.referenceTo.every((name) => scope.schema.object(name))
  ) {
    return malformedId(field, id);
  }
  const liveness = target && scope.liveness(target, id);
  if (liveness === "live") return undefined;
  if (liveness === "deleted")
    return { statusCode: "ENTITY_IS_DELETED", message: "entity is deleted", fields: [] };
  const message = `insufficient access rights on cross-reference id: ${id.slice(0, 15)}`;
  return { statusCode: "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", message, fields: [] };
}

/** The refusal of a second row with a value that must be unique. */
export function duplicateValue(object: ObjectDef, field: FieldDef, id: string): WriteError {
  if (object.name === "User" && field.name === "Username") {
    const message =
      "Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations.";
    return { statusCode: "DUPLICATE_USERNAME", message, fields: ["Username"] };
  }
  const message = `duplicate value found: ${field.name} duplicates value on record with id: ${id.slice(0, 15)}`;
  return { statusCode: "DUPLICATE_VALUE", message, fields: [] };
}

/** Returns the default that a new row gets for a field the client left out. */
export function defaultOf(field: FieldDef): SqlValue {
  const chosen = field.picklistValues.find((value) => value.defaultValue);
  if (chosen) return chosen.value;
  const value = field.defaultValue;
  if (field.type === "boolean") return value === true || value === "true" ? 1 : 0;
  return typeof value === "boolean" ? Number(value) : value;
}
