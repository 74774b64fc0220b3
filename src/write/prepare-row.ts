import { InputError } from "../errors/index.ts";
import { checkKey, checkUpdate, fieldValue, recordBody, recordId } from "../rest/index.ts";
import type { Fields } from "../schema/index.ts";
import type { WriteRequest } from "./write-options.ts";

/** Whether only the ids of the rows count. */
export function isDelete({ operation }: Pick<WriteRequest, "operation">): boolean {
  return operation === "delete" || operation === "hardDelete";
}

/**
 * Yields what to write of each row: for deletes the id, given as it is or in a record; else the fields. What a query
 * marks its rows with is left out.
 * @throws InputError naming the row, for one that is no record or that is of another object
 */
export async function* prepareRows(
  request: WriteRequest,
  rows: AsyncIterable<unknown>,
): AsyncGenerator<Fields> {
  const deletes = isDelete(request);
  let row = 0;
  for await (const one of rows) {
    row += 1;
    if (deletes) yield { Id: recordId(idOf(one), { row }) };
    else yield fieldsOf(one, { object: request.object, row });
  }
}

function idOf(row: unknown): string {
  return (typeof row === "object" && row !== null ? fieldValue(row as Fields, "Id") : row) as string;
}

function fieldsOf(one: unknown, { object, row }: { readonly object: string; readonly row: number }): Fields {
  if (typeof one !== "object" || one === null || Array.isArray(one))
    throw new InputError("A record is an object of fields by API name", { row });
  const { attributes, ...fields } = one as Fields;
  const type = (attributes as { readonly type?: unknown } | undefined)?.type;
  if (typeof type === "string" && type.toLowerCase() !== object.toLowerCase())
    throw new InputError(`The record is of ${type}, but the rows are written to ${object}`, {
      row,
      column: "attributes",
    });
  return fields;
}

/**
 * Makes the JSON body of a row and holds it to the rules of its operation.
 * @throws InputError naming row, field and rule
 */
export function checkedBody({ operation, options }: WriteRequest, fields: Fields, row: number): Fields {
  const body = recordBody(fields, { row });
  if (operation === "update") checkUpdate(body, row);
  if (operation === "upsert") checkKey(body, { field: options.externalIdField ?? "", row });
  return body;
}
