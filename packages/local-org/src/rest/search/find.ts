import type { FieldDef, FieldType, ObjectDef } from "../../schema/types.ts";
import { failure } from "../../server/errors.ts";
import type { Call } from "../../server/types.ts";
import { fetchByIds, fetchRows, type RecordEnv, toRecords } from "../../soql/run.ts";
import { compileFor } from "../query.ts";
import type { Returning, Search, SearchGroup } from "./sosl.ts";
import { matches, prefilter } from "./terms.ts";

/** The most records of a search (SOQL and SOSL Reference, "SOSL Limits on Search Results"). */
const MAX_RESULTS = 2000;
const PAGE = 2000;

const TEXT: ReadonlySet<FieldType> = new Set(["string", "email", "phone", "url", "textarea"]);

/** Whether a group of fields holds a field. */
function inGroup(field: FieldDef, group: SearchGroup): boolean {
  if (!TEXT.has(field.type) || !field.filterable || !field.stored) return false;
  if (group === "EMAIL") return field.type === "email";
  if (group === "PHONE") return field.type === "phone";
  const name = field.nameField || field.compoundFieldName === "Name";
  return group === "NAME" ? name : true;
}

function searchedFields(object: ObjectDef, group: SearchGroup): string[] {
  return object.fields.filter((field) => inGroup(field, group)).map((field) => field.name);
}

/** Finds the ids of the records that match, as many as are wanted. */
function findIds(
  call: Call,
  object: ObjectDef,
  wanted: { search: Search; one: Returning; most: number },
): string[] {
  const { search, one, most } = wanted;
  const fields = searchedFields(object, search.group);
  if (fields.length === 0 || most <= 0) return [];
  const where = one.where === undefined ? "" : ` AND (${one.where})`;
  const order = one.orderBy === undefined ? "" : ` ORDER BY ${one.orderBy}`;
  const soql = `SELECT ${fields.join(", ")} FROM ${object.name} WHERE (${prefilter(search.term, fields)})${where}${order}`;
  const query = compileFor(call, soql, false);
  const skip = one.offset ?? 0;
  const ids: string[] = [];
  for (let at = 0; ids.length < skip + most; at += PAGE) {
    const rows = fetchRows(call.org.store, query, { skip: at, take: PAGE });
    for (const row of rows) {
      const { [query.idColumn]: id, ...values } = row;
      const texts = Object.values(values).filter((value) => typeof value === "string");
      if (matches(search.term, texts)) ids.push(String(id));
    }
    if (rows.length < PAGE) break;
  }
  return ids.slice(skip, skip + most);
}

function objectNamed(call: Call, name: string): ObjectDef {
  const object = call.org.schema.object(name);
  if (object?.flags.searchable) return object;
  const hint =
    "If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.";
  throw failure(400, "INVALID_TYPE", `sObject type '${name}' is not supported. ${hint}`);
}

function everything(call: Call): Returning[] {
  const plain = { fields: [], where: undefined, orderBy: undefined, limit: undefined, offset: undefined };
  const objects = call.org.schema.objects().filter(({ flags }) => flags.searchable && flags.queryable);
  return objects.map(({ name }) => ({ object: name, ...plain }));
}

/** Runs a search as the caller. @throws SalesforceError where it names what is not there */
export function find(call: Call, search: Search): Record<string, unknown>[] {
  const { schema, store } = call.org;
  const env: RecordEnv = { schema, store, base: call.base, childPageSize: 0, keepRest: () => "" };
  const records: Record<string, unknown>[] = [];
  const all = Math.min(search.limit ?? MAX_RESULTS, MAX_RESULTS);
  for (const one of search.returning.length > 0 ? search.returning : everything(call)) {
    const object = objectNamed(call, one.object);
    const fields = one.fields.length > 0 ? one.fields : ["Id"];
    // Compiled even when there is no room left: a bad field is refused all the same.
    const shape = compileFor(call, `SELECT ${fields.join(", ")} FROM ${object.name}`, false);
    const most = Math.min(one.limit ?? MAX_RESULTS, all - records.length);
    const ids = findIds(call, object, { search, one, most });
    records.push(...toRecords(shape, fetchByIds(store, shape, ids), env));
  }
  return records;
}
