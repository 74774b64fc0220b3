import { InputError } from "../errors/index.ts";
import type { Fields } from "./call.ts";
import { recordId } from "./check.ts";
import { fieldValue } from "./record-body.ts";

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
  if (!missing || field.toLowerCase() === "id") return;
  throw new InputError(`The row has no ${field}, which the upsert decides by`, { row, column: field });
}
