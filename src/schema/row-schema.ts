import type { ZodObject, ZodType } from "zod";
import { InputError } from "../errors/index.ts";
import type { FieldDescribe, ObjectDescribe } from "./describe.ts";

type Zod = typeof import("zod");

/** Options of {@link rowSchema}. */
export interface RowSchemaOptions {
  /** API names of the fields that the rows have, as they were selected. @default all fields of the object */
  readonly fields?: readonly string[] | undefined;
  /** Told of each field whose type this library does not know. @default nobody is told */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

const ID = /^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/;
/** The org writes offsets as `+0000`, which ISO 8601 allows and most readers of it do not. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/;
const TIME = /^\d{2}:\d{2}:\d{2}(\.\d+)?Z?$/;

/**
 * Makes a zod schema from a describe, which checks rows when they arrive: whether each field is there and of its type, and
 * ids, dates and the values of restricted picklists of their form. What else a row has (`attributes`, parents, children) is
 * left alone. A field type that is new to this library is taken for a text, with a warning. zod is loaded by the first call.
 *
 * @throws InputError when the object has no such field
 * @example
 * ```ts
 * const schema = await rowSchema(await sf.describe("Account"), { fields: ["Id", "Name"] });
 * for await (const row of sf.query("SELECT Id, Name FROM Account")) schema.parse(row);
 * ```
 */
export async function rowSchema(object: ObjectDescribe, options: RowSchemaOptions = {}): Promise<ZodObject> {
  const fields = chosen(object, options.fields);
  const zod = await import("zod");
  const shape = fields.map((field) => [
    field.name,
    fieldSchema(zod, field, () => warn(object, field, options)),
  ]);
  return zod.looseObject(Object.fromEntries(shape));
}

function chosen(object: ObjectDescribe, names: readonly string[] | undefined): readonly FieldDescribe[] {
  if (names === undefined) return object.fields;
  const byName = new Map(object.fields.map((field) => [field.name.toLowerCase(), field]));
  return names.map((name) => {
    const field = byName.get(name.toLowerCase());
    if (field !== undefined) return field;
    throw new InputError(`${object.name} has no field ${name}`, { column: name });
  });
}

function fieldSchema(zod: Zod, field: FieldDescribe, onUnknown: () => void): ZodType {
  const known = valueSchema(zod, field);
  if (known === undefined) onUnknown();
  const schema = known ?? zod.string();
  return field.nillable ? schema.nullable() : schema;
}

function warn(object: ObjectDescribe, field: FieldDescribe, { onWarning }: RowSchemaOptions): void {
  onWarning?.(
    `${object.name}.${field.name} has the type "${field.type}", which is new to this library: taken for a text`,
  );
}

/** The types whose values have no form beyond their kind (Object Reference, "Field Types"). */
const TEXTS = new Set([
  "string",
  "textarea",
  "email",
  "phone",
  "url",
  "encryptedstring",
  "combobox",
  "multipicklist",
  "base64",
]);
const NUMBERS = new Set(["double", "currency", "percent", "long"]);

function valueSchema(zod: Zod, field: FieldDescribe): ZodType | undefined {
  if (TEXTS.has(field.type)) return zod.string();
  if (NUMBERS.has(field.type)) return zod.number();
  switch (field.type) {
    case "id":
    case "reference":
      return zod.string().regex(ID, "an id has 15 or 18 letters and digits");
    case "picklist":
      return picklistSchema(zod, field);
    case "boolean":
      return zod.boolean();
    case "int":
      return zod.int();
    case "date":
      return zod.iso.date();
    case "datetime":
      return zod.string().regex(DATE_TIME, "a date-time is like 2026-11-22T09:30:00.000+0000");
    case "time":
      return zod.string().regex(TIME, "a time is like 09:30:00.000Z");
    case "address":
    case "location":
      return zod.looseObject({ latitude: zod.number().nullish(), longitude: zod.number().nullish() });
    case "anyType":
      return zod.union([zod.string(), zod.number(), zod.boolean()]);
    case "complexvalue":
      return zod.unknown();
    default:
      return undefined;
  }
}

/** Inactive values are allowed: rows may still hold them. */
function picklistSchema(zod: Zod, { restrictedPicklist, picklistValues }: FieldDescribe): ZodType {
  const values = picklistValues.map(({ value }) => value);
  return restrictedPicklist && values.length > 0 ? zod.enum(values) : zod.string();
}
