import type { FieldType } from "./types.ts";

/** The types that a field may have. */
export const FIELD_TYPES: ReadonlySet<string> = new Set<FieldType>([
  "address",
  "anyType",
  "base64",
  "boolean",
  "combobox",
  "complexvalue",
  "currency",
  "date",
  "datetime",
  "double",
  "email",
  "encryptedstring",
  "id",
  "int",
  "location",
  "long",
  "multipicklist",
  "percent",
  "phone",
  "picklist",
  "reference",
  "string",
  "textarea",
  "time",
  "url",
]);

const isJson = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Refuses what is no object spec, before anything is made of it: it may come from a file or from JavaScript. @throws Error that says which member is wrong */
export function checkSpec(spec: unknown): void {
  const given = isJson(spec) ? spec : {};
  const { name, fields } = given;
  if (typeof name !== "string" || !/^[A-Za-z]\w*$/.test(name))
    throw new Error(`An object of this org needs a name such as "Trip__c", not ${JSON.stringify(name)}.`);
  if (!Array.isArray(fields))
    throw new Error(`The object ${name} needs fields: a list, which may be empty when it adds none.`);
  for (const field of fields) checkField(name, field);
}

function checkField(object: string, field: unknown): void {
  const { name, type } = isJson(field) ? field : {};
  if (typeof name !== "string")
    throw new Error(`A field of the object ${object} has no name: ${JSON.stringify(field)}.`);
  if (typeof type === "string" && FIELD_TYPES.has(type)) return;
  const types = [...FIELD_TYPES].join(", ");
  throw new Error(
    `The field ${object}.${name} has the type ${JSON.stringify(type)}: give it one of ${types}.`,
  );
}
