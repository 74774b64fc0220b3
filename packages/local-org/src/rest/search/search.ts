import { failure, notImplemented } from "../../server/errors.ts";
import type { Call, Reply, Route } from "../../server/types.ts";
import { isObject } from "../write.ts";
import { find } from "./find.ts";
import { type Returning, readGroup, readSosl, type Search, splitList } from "./sosl.ts";
import { plainTerm } from "./terms.ts";

const MAX_SOSL = 10_000;

/** Up to v36 the records came as a bare array. */
function answer(call: Call, search: Search): Reply {
  const searchRecords = find(call, search);
  return { status: 200, json: call.version < 37 ? searchRecords : { searchRecords } };
}

function search(call: Call): Reply {
  const sosl = call.query.get("q") ?? "";
  if (sosl.trim() === "") throw failure(400, "MALFORMED_SEARCH", "A search string has to be specified");
  if (sosl.length > MAX_SOSL) throw failure(400, "MALFORMED_SEARCH", "The search string is too long");
  return answer(call, readSosl(sosl));
}

/** The parameters of a search, however they came. */
interface Parameters {
  readonly q: unknown;
  readonly in?: unknown;
  readonly fields?: unknown;
  readonly sobjects: readonly unknown[];
  readonly overallLimit?: unknown;
  readonly defaultLimit?: unknown;
  readonly offset?: unknown;
}

/** What this org does not do, and must not pass over in silence. */
const MISSING = ["dataCategories", "snippet", "metadata", "netIds", "pricebookId", "filter"];

function requireKnown(names: readonly string[]): void {
  const missing = names.find((name) => MISSING.includes(name.split(".").at(-1) ?? ""));
  if (missing !== undefined) throw notImplemented(`${missing} in a parameterized search`);
}

function numberOf(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0) return number;
  throw failure(400, "INVALID_SEARCH", `${name} must be a whole number: ${String(value)}`);
}

const listOf = (value: unknown): string[] => {
  if (typeof value === "string") return splitList(value);
  return Array.isArray(value) ? value.map(String) : [];
};

function returning(value: unknown, all: Parameters): Returning {
  const one = isObject(value) ? value : {};
  if (typeof one["name"] !== "string") throw failure(400, "INVALID_SEARCH", "An sobject needs a name");
  const fields = listOf(one["fields"]);
  const text = (name: string): string | undefined =>
    typeof one[name] === "string" && one[name] !== "" ? one[name] : undefined;
  return {
    object: one["name"],
    fields: fields.length > 0 ? fields : listOf(all.fields),
    where: text("where"),
    orderBy: text("orderBy"),
    limit: numberOf(one["limit"] ?? all.defaultLimit, "limit"),
    offset: numberOf(one["offset"] ?? all.offset, "offset"),
  };
}

function parameterized(call: Call, parameters: Parameters): Reply {
  const { q } = parameters;
  if (typeof q !== "string" || q.trim() === "")
    throw failure(400, "MALFORMED_SEARCH", "A search string has to be specified");
  return answer(call, {
    term: plainTerm(q),
    group: readGroup(typeof parameters.in === "string" ? parameters.in : "ALL"),
    returning: parameters.sobjects.map((one) => returning(one, parameters)),
    limit: numberOf(parameters.overallLimit, "overallLimit"),
  });
}

/** Reads `sobject=Account&Account.fields=id,name&Account.limit=10`. */
function byUrl(call: Call): Reply {
  const { query } = call;
  const keys = [...query.keys()];
  requireKnown(keys);
  const sobjects = query.getAll("sobject").map((name) => {
    const own = keys.filter((key) => key.toLowerCase().startsWith(`${name.toLowerCase()}.`));
    return { name, ...Object.fromEntries(own.map((key) => [key.split(".")[1] ?? "", query.get(key)])) };
  });
  const given = ["q", "in", "fields", "overallLimit", "defaultLimit", "offset"].flatMap((key) => {
    const value = query.get(key);
    return value === null ? [] : [[key, value] as const];
  });
  return parameterized(call, { q: undefined, ...Object.fromEntries(given), sobjects });
}

function byBody(call: Call): Reply {
  const { json } = call;
  if (!isObject(json))
    throw failure(400, "JSON_PARSER_ERROR", "The body must be an object at [line:1, column:1]");
  const list = Array.isArray(json["sobjects"]) ? (json["sobjects"] as unknown[]) : [];
  requireKnown([...Object.keys(json), ...list.flatMap((one) => (isObject(one) ? Object.keys(one) : []))]);
  return parameterized(call, { ...json, q: json["q"], sobjects: list });
}

const PATH = "/services/data/:version/parameterizedSearch";

/** Search and Parameterized Search. */
export const routes: readonly Route[] = [
  { method: "GET", path: "/services/data/:version/search", handler: search },
  { method: "GET", path: PATH, since: 36, handler: byUrl },
  { method: "POST", path: PATH, since: 36, takes: "json", handler: byBody },
];
