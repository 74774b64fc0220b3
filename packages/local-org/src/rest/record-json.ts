import type { FieldDef, ObjectDef } from "../schema/types.ts";
import { failure } from "../server/errors.ts";
import type { Row } from "../store/types.ts";
import { toJson } from "../store/values.ts";

/** A record as a JSON answer has it. */
export type RecordJson = Record<string, unknown>;

const PARTS = [
  "city",
  "country",
  "geocodeAccuracy",
  "latitude",
  "longitude",
  "postalCode",
  "state",
  "street",
] as const;

/** Puts an address together from its parts; null when all of them are. */
function address(object: ObjectDef, field: FieldDef, row: Row): RecordJson | null {
  const prefix = field.name.slice(0, -"Address".length);
  const entries = PARTS.map((part) => {
    const column = object.field(prefix + part);
    return [part, column ? toJson(column, row[column.name] ?? null) : null] as const;
  });
  return entries.every(([, value]) => value === null) ? null : Object.fromEntries(entries);
}

function wireValue(object: ObjectDef, field: FieldDef, scope: { row: Row; url: string }): unknown {
  if (field.type === "address") return address(object, field, scope.row);
  const value = scope.row[field.name] ?? null;
  // The bytes have a resource of their own.
  if (field.type === "base64") return value === null ? null : `${scope.url}/${field.name}`;
  return toJson(field, value);
}

/** Reads the `fields` parameter. @throws SalesforceError INVALID_FIELD for a name the object does not have */
export function fieldsOf(object: ObjectDef, parameter: string | null): readonly FieldDef[] {
  if (parameter === null || parameter.trim() === "") return object.fields;
  const names = parameter.split(",").map((name) => name.trim());
  return names.map((name) => {
    const field = object.field(name);
    if (field) return field;
    const hint =
      "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.";
    throw failure(400, "INVALID_FIELD", `No such column '${name}' on entity '${object.name}'. ${hint}`);
  });
}

/** Turns a row into the JSON of a record: its attributes, the fields asked for, and always its Id. */
export function recordJson(
  object: ObjectDef,
  row: Row,
  shape: { base: string; fields: readonly FieldDef[] },
): RecordJson {
  const id = String(row["Id"]);
  const url = `${shape.base}/sobjects/${object.name}/${id}`;
  const values = shape.fields.map((field) => [field.name, wireValue(object, field, { row, url })] as const);
  return { attributes: { type: object.name, url }, ...Object.fromEntries(values), Id: id };
}
