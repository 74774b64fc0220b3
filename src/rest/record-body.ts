import { InputError } from "../errors/index.ts";
import type { Fields } from "./call.ts";
import { fieldName } from "./check.ts";

/** Where a record stands, for messages. */
export interface RecordPlace {
  /** Row among several, from 1. */
  readonly row?: number | undefined;
}

/**
 * Makes the JSON body of a record. Values that JSON would change in silence are refused; `undefined` leaves a field
 * alone, `null` empties it, an array of strings is a multi-select picklist.
 *
 * @throws InputError naming row, field and rule
 */
export function recordBody(fields: Fields, place: RecordPlace = {}): Record<string, unknown> {
  if (typeof fields !== "object" || fields === null || Array.isArray(fields))
    throw new InputError("A record is an object of fields by API name", place);
  const body: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (field === "attributes") body[field] = value;
    else
      body[field.toLowerCase() === "id" ? "Id" : fieldName(field)] = jsonValue(value, {
        ...place,
        column: field,
      });
  }
  return body;
}

/** Reads a field of a record. The platform takes the names of fields in any case. */
export function fieldValue(fields: Fields, name: string): unknown {
  return fields[name] ?? fields[spelledAs(fields, name) ?? name];
}

/** Returns a record without a field, in whatever case it is named. */
export function withoutField(fields: Fields, name: string): Fields {
  const spelled = spelledAs(fields, name);
  if (spelled === undefined) return fields;
  const { [spelled]: _, ...others } = fields;
  return others;
}

function spelledAs(fields: Fields, name: string): string | undefined {
  if (Object.hasOwn(fields, name)) return name;
  const lower = name.toLowerCase();
  return Object.keys(fields).find((field) => field.toLowerCase() === lower);
}

interface ValuePlace extends RecordPlace {
  readonly column: string;
}

function jsonValue(value: unknown, place: ValuePlace): unknown {
  if (typeof value === "object" && value !== null) return jsonObject(value, place);
  const problem = scalarProblem(value);
  if (problem !== undefined) throw new InputError(`${place.column} ${problem}`, place);
  return typeof value === "bigint" ? value.toString() : value;
}

function scalarProblem(value: unknown): string | undefined {
  if (typeof value === "number" && !Number.isFinite(value))
    return `is ${value}, which JSON would turn into null`;
  if (typeof value === "function" || typeof value === "symbol") return `is a ${typeof value}`;
  return undefined;
}

function jsonObject(value: object, place: ValuePlace): unknown {
  if (value instanceof Date) return dateTime(value, place);
  if (Array.isArray(value)) return picklist(value, place);
  if (value instanceof Uint8Array)
    throw new InputError(`${place.column} holds bytes: upload files with sf.files`, place);
  if ("toJSON" in value && typeof value.toJSON === "function") return value.toJSON();
  return reference(value as Fields, place);
}

function dateTime(value: Date, place: ValuePlace): string {
  if (!Number.isNaN(value.getTime())) return value.toISOString();
  throw new InputError(`${place.column} is an invalid Date`, place);
}

function picklist(values: readonly unknown[], place: ValuePlace): string | null {
  if (values.length === 0) return null;
  if (values.every((value) => typeof value === "string" && !value.includes(";"))) return values.join(";");
  throw new InputError(
    `${place.column} is a list: only texts without ";" make a multi-select picklist, and child records go to sf.tree()`,
    place,
  );
}

/** The one nesting that a flat record allows: a related record named by an external id, `{ Owner: { Username: "x" } }`. */
function reference(value: Fields, place: ValuePlace): Record<string, unknown> {
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const keys = entries.filter(([name]) => name !== "attributes");
  const scalar = keys.every(([, inner]) => typeof inner !== "object" || inner instanceof Date);
  if (keys.length !== 1 || !scalar) {
    throw new InputError(
      `${place.column} is a nested record: here it may only name a related record by one external id, like { ${place.column}: { Code__c: "x" } }`,
      place,
    );
  }
  // The platform wants `attributes` before the other members of a polymorphic reference.
  const [key, inner] = keys[0] as [string, unknown];
  const attributes = value["attributes"] === undefined ? {} : { attributes: value["attributes"] };
  return {
    ...attributes,
    [fieldName(key)]: jsonValue(inner, { ...place, column: `${place.column}.${key}` }),
  };
}

/** Which fields of a record hold a `Date`. */
export function dateFields(fields: Fields): string[] {
  return Object.keys(fields).filter((field) => fields[field] instanceof Date);
}

/**
 * Refuses a `Date` where the field is a day without a time: the platform would refuse it, or shift the day.
 * @throws InputError naming row and field
 */
export function checkDateOnly(
  fields: Fields,
  types: ReadonlyMap<string, string>,
  place: RecordPlace = {},
): void {
  for (const field of dateFields(fields)) {
    if (types.get(field.toLowerCase()) !== "date") continue;
    throw new InputError(
      `${field} is a date without a time: give it as "2026-11-22", for example with dateOnly()`,
      {
        ...place,
        column: field,
      },
    );
  }
}
