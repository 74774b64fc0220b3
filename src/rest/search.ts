import { InputError } from "../errors/index.ts";
import type { Requester } from "../http/index.ts";
import { answerError, checkList } from "./answer-error.ts";
import type { CallOptions, SalesforceRecord } from "./call.ts";
import { fieldList, filledText, objectName } from "./check.ts";

/** What to search of an object. */
export interface SearchObject {
  /** API name of the object. */
  readonly name: string;
  /** Fields to return. @default the id */
  readonly fields?: readonly string[] | undefined;
  /** A condition as in SOQL, without the word WHERE. */
  readonly where?: string | undefined;
  /** The order as in SOQL, without the words ORDER BY. */
  readonly orderBy?: string | undefined;
  /** The most records of this object. */
  readonly limit?: number | undefined;
}

/** Options of `searchText` (REST API guide, "Parameterized Search"). */
export interface SearchTextOptions extends CallOptions {
  /** Objects to search. @default all that can be searched */
  readonly objects?: readonly SearchObject[] | undefined;
  /** Which fields to look into. @default "ALL" */
  readonly in?: "ALL" | "NAME" | "EMAIL" | "PHONE" | "SIDEBAR" | undefined;
  /** Fields to return of objects that do not name theirs. */
  readonly fields?: readonly string[] | undefined;
  /** The most records in all, up to 2,000. */
  readonly overallLimit?: number | undefined;
  /** The most records of each object that does not say. */
  readonly defaultLimit?: number | undefined;
  /** Records to leave out at the start, up to 2,000; with one object alone. */
  readonly offset?: number | undefined;
  /** Whether to look for like spellings. @default true */
  readonly spellCorrection?: boolean | undefined;
}

/** Longest SOSL (SOQL and SOSL Reference, "SOQL and SOSL Limits"). */
const MAX_SOSL = 10_000;
/** What is longer than this goes into the body of a composite call, as with a query. */
const MAX_ENCODED = 8_192;

/** Most records of a search, and the most that an offset leaves out (REST API guide, "Parameterized Search"). */
const MAX_FOUND = 2_000;

interface FoundRecords<T> {
  readonly searchRecords: readonly T[];
}

type SearchBody<T> = readonly T[] | FoundRecords<T>;

/** Searches by SOSL (REST API guide, "Search"). */
export async function searchSosl<T = SalesforceRecord>(
  requester: Requester,
  sosl: string,
  { signal }: CallOptions = {},
): Promise<readonly T[]> {
  filledText(sosl, "The search");
  if (sosl.length > MAX_SOSL)
    throw new InputError(`The search has ${sosl.length} characters; SOSL takes up to ${MAX_SOSL}`);
  const encoded = new URLSearchParams({ q: sosl }).toString();
  if (encoded.length > MAX_ENCODED) return recordsOf(await searchLong<T>(requester, encoded, signal));
  const request = { method: "GET", path: "search", query: { q: sosl }, signal } as const;
  return recordsOf((await requester.json<SearchBody<T>>(request)).body);
}

async function searchLong<T>(
  requester: Requester,
  encoded: string,
  signal: AbortSignal | undefined,
): Promise<SearchBody<T>> {
  const url = `v${await requester.apiVersion(signal)}/search?${encoded}`;
  const { body } = await requester.json<{
    results: readonly { statusCode: number; result: SearchBody<T> }[];
  }>({
    method: "POST",
    path: "composite/batch",
    body: { json: { batchRequests: [{ method: "GET", url }] } },
    idempotency: "idempotent",
    signal,
  });
  const answer = body.results[0];
  if (answer?.statusCode === 200) return answer.result;
  throw answerError({ status: answer?.statusCode ?? 500, body: answer?.result, request: "GET search" });
}

/** Searches for a text; nothing in it is taken for SOSL. */
export async function searchText<T = SalesforceRecord>(
  requester: Requester,
  text: string,
  options: SearchTextOptions = {},
): Promise<readonly T[]> {
  const { objects, signal, fields, ...others } = options;
  if (typeof text !== "string" || text.trim().length < 2)
    throw new InputError("A search needs a text of at least two characters");
  checkCount("overallLimit", others.overallLimit, { min: 1, max: MAX_FOUND });
  checkCount("defaultLimit", others.defaultLimit, { min: 1, max: MAX_FOUND });
  checkCount("offset", others.offset, { min: 0, max: MAX_FOUND });
  if (others.offset !== undefined && objects?.length !== 1)
    throw new InputError("offset goes with one object alone: name it in objects", { column: "offset" });
  if (fields !== undefined) fieldList(fields);
  for (const object of objects ?? []) {
    objectName(object.name);
    checkCount("limit", object.limit, { min: 1, max: MAX_FOUND });
    if (object.fields !== undefined) fieldList(object.fields);
  }
  const { body } = await requester.json<SearchBody<T>>({
    method: "POST",
    path: "parameterizedSearch",
    body: { json: { q: text, ...others, fields, sobjects: objects } },
    idempotency: "idempotent",
    signal,
  });
  return recordsOf(body);
}

interface Range {
  readonly min: number;
  readonly max: number;
}

function checkCount(column: string, value: number | undefined, { min, max }: Range): void {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return;
  throw new InputError(`${column} must be a whole number from ${min} to ${max}, not ${value}`, { column });
}

/** Versions before 37.0 answered with a bare list. */
function recordsOf<T>(body: SearchBody<T>): readonly T[] {
  if (Array.isArray(body)) return body as readonly T[];
  return checkList(body as FoundRecords<T>, { member: "searchRecords", request: "search" }).searchRecords;
}
