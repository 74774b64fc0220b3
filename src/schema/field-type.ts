import type { FieldDescribe, ObjectDescribe } from "./describe.ts";

/** TypeScript's names of the field types that mean the same in every field (Object Reference, "Field Types"). */
const SIMPLE: Readonly<Record<string, string>> = {
  address: "AddressValue",
  anyType: "string | number | boolean",
  base64: "string",
  boolean: "boolean",
  complexvalue: "unknown",
  currency: "number",
  date: "DateText",
  datetime: "DateTimeText",
  double: "number",
  email: "string",
  encryptedstring: "string",
  int: "number",
  location: "GeolocationValue",
  long: "number",
  multipicklist: "string",
  percent: "number",
  phone: "string",
  string: "string",
  textarea: "string",
  time: "TimeText",
  url: "string",
};

/** How a field is written in TypeScript. */
export interface FieldTypeOptions {
  /** The most values of a picklist that are written out as a union. */
  readonly maxPicklistValues: number;
  readonly onWarning: (warning: string) => void;
}

/** Writes the type of a field's value. A type that is new to this library is a text, with a warning. */
export function fieldType(object: ObjectDescribe, field: FieldDescribe, options: FieldTypeOptions): string {
  const type = valueType(object, field, options);
  return field.nillable && type !== "unknown" ? `${type} | null` : type;
}

function valueType(object: ObjectDescribe, field: FieldDescribe, options: FieldTypeOptions): string {
  switch (field.type) {
    case "id":
      return recordId([object.name]);
    case "reference":
      return recordId(field.referenceTo);
    case "picklist":
      return picklist(field, !field.restrictedPicklist, options);
    case "combobox":
      return picklist(field, true, options);
    default:
      return SIMPLE[field.type] ?? unknownType(object, field, options);
  }
}

/** Joins names to a union of literals: `"Group" | "User"`. */
export function literals(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(" | ");
}

function recordId(objects: readonly string[]): string {
  return objects.length === 0 ? "RecordId" : `RecordId<${literals(objects)}>`;
}

/** Values that are inactive stay in the union, since rows may still hold them. */
function picklist(field: FieldDescribe, open: boolean, { maxPicklistValues }: FieldTypeOptions): string {
  const values = [...new Set(field.picklistValues.map(({ value }) => value))];
  if (values.length === 0 || values.length > maxPicklistValues) return "string";
  return open ? `${literals(values)} | (string & {})` : literals(values);
}

function unknownType(object: ObjectDescribe, field: FieldDescribe, { onWarning }: FieldTypeOptions): string {
  onWarning(
    `${object.name}.${field.name} has the type "${field.type}", which is new to this library: taken for a text`,
  );
  return "string";
}
