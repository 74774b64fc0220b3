import { createHash } from "node:crypto";
import { normaliseId } from "../schema/ids.ts";
import type { FieldDef, ObjectDef } from "../schema/types.ts";
import { callerOf, failure, notFound, notImplemented } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import { formatted, labelOf } from "../soql/format.ts";
import type { Row, WriteResult } from "../store/types.ts";
import { toJson } from "../store/values.ts";
import { createKeyring, type Keyring } from "./idempotency.ts";
import { refuseWrite } from "./ui-errors.ts";
import { isObject } from "./write.ts";

/** The fields that are wanted, as a tree: `Account.Owner.Name` hangs Name under Owner. */
type Wanted = Map<string, Wanted>;

interface Asked {
  readonly paths: readonly string[];
  /** Paths that are left out where there is no such field. */
  readonly optional: readonly string[];
}

const listOf = (text: string | null): string[] =>
  (text ?? "").split(",").flatMap((part) => part.trim() || []);

const unknownField = (path: string): Error =>
  failure(400, "INVALID_FIELD", `No such field in the request: ${path}`);

/** Puts a path such as `Owner.Name` into the tree; false where the object has no such field. */
function plant(call: Call, object: ObjectDef, place: { path: readonly string[]; tree: Wanted }): boolean {
  const [step = "", ...rest] = place.path;
  if (rest.length === 0) {
    const field = object.field(step);
    if (field) place.tree.set(field.name, new Map());
    return field !== undefined;
  }
  const parent = object.relationship(step);
  const target = parent && call.org.schema.object(parent.referenceTo.at(-1) ?? "");
  if (!parent?.relationshipName || !target) return false;
  const below: Wanted = place.tree.get(parent.relationshipName) ?? new Map();
  place.tree.set(parent.relationshipName, below);
  return plant(call, target, { path: rest, tree: below });
}

function wantedOf(call: Call, object: ObjectDef, { paths, optional }: Asked): Wanted {
  const tree: Wanted = new Map();
  for (const path of [...paths, ...optional]) {
    const [first = "", ...rest] = path.split(".");
    const known =
      first.toLowerCase() === object.name.toLowerCase() && plant(call, object, { path: rest, tree });
    if (!known && paths.includes(path)) throw unknownField(path);
  }
  return tree;
}

/** UI API writes times with a Z, and text for people beside what is not text. */
function fieldValue(field: FieldDef, row: Row): { displayValue: unknown; value: unknown } {
  const raw = row[field.name] ?? null;
  if (field.type === "datetime") return { displayValue: formatted(field, raw, "UTC"), value: raw };
  const value = toJson(field, raw);
  if (field.picklistValues.length > 0) return { displayValue: labelOf(field, raw), value };
  if (value === null || typeof value === "boolean") return { displayValue: null, value };
  const text = formatted(field, raw, "UTC");
  return { displayValue: text === value ? null : text, value };
}

function parentValue(call: Call, field: FieldDef, of: { row: Row; wanted: Wanted }): Record<string, unknown> {
  const id = of.row[field.name];
  const object = typeof id === "string" ? call.org.schema.byPrefix(id) : undefined;
  const row = object && call.org.store.get(object.name, String(id));
  if (!object || !row) return { displayValue: null, value: null };
  const name = object.nameField ? (row[object.nameField.name] ?? null) : null;
  return { displayValue: name, value: representation(call, object, { row, wanted: of.wanted }) };
}

/** Writes a record as the UI API does (User Interface API Developer Guide, "Record"). */
function representation(
  call: Call,
  object: ObjectDef,
  { row, wanted }: { row: Row; wanted: Wanted },
): Record<string, unknown> {
  const fields = [...wanted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, below]) => {
      const field = object.field(name);
      const parent = object.relationship(name);
      if (parent && (!field || below.size > 0))
        return [name, parentValue(call, parent, { row, wanted: below })] as const;
      return [name, field ? fieldValue(field, row) : { displayValue: null, value: null }] as const;
    });
  const stamp = row["SystemModstamp"] ?? null;
  return {
    apiName: object.name,
    childRelationships: {},
    eTag: createHash("md5")
      .update(JSON.stringify([row, fields]))
      .digest("hex"),
    fields: Object.fromEntries(fields),
    id: row["Id"],
    lastModifiedById: row["LastModifiedById"] ?? null,
    lastModifiedDate: row["LastModifiedDate"] ?? null,
    recordTypeId: row["RecordTypeId"] ?? null,
    recordTypeInfo: null,
    systemModstamp: stamp,
    weakEtag: typeof stamp === "string" ? Date.parse(stamp) : 0,
  };
}

interface Found {
  readonly object: ObjectDef;
  readonly row: Row;
}

function foundBy(call: Call): Found {
  const raw = call.params["id"] ?? "";
  const id = normaliseId(raw);
  if (id === undefined)
    throw failure(400, "ILLEGAL_QUERY_PARAMETER_VALUE", `recordId should be a valid record ID: ${raw}`);
  const object = call.org.schema.byPrefix(id);
  const row = object && call.org.store.get(object.name, id);
  if (!object || row?.["IsDeleted"] !== 0) throw notFound();
  return { object, row };
}

const everyField = (object: ObjectDef): Wanted =>
  new Map(object.fields.filter((field) => field.stored).map((field) => [field.name, new Map()]));

function read(call: Call): Reply {
  const { object, row } = foundBy(call);
  const paths = listOf(call.query.get("fields"));
  const optional = listOf(call.query.get("optionalFields"));
  const byLayout = call.query.has("layoutTypes");
  if (call.query.has("childRelationships")) throw notImplemented("childRelationships of the UI API");
  if (!byLayout && paths.length + optional.length === 0)
    throw failure(400, "INVALID_INPUT_COMBINATION", "Must provide either 'fields' or 'layoutTypes'.");
  const wanted = wantedOf(call, object, { paths, optional });
  if (byLayout) for (const [name, below] of everyField(object)) wanted.set(name, below);
  return { status: 200, json: representation(call, object, { row, wanted }) };
}

function bodyOf(call: Call): Record<string, unknown> {
  const fields = isObject(call.json) ? call.json["fields"] : undefined;
  if (isObject(fields)) return fields;
  throw failure(400, "ILLEGAL_QUERY_PARAMETER_VALUE", `Record input is required for ${call.method}.`);
}

/** Answers a write with the record as it now is: the fields that were sent. */
function written(call: Call, object: ObjectDef, result: WriteResult & { ok: true }): Record<string, unknown> {
  const row = call.org.store.get(object.name, result.id);
  if (!row) throw notFound();
  const names = [...Object.keys(bodyOf(call)), "Id", "SystemModstamp"];
  const wanted: Wanted = new Map(
    names.flatMap((name) => {
      const field = object.field(name);
      return field?.stored ? [[field.name, new Map()] as const] : [];
    }),
  );
  return representation(call, object, { row, wanted });
}

function create(call: Call): Reply {
  const apiName = isObject(call.json) ? call.json["apiName"] : undefined;
  const object = typeof apiName === "string" ? call.org.schema.object(apiName) : undefined;
  if (!object)
    throw failure(400, "INVALID_TYPE", `The object ${String(apiName)} is not supported by the UI API.`);
  const { store } = call.org;
  const ctx = { userId: callerOf(call).id };
  const result = store.transaction(() => store.insert(object.name, bodyOf(call), ctx));
  if (!result.ok) return refuseWrite(object, "create", result.errors);
  return { status: 201, json: written(call, object, result) };
}

function update(call: Call): Reply {
  const { object, row } = foundBy(call);
  const since = Date.parse(String(call.headers["if-unmodified-since"] ?? ""));
  const modified = Date.parse(String(row["LastModifiedDate"] ?? ""));
  if (!Number.isNaN(since) && modified > since)
    throw failure(412, "MODIFIED", "The record has been modified since it was read.");
  const { store } = call.org;
  const fields = { ...bodyOf(call), Id: row["Id"] };
  const result = store.transaction(() => store.update(object.name, fields, { userId: callerOf(call).id }));
  if (!result.ok) return refuseWrite(object, "update", result.errors);
  return { status: 200, json: written(call, object, result) };
}

function remove(call: Call): Reply {
  const { object, row } = foundBy(call);
  const { store } = call.org;
  const id = String(row["Id"]);
  const result = store.transaction(() => store.delete(object.name, id, { userId: callerOf(call).id }));
  return result.ok ? { status: 204 } : refuseWrite(object, "delete", result.errors);
}

/** The UI API's records of an org, and what they remember. */
export interface UiResources {
  readonly routes: readonly Route[];
  /** Forgets every idempotency key. */
  reset(): void;
}

const PATH = "/services/data/:version/ui-api/records";

/** Makes the records of the UI API. */
export function createUiResources(): UiResources {
  const keys: Keyring = createKeyring();
  const once = (handler: (call: Call) => Reply) => (call: Call) => keys.once(call, () => handler(call));
  return {
    routes: [
      { method: "POST", path: PATH, since: 41, takes: "json", handler: once(create) },
      { method: "GET", path: `${PATH}/:id`, since: 41, handler: read },
      { method: "PATCH", path: `${PATH}/:id`, since: 41, takes: "json", handler: once(update) },
      { method: "DELETE", path: `${PATH}/:id`, since: 41, handler: once(remove) },
    ],
    reset: keys.reset,
  };
}
