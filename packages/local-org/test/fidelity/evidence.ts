import { isQueryValid, parseQuery, type WhereClause } from "@jetstreamapp/soql-parser-js";
import type { FieldSpec, LocalOrg } from "kinetic-local-org";
import { normaliseId } from "../../src/schema/ids.ts";
import { quote, type SqlValue } from "../../src/store/types.ts";

type Json = Record<string, unknown>;
interface Result {
  readonly totalSize: number;
  readonly records: readonly Json[];
}

/** One object's fields and rows as a recording shows them. */
export interface Seen {
  readonly fields: Map<string, FieldSpec>;
  readonly rows: Map<string, Json>;
  /** How many rows there are beside. */
  others: number;
}

/** A record of a recording on its way into the org. */
interface Owner {
  readonly type: string;
  readonly id: string;
  readonly row: Json;
  readonly fields: Map<string, FieldSpec>;
}

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && "attributes" in value;
export const isResult = (value: unknown): value is Result =>
  typeof value === "object" && value !== null && "records" in value && "totalSize" in value;

/** What must be in an org that is to give a recorded answer: found out from the answer itself. */
export class Evidence {
  readonly seen: Map<string, Seen> = new Map();
  #made = 0;

  object(name: string): Seen {
    const known = [...this.seen].find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];
    if (known) return known;
    const fresh: Seen = { fields: new Map(), rows: new Map(), others: 0 };
    this.seen.set(name, fresh);
    return fresh;
  }

  /** Takes the answer to a query down. */
  query(soql: string, result: Result): void {
    const query = isQueryValid(soql) ? parseQuery(soql) : undefined;
    const name = query?.sObject;
    if (query === undefined || name === undefined) return;
    const { fields } = this.object(name);
    for (const field of query.fields ?? []) if (field.type === "Field") see(fields, field.field, null);
    for (const record of result.records) {
      const { type } = record["attributes"] as { type?: string };
      if (type === "AggregateResult") this.#aggregate(name, record);
      else if (isRecord(record)) this.record(record);
    }
    const grouped = result.records.some((record) => "expr0" in record || "MyCount" in record);
    if (!grouped) this.object(name).others += Math.max(0, result.totalSize - result.records.length);
    this.#satisfy(name, query.where);
  }

  /** Takes down that an object has the custom fields of a record. */
  customFields(record: Json): void {
    const { type } = record["attributes"] as { type: string };
    for (const [key, value] of Object.entries(record))
      if (key.endsWith("__c")) see(this.object(type).fields, key, value);
  }

  /** Takes a record down and returns its id. */
  record(record: Json): string {
    const { type, url } = record["attributes"] as { type: string; url: string };
    const last = url.slice(url.lastIndexOf("/") + 1);
    // Where the recorder hid the id, every record has one of its own nevertheless.
    const id = normaliseId(last) ?? (last === "xxxx" ? this.#nextId() : last);
    const { fields, rows } = this.object(type);
    const row: Json = rows.get(id) ?? {};
    rows.set(id, row);
    const owner = { type, id, row, fields };
    for (const [key, value] of Object.entries(record))
      if (key !== "attributes") this.#member(owner, key, value);
    return id;
  }

  #member(owner: Owner, key: string, value: unknown): void {
    if (key === "Id") return;
    if (isRecord(value)) this.#parent(owner, key, value);
    else if (isResult(value)) for (const child of value.records) this.#child(owner, key, child);
    else if (value !== null && typeof value === "object") addParts(owner, key, value as Json);
    else {
      see(owner.fields, key, value);
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
    const names = { relationshipName: parent.type, childRelationshipName: relationship };
    fields.set(name, { name, type: "reference", referenceTo: [parent.type], ...names });
    const row = rows.get(childId);
    if (row) row[name] = parent.id;
  }

  /** A row of an aggregate says how many rows there were, what they had in common, and what they add up to. */
  #aggregate(name: string, record: Json): void {
    const { attributes: _, expr0, MyCount, ...common } = record;
    const grouped = Object.keys(common).length > 0;
    const count = Number(MyCount ?? (grouped ? 1 : expr0));
    if (grouped && expr0 !== undefined) common["Amount"] = expr0;
    this.#fill(name, count, common);
  }

  #fill(name: string, count: number, values: Json = {}): void {
    const { rows, fields } = this.object(name);
    for (const [key, value] of Object.entries(values)) see(fields, key, value);
    for (let i = 0; i < count; i++) rows.set(this.#nextId(), { ...values });
  }

  #nextId(): string {
    return `zz0${String(this.#made++).padStart(12, "0")}AAA`;
  }

  /** Rows were found by their values: gives them those that the answer does not show. */
  #satisfy(objectName: string, where: WhereClause | undefined): void {
    const { fields, rows } = this.object(objectName);
    for (const [path, literals] of conditionsOf(where)) {
      const [field = "", ofParent] = path.replace(/__r\./, "__c.").split(".");
      if (ofParent === undefined) see(fields, field, literals[0]);
      for (const [i, row] of [...rows.values()].entries()) {
        const literal = literals[i % literals.length];
        const parent = row[field];
        if (ofParent !== undefined) this.#parentHas(parent, ofParent, literal);
        // The scrubbing made another address of it in the answer than in the query.
        else if (!(field in row) || SCRUBBED.test(String(parent))) row[field] = literal;
      }
    }
  }

  #parentHas(id: unknown, field: string, value: unknown): void {
    if (typeof id === "string" && id.startsWith("003"))
      this.object("Contact").rows.set(id, { [field]: value });
  }
}

const SCRUBBED = /^%?user\d+@example\.com$/;

/** What every org has from the start, and a recording shows whole. */
const SEEDED = new Set(["PermissionSet", "PermissionSetAssignment", "Profile", "User"]);

/** Takes an address apart into the fields it is made of. */
function addParts({ row }: Owner, key: string, parts: Json): void {
  for (const [part, value] of Object.entries(parts)) {
    const name = `${key.replace(/Address$/, "")}${part.charAt(0).toUpperCase()}${part.slice(1)}`;
    if (value !== null) row[name] = value;
  }
}

/** Lists what a query compares its fields with. */
function conditionsOf(where: WhereClause | undefined): [string, unknown[]][] {
  const found: [string, unknown[]][] = [];
  for (let at = where; at; at = "right" in at ? at.right : undefined) {
    const { left } = at;
    if (!left || !("field" in left) || !("value" in left) || /^id$/i.test(left.field)) continue;
    if (left.operator === "!=") continue;
    const values = [left.value]
      .flat()
      .map((value) => (value.startsWith("'") ? value.slice(1, -1) : literalOf(value)));
    found.push([left.field, values]);
  }
  return found;
}

const literalOf = (text: string): unknown =>
  /^(?:true|false)$/i.test(text) ? /true/i.test(text) : Number(text);

/** Takes down that an object has a field; a value tells more about it than its absence. */
function see(fields: Map<string, FieldSpec>, name: string, value: unknown): void {
  if (fields.has(name) && (value === null || fields.get(name)?.type === "reference")) return;
  if (!name.includes(".")) fields.set(name, fieldFor(name, value));
}

function fieldFor(name: string, value: unknown): FieldSpec {
  if (typeof value === "boolean") return { name, type: "boolean" };
  if (typeof value === "number") return { name, type: "double", precision: 18, scale: 6 };
  if (/^\d{4}-\d\d-\d\dT/.test(String(value))) return { name, type: "datetime" };
  if (/^\d{4}-\d\d-\d\d$/.test(String(value))) return { name, type: "date" };
  if (/^\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(value))) return { name, type: "time" };
  if (typeof value === "string" && value.length > 255) return { name, type: "textarea", length: 32_000 };
  return { name, type: "string", length: 255 };
}

/** Puts the rows of a recording into the org, past its rules: what they refer to was not recorded. */
export function insertSeen(org: LocalOrg, evidence: Evidence): void {
  org.store.transaction(() => {
    for (const [name, { rows, others }] of evidence.seen) {
      if (SEEDED.has(name) && rows.size > 0) hideRows(org, name);
      insertOthers(org, name, others);
      for (const [id, row] of rows) insertRaw(org, name, { ...row, Id: id });
    }
  });
}

/** Puts what was there from the start out of the way, and leaves it there for the session to find its user. */
function hideRows({ store }: LocalOrg, name: string): void {
  store.statement(`UPDATE ${quote(name)} SET "IsDeleted" = 1`).run();
}

/** Rows that the recording counts and does not show. */
function insertOthers({ store }: LocalOrg, name: string, count: number): void {
  if (count === 0) return;
  const ids = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?)";
  const values = `SELECT 'zz1' || substr('000000000000' || i, -12) || 'AAA' FROM n`;
  const into = quote(store.schema.object(name)?.name ?? name);
  store.statement(`INSERT INTO ${into} ("Id") ${ids} ${values}`).run([count]);
}

function insertRaw({ store }: LocalOrg, name: string, row: Json): void {
  const object = store.schema.object(name);
  if (!object) throw new Error(`The org has no ${name}.`);
  const stored = Object.entries(row).filter(([key]) => object.field(key)?.stored);
  const columns = stored.map(([key]) => quote(object.field(key)?.name ?? key));
  const marks = columns.map(() => "?");
  const sql = `INSERT OR REPLACE INTO ${quote(object.name)} (${columns.join(",")}) VALUES (${marks.join(",")})`;
  store.statement(sql).run(stored.map(([key, value]) => toColumn(object.field(key)?.type, value)));
}

function toColumn(type: string | undefined, value: unknown): SqlValue {
  if (typeof value === "boolean" || type === "boolean") return Number(value);
  if (type === "datetime") return new Date(String(value).replace("+0000", "Z")).toISOString();
  if (type === "base64") return new Uint8Array();
  return value as SqlValue;
}
