import { InputError } from "../errors/index.ts";

const NAME = /^[A-Za-z]\w*$/;

/**
 * Checks the API name of an object.
 * @throws InputError when it is none
 */
export function objectName(object: string): string {
  if (typeof object === "string" && NAME.test(object)) return object;
  throw new InputError(
    `${JSON.stringify(object)} is not the API name of an object, such as Account or Invoice__c`,
    { column: "object" },
  );
}

/**
 * Checks the API name of a field.
 * @throws InputError when it is none
 */
export function fieldName(field: string): string {
  if (typeof field === "string" && NAME.test(field)) return field;
  throw new InputError(`${JSON.stringify(field)} is not the API name of a field, such as Name or Code__c`, {
    column: String(field),
  });
}

/** Checks a list of fields, paths such as `Owner.Name` among them. @throws InputError when one is no name, or there is none */
export function fieldList(fields: readonly string[]): string {
  if (fields.length === 0)
    throw new InputError("The list of fields is empty: name at least one, or leave it out");
  for (const field of fields) for (const part of String(field).split(".")) fieldName(part);
  return fields.join(",");
}

/** Checks a list of objects, and returns their names. @throws InputError when it is none, or one is no name */
export function objectList(objects: readonly string[]): string[] {
  if (!Array.isArray(objects))
    throw new InputError('The objects must be a list of API names, such as ["Account", "Contact"]');
  return objects.map(objectName);
}

/** Checks that a text says something. @throws InputError naming what is empty or no text */
export function filledText(value: string, what: string): void {
  if (typeof value !== "string" || value.trim() === "") throw new InputError(`${what} is empty, or no text`);
}

/**
 * Checks the value that stands for a record in a URL.
 * @throws InputError naming the field and the rule
 */
export function externalIdValue(field: string, value: string): string {
  fieldName(field);
  if (typeof value !== "string" || value === "")
    throw new InputError(
      `The value of ${field} must be a text that is not empty, not ${JSON.stringify(value)}`,
      {
        column: field,
      },
    );
  // A URL takes these two for steps in its path, however they are encoded.
  if (value === "." || value === "..")
    throw new InputError(`The value "${value}" of ${field} has no form in a URL`, { column: field });
  return value;
}

/** Where an id stands, for messages. */
export interface IdPlace {
  /** The field or argument. @default "Id" */
  readonly field?: string | undefined;
  /** Row among several, from 1. */
  readonly row?: number | undefined;
}

/**
 * Checks a record id: its 15 or 18 characters, and the checksum of the last three (SOAP API guide, "ID Field Type").
 * @throws InputError naming the place and the rule
 */
export function recordId(id: string, { field = "Id", row }: IdPlace = {}): string {
  const problem = idProblem(id);
  if (problem === undefined) return id;
  throw new InputError(`${JSON.stringify(id)} is not a record id: ${problem}`, { column: field, row });
}

function idProblem(id: unknown): string | undefined {
  if (typeof id !== "string" || !/^(?:[A-Za-z0-9]{15}|[A-Za-z0-9]{18})$/.test(id))
    return "ids have 15 or 18 letters and digits";
  if (id.length === 15 || checksumHolds(id)) return undefined;
  return `its last three characters must be ${checksum(id)} for these 15; it is mistyped, or its letters changed their case`;
}

const CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/** Computes the three characters that tell upper case from lower in the fifteen before. */
function checksum(id: string): string {
  let text = "";
  for (let start = 0; start < 15; start += 5) {
    let bits = 0;
    for (let at = 0; at < 5; at += 1) if (/[A-Z]/.test(id.charAt(start + at))) bits |= 1 << at;
    text += CHECK.charAt(bits);
  }
  return text;
}

/** An id all in one case, as some spreadsheets write it, has lost its case but not its meaning: 18 characters need none. */
function checksumHolds(id: string): boolean {
  if (checksum(id) === id.slice(15)) return true;
  if (id !== id.toLowerCase() && id !== id.toUpperCase()) return false;
  return [...id.slice(15).toUpperCase()].every((character, group) => {
    const bits = CHECK.indexOf(character);
    const flagged = [0, 1, 2, 3, 4].filter((at) => (bits & (1 << at)) !== 0);
    return bits >= 0 && flagged.every((at) => /[A-Za-z]/.test(id.charAt(group * 5 + at)));
  });
}
