import { InputError, isKineticError } from "../errors/index.ts";
import {
  CollectionResult,
  checkDateOnly,
  fieldValue,
  outcomeOfFailure,
  type RowOutcome,
  type SObjectResource,
  type SucceededRow,
  withoutField,
} from "../rest/index.ts";
import type { Fields } from "../schema/index.ts";
import { checkedBody } from "./prepare-row.ts";
import type { WriteRequest } from "./write-options.ts";

/** What writing one by one needs of the client. */
export interface OneByOneParts {
  readonly sobject: SObjectResource;
  /** Reads the type of each field, by its name in lower case. */
  readonly fieldTypes: () => Promise<ReadonlyMap<string, string>>;
}

/**
 * Writes rows one call after the other, in their order. What the org refuses is an outcome, not an exception.
 * @throws InputError for a bad row, before anything is sent
 */
export async function writeOneByOne(
  { sobject, fieldTypes }: OneByOneParts,
  request: WriteRequest,
  rows: AsyncIterable<Fields>,
): Promise<CollectionResult> {
  const all: Fields[] = [];
  for await (const fields of rows) {
    const row = all.push(fields);
    checkedBody(request, fields, row);
    if (hasDate(fields)) checkDateOnly(fields, await fieldTypes(), { row });
  }
  if (request.options.allOrNone === true && all.length > 1)
    throw new InputError('write: allOrNone needs one call for all rows, so send them via "collections"');
  const outcomes: RowOutcome[] = [];
  for (const [index, fields] of all.entries())
    outcomes.push(await settle(sobject, request, { index, fields }));
  return new CollectionResult(outcomes, []);
}

function hasDate(fields: Fields): boolean {
  return Object.values(fields).some((value) => value instanceof Date);
}

interface OneRow {
  readonly index: number;
  readonly fields: Fields;
}

async function settle(sobject: SObjectResource, request: WriteRequest, row: OneRow): Promise<RowOutcome> {
  const { retryRows = 0 } = request.options;
  let outcome = await attempt(sobject, request, row);
  for (let round = 0; round < retryRows && mayRetry(outcome); round += 1)
    outcome = await attempt(sobject, request, row);
  return outcome;
}

function mayRetry(outcome: RowOutcome): boolean {
  return outcome.status === "failed" && outcome.error.transient;
}

async function attempt(sobject: SObjectResource, request: WriteRequest, row: OneRow): Promise<RowOutcome> {
  const { index, fields } = row;
  const { options } = request;
  options.signal?.throwIfAborted();
  try {
    return { index, status: "succeeded", ...(await send(sobject, request, fields)) };
  } catch (error) {
    if (!isKineticError(error) || options.signal?.aborted === true) throw error;
    const id = fieldValue(fields, "Id");
    return outcomeOfFailure({ index, id: typeof id === "string" ? id : undefined }, error);
  }
}

async function send(
  sobject: SObjectResource,
  { operation, options }: WriteRequest,
  fields: Fields,
): Promise<Pick<SucceededRow, "id" | "created">> {
  const id = fieldValue(fields, "Id") as string;
  switch (operation) {
    case "insert":
      return { ...(await sobject.create(fields, options)), created: true };
    case "update":
      await sobject.update(id, withoutField(fields, "Id"), options);
      return { id };
    case "upsert":
      return upsert(sobject, options, fields);
    default:
      await sobject.delete(id, options);
      return { id };
  }
}

async function upsert(
  sobject: SObjectResource,
  options: WriteRequest["options"],
  fields: Fields,
): Promise<Pick<SucceededRow, "id" | "created">> {
  const field = options.externalIdField ?? "";
  const value = fieldValue(fields, field);
  const { id, created } = await sobject.upsert({ field, value: String(value) }, fields, options);
  return { id: id ?? "", created };
}
