import { normaliseId } from "../schema/ids.ts";
import type { FieldDef, ObjectDef } from "../schema/types.ts";
import { callerOf, notFound, notImplemented } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import type { Row, SqlValue } from "../store/types.ts";
import { quote } from "../store/types.ts";
import { objectOf } from "./objects.ts";
import { fieldsOf, recordJson } from "./record-json.ts";
import { recordReply, recordUrl, refuseInBody, rowOf } from "./records.ts";
import { beforeWrite } from "./view-notes.ts";
import { readRecord, writtenId } from "./write.ts";

/** Two things lie under one pattern: `/Account/Ext__c/value`, and `/Account/001…/Contacts`. */
const PATH = "/services/data/:version/sobjects/:object/:id/:value";

const MAX_CHILDREN = 2000;

function keyField(call: Call, object: ObjectDef): FieldDef {
  const name = call.params["id"] ?? "";
  const field = object.field(name);
  if (field?.idLookup) return field;
  throw notFound(`Provided external ID field does not exist or is not accessible: ${name}`);
}

/** Answers with the URLs of all rows that share an external id. */
const choices = (call: Call, object: ObjectDef, ids: readonly string[]): Reply => ({
  status: 300,
  json: ids.map((id) => recordUrl(call, object, id)),
});

function find(call: Call, object: ObjectDef, field: FieldDef): string[] {
  const value = call.params["value"] ?? "";
  const wanted: SqlValue = field.type === "id" ? (normaliseId(value) ?? value) : value;
  return call.org.store.findIds(object.name, field.name, wanted);
}

function readByKey(call: Call, object: ObjectDef, field: FieldDef): Reply {
  const ids = find(call, object, field);
  const [id] = ids;
  if (ids.length > 1) return choices(call, object, ids);
  const row = id === undefined ? undefined : call.org.store.get(object.name, id);
  if (!row) throw notFound();
  return recordReply(call, object, row);
}

function parentReply(call: Call, field: FieldDef, row: Row): Reply {
  const id = row[field.name];
  const parent = typeof id === "string" ? call.org.schema.byPrefix(id) : undefined;
  const parentRow = parent && call.org.store.get(parent.name, String(id));
  if (!parent || parentRow?.["IsDeleted"] !== 0) throw notFound();
  return recordReply(call, parent, parentRow);
}

function childrenReply(
  call: Call,
  child: { readonly childSObject: string; readonly field: string },
  row: Row,
): Reply {
  const object = call.org.schema.object(child.childSObject);
  if (!object) throw notFound();
  const sql =
    `SELECT * FROM ${quote(object.name)} WHERE ${quote(child.field)} = ? AND "IsDeleted" = 0 ` +
    `ORDER BY "Id" LIMIT ${MAX_CHILDREN + 1}`;
  const rows = call.org.store.statement(sql).all([row["Id"] ?? null]) as Row[];
  if (rows.length > MAX_CHILDREN)
    throw notImplemented(`more than ${MAX_CHILDREN} rows of a relationship: use a query`);
  const shape = { base: call.base, fields: fieldsOf(object, call.query.get("fields")) };
  const records = rows.map((childRow) => recordJson(object, childRow, shape));
  return { status: 200, json: { totalSize: records.length, done: true, records } };
}

function blobReply(field: FieldDef, row: Row): Reply {
  const bytes = row[field.name];
  if (!(bytes instanceof Uint8Array)) throw notFound();
  const body = async function* (): AsyncIterable<Uint8Array> {
    yield bytes;
  };
  return { status: 200, body: body(), headers: { "Content-Type": "application/octetstream" } };
}

function readRelated(call: Call, object: ObjectDef): Reply {
  const row = rowOf(call, object);
  const name = call.params["value"] ?? "";
  const blob = object.field(name);
  if (blob?.type === "base64") return blobReply(blob, row);
  const parent = object.relationship(name);
  if (parent) return parentReply(call, parent, row);
  const child = object.child(name);
  if (child) return childrenReply(call, child, row);
  throw notFound();
}

function read(call: Call): Reply {
  const object = objectOf(call);
  const field = object.field(call.params["id"] ?? "");
  if (!field && normaliseId(call.params["id"] ?? "") !== undefined) return readRelated(call, object);
  return readByKey(call, object, keyField(call, object));
}

function upsert(call: Call): Reply {
  const object = objectOf(call);
  const field = keyField(call, object);
  const { fields, ctx } = readRecord(call, object.name);
  refuseInBody(fields, field);
  const { store } = call.org;
  const target = { object: object.name, externalIdField: field.name };
  const updateOnly = call.query.get("updateOnly") === "true";
  const row = { ...fields, [field.name]: call.params["value"] };
  const written = beforeWrite(call, { object, id: find(call, object, field)[0] });
  const result = store.transaction(() => store.upsert(target, row, { ...ctx, updateOnly }));
  if (!result.ok && result.matches) return choices(call, object, result.matches);
  const id = writtenId(result);
  written(id);
  const created = result.ok && result.created;
  const headers = { Location: recordUrl(call, object, id) };
  // Up to v45 an update answered 204, and an insert did not say that it was one.
  if (call.version < 46) {
    return created ? { status: 201, json: { id, success: true, errors: [] }, headers } : { status: 204 };
  }
  return { status: created ? 201 : 200, json: { id, success: true, errors: [], created }, headers };
}

function remove(call: Call): Reply {
  const object = objectOf(call);
  const ids = find(call, object, keyField(call, object));
  const [id] = ids;
  if (ids.length > 1) return choices(call, object, ids);
  if (id === undefined) throw notFound();
  const { store } = call.org;
  writtenId(store.transaction(() => store.delete(object.name, id, { userId: callerOf(call).id })));
  return { status: 204 };
}

function createById(call: Call): Reply {
  const object = objectOf(call);
  const { fields, ctx } = readRecord(call, object.name);
  const { store } = call.org;
  const id = writtenId(store.transaction(() => store.insert(object.name, fields, ctx)));
  const json = { id, success: true, errors: [], created: true };
  return { status: 201, json, headers: { Location: recordUrl(call, object, id) } };
}

/** sObject rows by external id, related rows, blobs. */
export const routes: readonly Route[] = [
  { method: "GET", path: PATH, handler: read },
  { method: "PATCH", path: PATH, takes: "json", handler: upsert },
  { method: "DELETE", path: PATH, handler: remove },
  { method: "POST", path: "/services/data/:version/sobjects/:object/Id", takes: "json", handler: createById },
];
