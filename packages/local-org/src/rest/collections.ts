import type { FieldDef, ObjectDef } from "../schema/types.ts";
import { callerOf, failure, notFound } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import type { Fields, WriteContext, WriteError, WriteResult } from "../store/types.ts";
import { objectOf } from "./objects.ts";
import { fieldsOf, recordJson } from "./record-json.ts";
import { isObject, notesOn } from "./write.ts";

const MAX_WRITES = 200;
const MAX_READS = 2000;
const PATH = "/services/data/:version/composite/sobjects";

/** Where a type error in a collection stands: nowhere, in Salesforce's own words. */
const NO_PLACE = "[Source: N/A; line: -1, column: -1][line:-1, column:-1]";

const ROLLED_BACK: WriteError = Object.freeze({
  statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK",
  message: "Record rolled back because not all records were valid and the request was using AllOrNone header",
  fields: [],
});

/** Thrown to leave a transaction whose rows are not all good. */
class RolledBack extends Error {
  readonly results: readonly WriteResult[];

  constructor(results: readonly WriteResult[]) {
    super("rolled back");
    this.results = results;
  }
}

const refused = (statusCode: string, message: string): WriteResult => ({
  ok: false,
  errors: [{ statusCode, message, fields: [] }],
});

function requireCount(count: number, limit: number): void {
  if (count === 0) throw failure(400, "REQUIRED_FIELD_MISSING", "At least 1 record is required");
  if (count <= limit) return;
  const message = `record limit reached. cannot submit more than ${limit} records into this call`;
  throw failure(400, "EXCEEDED_ID_LIMIT", message);
}

/** Writes every row, or none where the client wants it so and one of them is bad. */
function writeAll(
  call: Call,
  allOrNone: boolean,
  writes: readonly (() => WriteResult)[],
): readonly WriteResult[] {
  try {
    return call.org.store.transaction(() => {
      const results = writes.map((write) => write());
      if (allOrNone && results.some((result) => !result.ok)) throw new RolledBack(results);
      return results;
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    return error.results.map((result) => (result.ok ? { ok: false, errors: [ROLLED_BACK] } : result));
  }
}

function resultJson(call: Call, result: WriteResult, withCreated: boolean): Record<string, unknown> {
  const created = withCreated ? { created: result.ok && result.created } : {};
  if (result.ok) {
    const object = call.org.schema.byPrefix(result.id);
    const errors = object ? notesOn(call, object, result.id) : [];
    return { id: result.id, success: true, errors, ...created };
  }
  return { success: false, errors: result.errors, ...created };
}

interface Collection {
  readonly allOrNone: boolean;
  readonly records: readonly Record<string, unknown>[];
  readonly ctx: WriteContext;
}

/** Puts the binary part that a record names into the field that it names (REST API Developer Guide, "Insert a Collection of Blob Records"). */
function withBlob(call: Call, record: Record<string, unknown>): Record<string, unknown> {
  const attributes = isObject(record["attributes"]) ? record["attributes"] : {};
  const { binaryPartName, binaryPartNameAlias } = attributes;
  const part = typeof binaryPartName === "string" ? call.files.get(binaryPartName) : undefined;
  if (!part || typeof binaryPartNameAlias !== "string") return record;
  return { ...record, [binaryPartNameAlias]: part.bytes };
}

function readCollection(call: Call): Collection {
  const { json } = call;
  const records = isObject(json) ? (json["records"] ?? []) : undefined;
  if (!isObject(json) || !Array.isArray(records) || !records.every(isObject)) {
    const message =
      "Cannot deserialize instance of list from the request body or request may be missing a required field at [line:1, column:1]";
    throw failure(400, "JSON_PARSER_ERROR", message);
  }
  requireCount(records.length, MAX_WRITES);
  const withBlobs = call.files.size === 0 ? records : records.map((record) => withBlob(call, record));
  const ctx: WriteContext = { userId: callerOf(call).id, source: "rest", locate: () => NO_PLACE };
  return { allOrNone: json["allOrNone"] === true, records: withBlobs, ctx };
}

/** Finds the object that a record says it is. */
function typeOf(call: Call, record: Fields): ObjectDef | undefined {
  const { attributes } = record;
  const type = isObject(attributes) ? attributes["type"] : undefined;
  return typeof type === "string" ? call.org.schema.object(type) : undefined;
}

type Write = (object: ObjectDef, record: Fields, ctx: WriteContext) => WriteResult;

function writeRecords(call: Call, write: Write): Reply {
  const { allOrNone, records, ctx } = readCollection(call);
  const writes = records.map((record) => (): WriteResult => {
    const object = typeOf(call, record);
    if (object) return write(object, record, ctx);
    const { attributes } = record;
    const type = isObject(attributes) ? String(attributes["type"]) : "";
    return refused("INVALID_TYPE", `sObject type '${type}' is not supported.`);
  });
  return {
    status: 200,
    json: writeAll(call, allOrNone, writes).map((result) => resultJson(call, result, false)),
  };
}

const create = (call: Call): Reply =>
  writeRecords(call, (object, record, ctx) => call.org.store.insert(object.name, record, ctx));

const update = (call: Call): Reply =>
  writeRecords(call, (object, record, ctx) => call.org.store.update(object.name, record, ctx));

function upsert(call: Call): Reply {
  const object = objectOf(call);
  const name = call.params["field"] ?? "";
  const field = object.field(name);
  if (!field?.idLookup)
    throw notFound(`Provided external ID field does not exist or is not accessible: ${name}`);
  const { allOrNone, records, ctx } = readCollection(call);
  const target = { object: object.name, externalIdField: field.name };
  const writes = records.map((record) => (): WriteResult => {
    if (typeOf(call, record) === object) return call.org.store.upsert(target, record, ctx);
    return refused("INVALID_TYPE", `the records of this call must all be of type ${object.name}`);
  });
  return {
    status: 200,
    json: writeAll(call, allOrNone, writes).map((result) => resultJson(call, result, true)),
  };
}

const idsOf = (text: string | null): string[] => (text ?? "").split(",").flatMap((id) => id.trim() || []);

function remove(call: Call): Reply {
  const ids = idsOf(call.query.get("ids"));
  requireCount(ids.length, MAX_WRITES);
  const { store, schema } = call.org;
  const ctx: WriteContext = { userId: callerOf(call).id };
  const writes = ids.map((id) => (): WriteResult => {
    const object = schema.byPrefix(id);
    return object ? store.delete(object.name, id, ctx) : refused("MALFORMED_ID", `malformed id ${id}`);
  });
  const results = writeAll(call, call.query.get("allOrNone") === "true", writes);
  return { status: 200, json: results.map((result) => resultJson(call, result, false)) };
}

function retrieve(call: Call, ids: readonly string[], fields: readonly FieldDef[]): Reply {
  requireCount(ids.length, MAX_READS);
  const object = objectOf(call);
  const json = ids.map((id) => {
    const row = call.org.schema.byPrefix(id) === object ? call.org.store.get(object.name, id) : undefined;
    return row?.["IsDeleted"] === 0 ? recordJson(object, row, { base: call.base, fields }) : null;
  });
  return { status: 200, json };
}

/** Refuses a retrieve that names no fields: unlike a single read it has no default. */
function requireFields(call: Call, names: string): readonly FieldDef[] {
  if (names !== "") return fieldsOf(objectOf(call), names);
  throw failure(400, "MISSING_ARGUMENT", "The fields parameter is required");
}

const retrieveByUrl = (call: Call): Reply =>
  retrieve(call, idsOf(call.query.get("ids")), requireFields(call, call.query.get("fields") ?? ""));

function retrieveByBody(call: Call): Reply {
  const { json } = call;
  const { ids, fields } = isObject(json) ? json : {};
  if (!Array.isArray(ids) || !Array.isArray(fields)) {
    throw failure(
      400,
      "JSON_PARSER_ERROR",
      "The request must have the members ids and fields at [line:1, column:1]",
    );
  }
  return retrieve(call, ids.map(String), requireFields(call, fields.join(",")));
}

/** sObject Collections: create, update, upsert, delete, retrieve. */
export const routes: readonly Route[] = [
  { method: "POST", path: PATH, since: 42, takes: "parts", handler: create },
  { method: "PATCH", path: PATH, takes: "json", handler: update },
  { method: "DELETE", path: PATH, handler: remove },
  { method: "PATCH", path: `${PATH}/:object/:field`, takes: "json", handler: upsert },
  { method: "GET", path: `${PATH}/:object`, handler: retrieveByUrl },
  { method: "POST", path: `${PATH}/:object`, takes: "json", handler: retrieveByBody },
];
