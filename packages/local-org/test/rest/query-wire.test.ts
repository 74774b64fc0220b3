import { isQueryValid, parseQuery, type WhereClause } from "@jetstreamapp/soql-parser-js";
import { afterAll, describe, expect, it } from "vitest";
import { createQueryResources } from "../../src/rest/query.ts";
import { createSchema, type FieldSpec, type ObjectSpec } from "../../src/schema/define.ts";
import { createIdSource, normaliseId } from "../../src/schema/ids.ts";
import { standardObjects } from "../../src/schema/standard.ts";
import { openStore } from "../../src/store/store.ts";
import { quote, type SqlValue, type Store } from "../../src/store/types.ts";
import { hasWire, readWire, shapeOf, type WireRecord } from "../wire.ts";
import { send, services } from "./call.ts";

type Json = Record<string, unknown>;
interface Result {
  totalSize: number;
  done: boolean;
  records: Json[];
}

/** Recordings that cannot be held to, and why. */
const ALLOWED: readonly (readonly [RegExp, string])[] = [
  [/%user\d+@|xxxx/, "the scrubbing of personal data has broken the query or the ids"],
  [/"LastModifiedDate":"[^"]*Z"/, "the recorder rewrote the dates"],
  [/__CUSTOM_OBJECT_NAME__/, "a placeholder instead of an object's name"],
  [/FROM ContentVersion$/, "an error body that was recorded with status 200"],
  [/0019H00000H1RME.*"Id":"0019H00000H1RMDQA3"/, "the recorder gave every row the same Id"],
];

const STANDARD = new Map(standardObjects().map((object) => [object.name, object]));

/** A query that was recorded, and what came back. */
interface Recorded {
  readonly id: string;
  readonly path: string;
  readonly soql: string;
  readonly status: number;
  readonly result: unknown;
}

function toRecorded({ id, request, response }: WireRecord): Recorded[] {
  const url = new URL(request.url);
  const soql = url.searchParams.get("q");
  const isQuery = /\/data\/v[^/]+\/query(All)?\/?$/.test(url.pathname);
  if (request.method !== "GET" || !isQuery || soql === null || !response.body) return [];
  const path = url.pathname.replace(/\/v(xx|XX)\.0\//, "/v60.0/");
  try {
    const text = response.body.replaceAll(
      /\/services\/data\/(vxx\.0|<api_version>)\//g,
      "/services/data/v60.0/",
    );
    return [{ id, path, soql, status: response.status, result: JSON.parse(text) as unknown }];
  } catch {
    return [];
  }
}

function allRecorded(): Recorded[] {
  if (!hasWire) return [];
  const records = [...readWire("recorded").values(), ...readWire("recorded-elided").values()];
  return records.flatMap(toRecorded);
}

function reasonToAllow({ soql, result, id }: Recorded): string | undefined {
  const text = `${id} ${soql} ${JSON.stringify(result)}`;
  return ALLOWED.find(([pattern]) => pattern.test(text) || pattern.test(soql))?.[1];
}

/** One object's rows as a recording shows them. */
interface Seen {
  readonly fields: Map<string, FieldSpec>;
  readonly rows: Map<string, Json>;
}

/** What must be in an org that is to give a recorded answer: found out from the answer itself. */
class Evidence {
  readonly seen = new Map<string, Seen>();
  #made = 0;

  object(name: string): Seen {
    const known = [...this.seen].find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];
    if (known) return known;
    const fresh: Seen = { fields: new Map(), rows: new Map() };
    this.seen.set(name, fresh);
    return fresh;
  }

  /** Takes a record down and returns its id. */
  record(record: Json): string {
    const { type, url } = record["attributes"] as { type: string; url: string };
    const id = normaliseId(url.slice(url.lastIndexOf("/") + 1)) ?? url.slice(url.lastIndexOf("/") + 1);
    const { fields, rows } = this.object(type);
    const row: Json = rows.get(id) ?? {};
    rows.set(id, row);
    for (const [key, value] of Object.entries(record)) {
      if (key !== "attributes") this.#member({ type, id, row, fields }, key, value);
    }
    return id;
  }

  #member(owner: Owner, key: string, value: unknown): void {
    if (key === "Id") return;
    if (isRecord(value)) this.#parent(owner, key, value);
    else if (isList(value)) for (const child of value.records) this.#child(owner, key, child);
    else if (value !== null && typeof value === "object") addParts(owner, key, value as Json);
    else {
      if (!owner.fields.has(key) || value !== null) owner.fields.set(key, fieldFor(key, value));
      if (value !== null) owner.row[key] = value;
    }
  }

  #parent({ fields, row }: Owner, key: string, value: Json): void {
    const parentId = this.record(value);
    const name = key.endsWith("__r") ? key.replace(/__r$/, "__c") : `${key}Id`;
    const referenceTo = [(value["attributes"] as { type: string }).type];
    fields.set(name, { name, type: "reference", referenceTo, relationshipName: key });
    row[name] = parentId;
  }

  #child(parent: { type: string; id: string }, relationship: string, child: Json): void {
    const childId = this.record(child);
    const { fields, rows } = this.object((child["attributes"] as { type: string }).type);
    const name = `${parent.type}Id`;
    fields.set(name, {
      name,
      type: "reference",
      referenceTo: [parent.type],
      relationshipName: parent.type,
      childRelationshipName: relationship,
    });
    const row = rows.get(childId);
    if (row) row[name] = parent.id;
  }

  /** Rows were found by their values: gives them those that the answer does not show. */
  satisfy(objectName: string, where: WhereClause | undefined): void {
    for (const [field, literal] of conditionsOf(where)) {
      const { fields, rows } = this.object(objectName);
      if (!fields.has(field)) fields.set(field, fieldFor(field, literal));
      for (const row of rows.values()) if (!(field in row)) row[field] = literal;
    }
  }

  /** An aggregate says how many rows there were. */
  fill(objectName: string, count: number): void {
    const prefix = STANDARD.get(objectName)?.keyPrefix ?? "a00";
    for (let i = 0; i < count; i++)
      this.object(objectName).rows.set(`${prefix}${String(i).padStart(12, "0")}AAA`, {});
  }

  specs(): ObjectSpec[] {
    return [...this.seen].map(([name, { fields, rows }]) => {
      const standard = STANDARD.get(name);
      const own = new Map([...fields].map(([key, field]) => [key.toLowerCase(), field]));
      for (const field of standard?.fields ?? []) {
        // What the standard object says is what is being tested; only its child lists are taken from the recording.
        if (own.get(field.name.toLowerCase())?.childRelationshipName === undefined)
          own.delete(field.name.toLowerCase());
      }
      const [id] = rows.keys();
      const keyPrefix = standard?.keyPrefix ?? id?.slice(0, 3) ?? `z${this.#made++}0`;
      const base: readonly FieldSpec[] = standard?.fields ?? [{ name: "Id", type: "id" }];
      const kept = base.filter((field) => !own.has(field.name.toLowerCase()));
      return { name, keyPrefix, fields: [...kept, ...own.values()] };
    });
  }
}

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && "attributes" in value;
const isList = (value: unknown): value is Result =>
  typeof value === "object" && value !== null && "records" in value && "totalSize" in value;

/** A record of a recording on its way into the org. */
interface Owner {
  readonly type: string;
  readonly id: string;
  readonly row: Json;
  readonly fields: Map<string, FieldSpec>;
}

/** Takes an address apart into the fields it is made of. */
function addParts({ row }: Owner, key: string, parts: Json): void {
  for (const [part, value] of Object.entries(parts)) {
    const name = `${key.replace(/Address$/, "")}${part.charAt(0).toUpperCase()}${part.slice(1)}`;
    if (value !== null) row[name] = value;
  }
}

/** Lists what a query compares its fields with. */
function conditionsOf(where: WhereClause | undefined): [string, unknown][] {
  const found: [string, unknown][] = [];
  for (let at = where; at; at = "right" in at ? at.right : undefined) {
    const { left } = at;
    if (!left || !("field" in left) || !("value" in left) || left.field.toLowerCase() === "id") continue;
    const [value = ""] = [left.value].flat();
    found.push([left.field, value.startsWith("'") ? value.slice(1, -1) : Number(value)]);
  }
  return found;
}

function fieldFor(name: string, value: unknown): FieldSpec {
  if (typeof value === "boolean") return { name, type: "boolean" };
  if (typeof value === "number") return { name, type: "double", precision: 18, scale: 6 };
  if (/^\d{4}-\d\d-\d\dT/.test(String(value))) return { name, type: "datetime" };
  if (typeof value === "string" && value.length > 255) return { name, type: "textarea", length: 32_000 };
  return { name, type: "string", length: 255 };
}

/** Collects what an org must have to give a recorded answer. */
function evidenceOf({ soql, result }: Recorded): Evidence {
  const evidence = new Evidence();
  const query = isQueryValid(soql) ? parseQuery(soql) : undefined;
  const name = query?.sObject;
  if (query === undefined || name === undefined || !isList(result)) return evidence;
  const { fields } = evidence.object(name);
  for (const field of query.fields ?? [])
    if (field.type === "Field") fields.set(field.field, fieldFor(field.field, ""));
  for (const record of result.records) {
    if (typeof record["expr0"] === "number") evidence.fill(name, record["expr0"]);
    else if (isRecord(record)) evidence.record(record);
  }
  evidence.satisfy(name, query.where);
  return evidence;
}

/** Makes an org that has just what the recording shows. Rows go past the rules: what they refer to was not recorded. */
function orgFor(recording: Recorded): Store {
  const evidence = evidenceOf(recording);
  const schema = createSchema([...evidence.specs(), ...missingStandard(evidence)]);
  const store = openStore({ schema, ids: createIdSource(1), clock: () => new Date(), file: ":memory:" });
  store.transaction(() => {
    for (const [name, { rows }] of evidence.seen)
      for (const [id, row] of rows) insertRaw(store, name, { ...row, Id: id });
  });
  return store;
}

function insertRaw(store: Store, name: string, row: Json): void {
  const object = store.schema.object(name);
  const stored = Object.entries(row).filter(([key]) => object?.field(key)?.stored);
  const columns = stored.map(([key]) => quote(object?.field(key)?.name ?? key));
  const marks = columns.map(() => "?");
  const sql = `INSERT INTO ${quote(object?.name ?? name)} (${columns.join(",")}) VALUES (${marks.join(",")})`;
  store.statement(sql).run(stored.map(([key, value]) => toColumn(object?.field(key)?.type, value)));
}

function toColumn(type: string | undefined, value: unknown): SqlValue {
  if (typeof value === "boolean" || type === "boolean") return Number(value);
  if (type === "datetime") return new Date(String(value).replace("+0000", "Z")).toISOString();
  return value as SqlValue;
}

/** Some objects are in every org, whether rows of them were seen or not. */
function missingStandard(evidence: Evidence): ObjectSpec[] {
  const names = ["Account", "Contact", "Lead", "Opportunity"].filter((name) => !evidence.seen.has(name));
  return names.flatMap((name) => STANDARD.get(name) ?? []);
}

/** Brings records into one order: without ORDER BY Salesforce promises none. */
function unordered(value: unknown): unknown {
  if (!isList(value)) return value;
  return { ...value, records: [...value.records].map((record) => JSON.stringify(record)).sort() };
}

const counts = { matched: 0, allowed: 0 };
const recordings = allRecorded();
const stores: Store[] = [];
afterAll(() => {
  for (const store of stores) store.close();
  if (hasWire) console.log(`recorded queries: ${counts.matched} matched, ${counts.allowed} allowed`);
});

describe.skipIf(!hasWire)("queries as recorded (../shared/wire)", () => {
  it.each(recordings.map((one) => [one.id, one] as const))("%s", async (_id, recording) => {
    if (reasonToAllow(recording) !== undefined) {
      counts.allowed += 1;
      return;
    }
    const store = orgFor(recording);
    stores.push(store);
    const { routes } = createQueryResources();
    const url = `${recording.path.replace(/\/$/, "")}?q=${encodeURIComponent(recording.soql)}`;
    const reply = await send(services(store), routes, { url });
    expect([reply.status, reply.json]).toEqual([recording.status, expect.anything()]);
    if (isList(recording.result) && recording.result.totalSize === recording.result.records.length)
      expect(unordered(reply.json)).toEqual(unordered(recording.result));
    else if (!isList(recording.result)) expect(reply.json).toEqual(recording.result);
    else expect(shapeOf((reply.json as Result).records[0])).toEqual(shapeOf(recording.result.records[0]));
    counts.matched += 1;
  });
});
