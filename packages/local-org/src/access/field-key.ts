import type { FieldDef, ObjectDef } from "../schema/types.ts";

/** Returns the field whose security decides about this one, or undefined where none does. The parts of an address follow it. */
export function securedBy(object: ObjectDef, field: FieldDef): FieldDef | undefined {
  const whole = field.compoundFieldName === null ? undefined : object.field(field.compoundFieldName);
  const decides = whole?.type === "address" ? whole : field;
  return decides.permissionable ? decides : undefined;
}

/** Returns the fields of an object that field-level security applies to. */
export function securedFields(object: ObjectDef): FieldDef[] {
  return object.fields.filter((field) => securedBy(object, field) === field);
}

/** Whether a client may ever write the field, or where it is an address a part of it. */
export function isWritable(object: ObjectDef, field: FieldDef): boolean {
  const parts = field.stored
    ? [field]
    : object.fields.filter((part) => part.compoundFieldName === field.name);
  return parts.some((part) => part.createable || part.updateable);
}
