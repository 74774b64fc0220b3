import { createHash } from "node:crypto";
import { normaliseId } from "../schema/ids.ts";
import type { FieldDef, ObjectDef } from "../schema/types.ts";
import { callerOf, failure, notFound, SalesforceError } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import type { Row } from "../store/types.ts";
import { objectOf } from "./objects.ts";
import { fieldsOf, recordJson } from "./record-json.ts";
import { beforeWrite, noteRead } from "./view-notes.ts";
import { notesOn, readRecord, writtenId } from "./write.ts";

const RECORD = "/services/data/:version/sobjects/:object/:id";

/** The URL under which a record is read. */
export function recordUrl(call: Call, object: ObjectDef, id: string): string {
  return `${call.base}/sobjects/${object.name}/${id}`;
}

/** Reads the id in the path. What is no id is taken for the name of a field. @throws SalesforceError 404 */
function idOf(call: Call): string {
  const raw = call.params["id"] ?? "";
  const id = normaliseId(raw);
  if (id !== undefined) return id;
  throw notFound(`Provided external ID field does not exist or is not accessible: ${raw}`);
}

/** Reads the row that the path names. @throws SalesforceError 404 */
export function rowOf(call: Call, object: ObjectDef): Row {
  const id = idOf(call);
  const row = call.org.schema.byPrefix(id) === object ? call.org.store.get(object.name, id) : undefined;
  if (!row) throw notFound();
  if (row["IsDeleted"] === 1) {
    throw new SalesforceError(404, [
      { errorCode: "ENTITY_IS_DELETED", message: "entity is deleted", fields: [] },
    ]);
  }
  return row;
}

/** The version of a row. Only Account rows have one (REST API Developer Guide, "Conditional Requests"). */
function etagOf(object: ObjectDef, row: Row): string | undefined {
  if (object.name !== "Account") return undefined;
  return `"${createHash("sha256").update(JSON.stringify(row)).digest("base64")}"`;
}

function lastModified(row: Row): Date | undefined {
  const stamp = row["SystemModstamp"];
  return typeof stamp === "string" ? new Date(stamp) : undefined;
}

const matches = (header: string | undefined, etag: string | undefined): boolean =>
  header !== undefined &&
  etag !== undefined &&
  header.split(",").some((tag) => tag.trim() === etag || tag.trim() === "*");

/** Whether the client already has this row. */
function unchanged(call: Call, etag: string | undefined, modified: Date | undefined): boolean {
  if (matches(call.headers["if-none-match"], etag)) return true;
  const since = Date.parse(String(call.headers["if-modified-since"] ?? ""));
  return modified !== undefined && !Number.isNaN(since) && modified.getTime() <= since;
}

/** Refuses a change of a row that is not the one the client has seen. */
function requireUnchanged(call: Call, object: ObjectDef, row: Row): void {
  const etag = etagOf(object, row);
  const wanted = call.headers["if-match"];
  const since = Date.parse(String(call.headers["if-unmodified-since"] ?? ""));
  const modified = lastModified(row);
  const stale = modified !== undefined && !Number.isNaN(since) && modified.getTime() > since;
  if (stale || (wanted !== undefined && etag !== undefined && !matches(wanted, etag))) {
    throw failure(412, "MATCH_PRECONDITION_FAILED", "The record has changed since it was read.");
  }
}

/** Answers with one record, or with 304 where the client already has it. */
export function recordReply(call: Call, object: ObjectDef, row: Row): Reply {
  noteRead(call, row);
  const etag = etagOf(object, row);
  const modified = lastModified(row);
  if (unchanged(call, etag, modified))
    return { status: 304, headers: etag === undefined ? {} : { ETag: etag } };
  const json = recordJson(object, row, {
    base: call.base,
    fields: fieldsOf(object, call.query.get("fields")),
  });
  const headers = {
    ...(etag === undefined ? {} : { ETag: etag }),
    ...(modified === undefined ? {} : { "Last-Modified": modified.toUTCString() }),
  };
  return { status: 200, json, headers };
}

function create(call: Call): Reply {
  const object = objectOf(call);
  const { fields, ctx } = readRecord(call, object.name);
  const { store } = call.org;
  const written = beforeWrite(call, { object });
  const id = writtenId(store.transaction(() => store.insert(object.name, fields, ctx)));
  written(id);
  return {
    status: 201,
    json: { id, success: true, errors: notesOn(call, object, id) },
    headers: { Location: recordUrl(call, object, id) },
  };
}

/** Refuses a field in the body that the path already gives. */
export function refuseInBody(fields: Readonly<Record<string, unknown>>, field: FieldDef): void {
  const given = Object.keys(fields).some((key) => key.toLowerCase() === field.name.toLowerCase());
  if (given)
    throw failure(
      400,
      "INVALID_FIELD",
      `The ${field.name} field should not be specified in the sobject data.`,
    );
}

function update(call: Call): Reply {
  const object = objectOf(call);
  const { fields, ctx } = readRecord(call, object.name);
  const idField = object.field("Id");
  if (idField) refuseInBody(fields, idField);
  const { store } = call.org;
  const id = call.params["id"] ?? "";
  const before = store.get(object.name, id);
  if (before) requireUnchanged(call, object, before);
  const written = beforeWrite(call, { object, id });
  written(writtenId(store.transaction(() => store.update(object.name, { ...fields, Id: id }, ctx))));
  const after = store.get(object.name, id);
  const etag = after && etagOf(object, after);
  return { status: 204, headers: etag === undefined ? {} : { ETag: etag } };
}

function remove(call: Call): Reply {
  const object = objectOf(call);
  const { store } = call.org;
  const ctx = { userId: callerOf(call).id };
  writtenId(store.transaction(() => store.delete(object.name, idOf(call), ctx)));
  return { status: 204 };
}

function read(call: Call): Reply {
  const object = objectOf(call);
  return recordReply(call, object, rowOf(call, object));
}

/** sObject rows: create, read, update, delete by id. */
export const routes: readonly Route[] = [
  { method: "POST", path: "/services/data/:version/sobjects/:object", takes: "parts", handler: create },
  { method: "GET", path: RECORD, handler: read },
  { method: "PATCH", path: RECORD, takes: "parts", handler: update },
  { method: "DELETE", path: RECORD, handler: remove },
];
