import { InputError } from "../errors/index.ts";
import { eachLimit } from "../http/index.ts";
import { type Fields, type SalesforceRecord, writeHeaders } from "./call.ts";
import { fieldList, fieldName, objectName, recordId } from "./check.ts";
import type { NumberedRow } from "./collection-chunks.ts";
import {
  COLLECTION_DEFAULTS,
  type CollectionOptions,
  type CollectionRetrieveOptions,
  type CollectionRowOptions,
  type CollectionUpsertOptions,
  type Rows,
} from "./collection-options.ts";
import type { CollectionResult } from "./collection-result.ts";
import { type CollectionCall, runCollection } from "./collection-run.ts";
import { checkDates, type RestContext } from "./context.ts";
import { recordBody } from "./record-body.ts";
import { checkKey, checkUpdate } from "./row-check.ts";

/** Most ids of one retrieve by POST (REST API guide, "Get Records Using sObject Collections"). */
const RETRIEVE_IDS = 2_000;

/**
 * Writes and reads any number of records, 200 to a call and several calls at a time (REST API guide, "sObject
 * Collections"). The result has one outcome per row, in the order of the input; a row that fails takes no other with it.
 */
export interface CollectionsApi {
  /**
   * Creates records. Rows of a call whose answer was lost are reported as `unknown`: they are never sent twice.
   *
   * @throws InputError for a bad row, before anything is sent
   * @example
   * ```ts
   * const result = await sf.collections.create([{ Name: "Acme" }, { Name: "" }], { object: "Account" });
   * for (const { index, error } of result.failures()) console.log(index, error.code, error.remediation.summary);
   * ```
   */
  create(rows: Rows, options?: CollectionRowOptions): Promise<CollectionResult>;
  /**
   * Updates records; each row has an `Id`.
   *
   * @example
   * ```ts
   * await sf.collections.update([{ Id: "001000000000001AAA", Site: null }], { object: "Account", allOrNone: true });
   * ```
   */
  update(rows: Rows, options?: CollectionRowOptions): Promise<CollectionResult>;
  /**
   * Creates or updates records by an external id.
   *
   * @example
   * ```ts
   * const rows = [{ Number__c: "1", Total__c: 5 }];
   * const { totals } = await sf.collections.upsert(rows, { object: "Invoice__c", externalIdField: "Number__c" });
   * ```
   */
  upsert(rows: Rows, options: CollectionUpsertOptions): Promise<CollectionResult>;
  /**
   * Deletes records, of any objects.
   *
   * @example
   * ```ts
   * const { ok } = await sf.collections.delete(["001000000000001AAA", "003000000000001AAA"]);
   * ```
   */
  delete(
    ids: Iterable<string> | AsyncIterable<string>,
    options?: CollectionOptions,
  ): Promise<CollectionResult>;
  /**
   * Reads records by id, up to 2,000 to a call; `null` where there is none that the user may see.
   *
   * @example
   * ```ts
   * const [account] = await sf.collections.retrieve(["001000000000001AAA"], { object: "Account", fields: ["Name"] });
   * ```
   */
  retrieve(ids: Iterable<string>, options: CollectionRetrieveOptions): Promise<(SalesforceRecord | null)[]>;
}

/** Makes the collections of an org. */
export function collectionsApi(context: RestContext): CollectionsApi {
  return {
    create: async (rows, options = {}) =>
      runCollection(context, writing(CREATE, await prepare(context, rows, options), options), options),
    update: async (rows, options = {}) => {
      const checked = await prepare(context, rows, options);
      for (const { index, body } of checked) checkUpdate(body, index + 1);
      return runCollection(context, writing(UPDATE, checked, options), options);
    },
    upsert: async (rows, options) => {
      const { object, externalIdField } = options;
      const path = `composite/sobjects/${objectName(object)}/${fieldName(externalIdField)}`;
      const checked = await prepare(context, rows, options);
      for (const { index, body } of checked) checkKey(body, { field: externalIdField, row: index + 1 });
      return runCollection(context, writing({ ...UPDATE, path }, checked, options), options);
    },
    delete: async (ids, options = {}) =>
      runCollection(context, deleting(await collect(ids), options), options),
    retrieve: (ids, options) => retrieve(context, ids, options),
  };
}

/** The parts of a call that its verb decides. */
interface Verb {
  readonly method: "POST" | "PATCH";
  readonly path: string;
  readonly idempotency: "unsafe" | "idempotent";
}

const CREATE: Verb = { method: "POST", path: "composite/sobjects", idempotency: "unsafe" };
// The same values written twice are the same records, so a lost answer may be asked for again.
const UPDATE: Verb = { method: "PATCH", path: "composite/sobjects", idempotency: "idempotent" };

function writing(verb: Verb, rows: readonly NumberedRow[], options: CollectionOptions): CollectionCall {
  const { allOrNone = false } = options;
  const headers = writeHeaders(options);
  return {
    rows,
    request: (chunk) => {
      const records = chunk.map(({ body }) => body);
      return { ...verb, headers, body: { json: { allOrNone, records } } };
    },
  };
}

function deleting(ids: readonly string[], options: CollectionOptions): CollectionCall {
  const { allOrNone = false } = options;
  const headers = writeHeaders(options);
  return {
    rows: ids.map((id, index) => ({ index, type: "", body: { Id: recordId(id, { row: index + 1 }) } })),
    deletes: true,
    request: (chunk) => {
      const query = { ids: chunk.map(({ body }) => body["Id"]).join(","), allOrNone };
      return { method: "DELETE", path: "composite/sobjects", query, headers, idempotency: "unsafe" };
    },
  };
}

async function collect<T>(items: Iterable<T> | AsyncIterable<T>): Promise<T[]> {
  checkIterable(items, "ids");
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function checkIterable(items: object, what: string): void {
  const isList = typeof items === "object" && items !== null;
  if (isList && (Symbol.iterator in items || Symbol.asyncIterator in items)) return;
  throw new InputError(`The ${what} must be a list, or something that yields them`);
}

/** Checks all rows before anything is sent: a bad one must not leave the others half done. */
async function prepare(
  context: RestContext,
  rows: Rows,
  options: CollectionRowOptions,
): Promise<NumberedRow[]> {
  const { object } = options;
  if (object !== undefined) objectName(object);
  checkIterable(rows, "records");
  const checked: NumberedRow[] = [];
  for await (const fields of rows) {
    const index = checked.length;
    const place = { row: index + 1 };
    const body = recordBody(fields, place);
    const type = typeOf(fields, object, index);
    await checkDates(context, { object: type, fields, ...place }, options);
    checked.push({ index, type, body: { ...body, attributes: { type } } });
  }
  return checked;
}

function typeOf(fields: Fields, object: string | undefined, index: number): string {
  const attributes = fields["attributes"] as { readonly type?: unknown } | undefined;
  const type = attributes?.type ?? object;
  if (typeof type === "string") return objectName(type);
  throw new InputError(
    'The row names no object: give it attributes: { type: "Account" }, or set the option object',
    {
      row: index + 1,
      column: "attributes",
    },
  );
}

async function retrieve(
  { requester }: RestContext,
  ids: Iterable<string>,
  { object, fields, concurrency = COLLECTION_DEFAULTS.concurrency, signal }: CollectionRetrieveOptions,
): Promise<(SalesforceRecord | null)[]> {
  const path = `composite/sobjects/${objectName(object)}`;
  fieldList(fields);
  const all = [...ids].map((id, at) => recordId(id, { row: at + 1 }));
  const found: (SalesforceRecord | null)[] = new Array(all.length).fill(null);
  const starts = Array.from({ length: Math.ceil(all.length / RETRIEVE_IDS) }, (_, at) => at * RETRIEVE_IDS);
  await eachLimit(starts, concurrency, async (start) => {
    const json = { ids: all.slice(start, start + RETRIEVE_IDS), fields };
    const request = { method: "POST", path, body: { json }, idempotency: "idempotent", signal } as const;
    const { body } = await requester.json<(SalesforceRecord | null)[]>(request);
    for (const [at, record] of body.entries()) found[start + at] = record;
  });
  return found;
}
