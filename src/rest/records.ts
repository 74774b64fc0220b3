import { ConflictError, isKineticError, type RecordErrorEntry } from "../errors/index.ts";
import type { Idempotency, JsonAnswer, SalesforceRequest } from "../http/index.ts";
import { answerError } from "./answer-error.ts";
import { type Fields, type WriteOptions, writeHeaders } from "./call.ts";
import { externalIdValue, fieldName, objectName, recordId } from "./check.ts";
import { checkDates, type RestContext } from "./context.ts";
import { relatedQuery } from "./query.ts";
import { recordBody, withoutField } from "./record-body.ts";
import { fieldsOf, retrieve, retrieveIfModified } from "./record-read.ts";
import { readDeleted, readUpdated } from "./replication.ts";
import { updateBody } from "./row-check.ts";
import type {
  CreateResult,
  ExternalId,
  SObjectResource,
  UpdateOptions,
  UpsertOptions,
  UpsertResult,
} from "./sobject.ts";

interface SaveBody {
  readonly id: string;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors?: readonly RecordErrorEntry[];
}

/** Takes the id out of an answer; one that says of itself that nothing was saved is an error, whatever its status. */
function savedId(body: SaveBody | undefined, request: string): string | undefined {
  if (body?.success !== false) return body?.id;
  const list = body.errors ?? [];
  const errors = list.map(({ statusCode, message, fields }) => ({ errorCode: statusCode, message, fields }));
  throw answerError({ status: 400, body: errors, request });
}

/** Where an object's records are, and how its Dates are checked. */
interface Rows {
  readonly context: RestContext;
  readonly object: string;
  /** `sobjects/Account`, or `tooling/sobjects/ApexClass`. */
  readonly base: string;
}

/**
 * Makes the resource of one object.
 *
 * @throws InputError when the name is no API name
 */
export function sobjectResource(context: RestContext, object: string, root = "sobjects"): SObjectResource {
  const rows: Rows = { context, object: objectName(object), base: `${root}/${object}` };
  const { base } = rows;
  const at = (id: string): string => `${base}/${recordId(id)}`;
  return {
    create: (fields, options) => create(rows, fields, options),
    retrieve: async (id, options) => retrieve(context, at(id), options),
    retrieveIfModified: async (id, options) => retrieveIfModified(context, at(id), options),
    retrieveByExternalId: async (field, value, options) =>
      retrieve(context, externalPath(base, { field, value }), options),
    parent: async (id, name, options) => retrieve(context, `${at(id)}/${fieldName(name)}`, options),
    children: (id, name, options = {}) =>
      relatedQuery(context.requester, `${at(id)}/${fieldName(name)}`, {
        ...options,
        fields: fieldsOf(options),
      }),
    update: (id, fields, options) => update(rows, { id, fields }, options),
    upsert: (externalId, fields, options) => upsert(rows, { externalId, fields }, options),
    delete: async (id, options) => remove(context, at(id), options),
    deleteByExternalId: async (field, value, options) =>
      remove(context, externalPath(base, { field, value }), options),
    updated: (window, options) => readUpdated(context, { base, window }, options),
    deleted: (window, options) => readDeleted(context, { base, window }, options),
  };
}

async function create(
  { context, object, base }: Rows,
  fields: Fields,
  options: WriteOptions = {},
): Promise<CreateResult> {
  const json = recordBody(fields);
  await checkDates(context, { object, fields }, options);
  const { body } = await write<SaveBody>(context, { method: "POST", path: base, body: { json } }, options);
  return { id: savedId(body, `POST ${base}`) as string };
}

async function update(
  { context, object, base }: Rows,
  { id, fields }: { readonly id: string; readonly fields: Fields },
  options: UpdateOptions = {},
): Promise<void> {
  const path = `${base}/${recordId(id)}`;
  const json = updateBody(fields, `${object} ${id}`);
  await checkDates(context, { object, fields }, options);
  const { ifMatch, ifUnmodifiedSince } = options;
  const headers = {
    ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
    ...(ifUnmodifiedSince === undefined ? {} : { "if-unmodified-since": ifUnmodifiedSince.toUTCString() }),
  };
  // The same values written twice are the same record, so a lost answer may be asked for again. Not so with a
  // condition: the second attempt would collide with the first.
  const idempotency: Idempotency = Object.keys(headers).length === 0 ? "idempotent" : "unsafe";
  await write(context, { method: "PATCH", path, headers, body: { json }, idempotency }, options);
}

async function upsert(
  { context, object, base }: Rows,
  { externalId, fields }: { readonly externalId: ExternalId; readonly fields: Fields },
  options: UpsertOptions = {},
): Promise<UpsertResult> {
  const path = externalPath(base, externalId);
  const others = withoutField(fields, externalId.field);
  const json = recordBody(others);
  await checkDates(context, { object, fields: others }, options);
  const query = options.updateOnly === true ? { updateOnly: true } : {};
  const { status, body } = await write<SaveBody | readonly string[] | undefined>(
    context,
    { method: "PATCH", path, query, body: { json }, idempotency: "idempotent", expect: [300] },
    options,
  );
  if (status === 300) throw ambiguous(object, externalId.field, body as readonly string[]);
  return { id: savedId(body as SaveBody | undefined, `PATCH ${path}`), created: status === 201 };
}

async function remove(context: RestContext, path: string, options: WriteOptions = {}): Promise<void> {
  try {
    await write(context, { method: "DELETE", path }, options);
  } catch (error) {
    if (!alreadyDeletedByUs(error)) throw error;
  }
}

function write<T>(
  { requester }: RestContext,
  request: SalesforceRequest,
  options: WriteOptions,
): Promise<JsonAnswer<T>> {
  const headers = { ...writeHeaders(options), ...request.headers };
  return requester.json<T>({ ...request, headers, signal: options.signal });
}

/** A delete whose answer was lost is sent again, and then finds its own work done. */
function alreadyDeletedByUs(error: unknown): boolean {
  return isKineticError(error) && error.errorCode === "ENTITY_IS_DELETED" && (error.attempts ?? 1) > 1;
}

function ambiguous(object: string, field: string, matches: readonly string[]): ConflictError {
  return new ConflictError(
    `${matches.length} ${object} records have this ${field}: an upsert needs it to be unique`,
    { status: 300, matches },
  );
}

function externalPath(base: string, { field, value }: ExternalId): string {
  return `${base}/${field}/${encodeURIComponent(externalIdValue(field, value))}`;
}
