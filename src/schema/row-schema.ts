import { InputError } from "../errors/index.ts";
import type { FieldDescribe, ObjectDescribe } from "./describe.ts";

/** A schema as zod makes it, as far as it is used here. */
export interface ZodValue {
  /** The same schema, which also takes `null`. */
  nullable(): unknown;
  /** The same schema, which also takes `null` and `undefined`. */
  nullish(): unknown;
}

/** A schema of texts. */
export interface ZodText extends ZodValue {
  /** The same schema, which takes texts of one form only. */
  regex(pattern: RegExp, message: string): ZodValue;
}

/** The schemas of texts that ISO 8601 defines. */
export interface ZodIso {
  /** Days: `2026-11-22`. */
  date(): ZodValue;
}

/**
 * What {@link rowSchema} uses of zod 4: give it `z`, of the copy of zod that the rest of your code uses. This library has none
 * of its own, so that schemas of two copies never meet, and a compiler that reads it need not read z.
 */
export interface ZodKit {
  /** Texts. */
  string(): ZodText;
  /** Numbers. */
  number(): ZodValue;
  /** Whole numbers. */
  int(): ZodValue;
  /** `true` and `false`. */
  boolean(): ZodValue;
  /** Anything. */
  unknown(): ZodValue;
  /** One of some texts. */
  enum(values: never): ZodValue;
  /** One of some schemas. */
  union(options: never): ZodValue;
  /** Objects that have these members, and may have others. */
  looseObject(shape: never): ZodValue;
  /** Texts that ISO 8601 defines. */
  readonly iso: ZodIso;
}

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
 * left alone. A field type that is new to this library is taken for a text, with a warning.
 *
 * @throws InputError when the object has no such field
 * @example
 * ```ts
 * import { z } from "zod";
 *
 * const schema = rowSchema(z, await sf.describe("Account"), { fields: ["Id", "Name"] });
 * for await (const row of sf.query("SELECT Id, Name FROM Account")) schema.parse(row);
 * ```
 */
export function rowSchema<Kit extends ZodKit>(
  z: Kit,
  object: ObjectDescribe,
  options: RowSchemaOptions = {},
): ReturnType<Kit["looseObject"]> {
  const shape = chosen(object, options.fields).map((field) => [
    field.name,
    fieldSchema(z, field, () => warn(object, field, options)),
  ]);
  return z.looseObject(Object.fromEntries(shape) as never) as ReturnType<Kit["looseObject"]>;
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

function fieldSchema(z: ZodKit, field: FieldDescribe, onUnknown: () => void): unknown {
  const known = valueSchema(z, field);
  if (known === undefined) onUnknown();
  const schema = known ?? z.string();
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

function valueSchema(z: ZodKit, field: FieldDescribe): ZodValue | undefined {
  if (TEXTS.has(field.type)) return z.string();
  if (NUMBERS.has(field.type)) return z.number();
  switch (field.type) {
    case "id":
    case "reference":
      return z.string().regex(ID, "an id has 15 or 18 letters and digits");
    case "picklist":
      return picklistSchema(z, field);
    case "boolean":
      return z.boolean();
    case "int":
      return z.int();
    case "date":
      return z.iso.date();
    case "datetime":
      return z.string().regex(DATE_TIME, "a date-time is like 2026-11-22T09:30:00.000+0000");
    case "time":
      return z.string().regex(TIME, "a time is like 09:30:00.000Z");
    case "address":
    case "location":
      return z.looseObject({ latitude: z.number().nullish(), longitude: z.number().nullish() } as never);
    case "anyType":
      return z.union([z.string(), z.number(), z.boolean()] as never);
    case "complexvalue":
      return z.unknown();
    default:
      return undefined;
  }
}

/** Inactive values are allowed: rows may still hold them. */
function picklistSchema(z: ZodKit, { restrictedPicklist, picklistValues }: FieldDescribe): ZodValue {
  const values = picklistValues.map(({ value }) => value);
  return restrictedPicklist && values.length > 0 ? z.enum(values as never) : z.string();
}
