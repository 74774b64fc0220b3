import { InputError } from "../errors/index.ts";
import type { Fields } from "./call.ts";
import { recordId } from "./check.ts";
import { fieldValue, recordBody } from "./record-body.ts";

/**
 * Makes the body of an update whose record is named beside it.
 * @throws InputError for one that names its record again, or nothing to change
 */
export function updateBody(fields: Fields, record: string): Record<string, unknown> {
  const body = recordBody(fields);
  if ("Id" in body)
    throw new InputError(`The update of ${record} names the field Id: the id is given once`, {
      column: "Id",
    });
  if (Object.keys(body).every((field) => field === "attributes"))
    throw new InputError(`The update of ${record} names no field`);
  return body;
}

/** Checks that a row of an update names its record and something to change. @throws InputError naming row and rule */
export function checkUpdate(body: Fields, row: number): void {
  const { Id, attributes: _, ...others } = body;
  recordId(Id as string, { row });
  if (Object.keys(others).length === 0) throw new InputError("The update names no field besides Id", { row });
}

/** Checks that a row of an upsert has the value that the upsert decides by. @throws InputError naming row and field */
export function checkKey(
  body: Fields,
  { field, row }: { readonly field: string; readonly row: number },
): void {
  const value = fieldValue(body, field);
  const missing = value === undefined || value === null || value === "";
  if (field.toLowerCase() === "id") {
    if (!missing) recordId(value as string, { row });
    return;
  }
  if (!missing) return;
  throw new InputError(`The row has no ${field}, which the upsert decides by`, { row, column: field });
}
