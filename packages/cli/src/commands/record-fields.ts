import { readFile } from "node:fs/promises";
import { UsageError } from "../exit/index.ts";
import type { JsonRecord } from "../format/index.ts";
import { type CommandIo, readStdin } from "../terminal/index.ts";

/** Where the fields of a record come from, besides the arguments. */
export interface FieldOptions {
  /** A JSON file with an object; `-` is standard input. */
  readonly file?: string | undefined;
}

const FIELD = /^([A-Za-z][\w.]*)(:?=)([\s\S]*)$/;

/**
 * Reads the fields of a record: `Name=Acme` is text, as it stands; `Amount:=5` is JSON (a number, true, false, null). A JSON
 * file comes first, arguments over it.
 * @throws UsageError for an argument that is no field
 */
export async function fieldsOf(
  io: CommandIo,
  { file }: FieldOptions,
  { texts, type }: { readonly texts: readonly string[]; readonly type: string },
): Promise<JsonRecord> {
  const fields: Record<string, unknown> = file === undefined ? {} : { ...(await readObject(io, file, type)) };
  for (const text of texts) {
    const [, name, sign, value] = FIELD.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new UsageError(`"${text}" is no field: it takes Name=text or Name:=json`, type);
    fields[name] = sign === ":=" ? parseJson(value, { what: name, type }) : value;
  }
  if (Object.keys(fields).length > 0) return fields;
  throw new UsageError("no field is given", type);
}

async function readObject(io: CommandIo, file: string, type: string): Promise<JsonRecord> {
  const text = file === "-" ? await readStdin(io) : await readText(file, type);
  const value = parseJson(text, { what: file === "-" ? "standard input" : file, type });
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonRecord;
  throw new UsageError(`${file} holds no JSON object of fields; kinetic load takes many records`, type);
}

async function readText(file: string, type: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "error";
    throw new UsageError(`${file} cannot be read (${code})`, type);
  }
}

function parseJson(text: string, { what, type }: { readonly what: string; readonly type: string }): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${what} is no JSON`, type);
  }
}

/** A record that is meant: by id, or by an external id as `Field=value`. */
export type RecordKey = { readonly id: string } | { readonly field: string; readonly value: string };

/** @throws UsageError for something else */
export function keyOf(text: string, type: string): RecordKey {
  if (/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(text)) return { id: text };
  const [, field, value] = /^([A-Za-z]\w*)=([\s\S]+)$/.exec(text) ?? [];
  if (field !== undefined && value !== undefined) return { field, value };
  throw new UsageError(`"${text}" is neither an id of 15 or 18 letters and digits nor Field=value`, type);
}
