import { InputError } from "../errors/index.ts";
import type { Requester } from "../http/index.ts";
import { answerError, checkList } from "./answer-error.ts";
import { filledText } from "./check.ts";
import type { QueryOptions } from "./query-options.ts";

/** Where a query begins: with its SOQL, at a page of it, or with the children of a record. */
export type QueryStart =
  | { readonly soql: string /** `tooling/` for the Tooling API. */; readonly root?: "tooling/" | undefined }
  | { readonly locator: string }
  | { readonly path: string; readonly fields: string | undefined };

/** A page as the org sends it. */
export interface QueryBody<T> {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly T[];
}

/** Longest SOQL (SOQL and SOSL Reference, "SOQL and SOSL Limits"). */
const MAX_SOQL = 100_000;

/**
 * Longest query string that goes into a URL. The platform takes 16,384 bytes for URI and headers together (REST API
 * guide, "Status Codes": 414 and 431); a token alone may have several thousand.
 */
const MAX_ENCODED = 8_192;

/**
 * Checks a locator, which is the path of a page or what stands at its end.
 * @throws InputError when it is neither
 */
export function locatorOf(locator: string): string {
  if (typeof locator === "string" && /^(?:\/services\/data\/v\d+\.\d\/query(?:All)?\/)?[\w-]+$/.test(locator))
    return locator.startsWith("/") ? locator : `query/${locator}`;
  throw new InputError(`${JSON.stringify(locator)} is not the locator of a query's page`, {
    column: "locator",
  });
}

/** Reads the page that a query begins with. */
export async function readFirst<T>(
  requester: Requester,
  start: QueryStart,
  options: QueryOptions,
): Promise<QueryBody<T>> {
  checkPageSize(options.pageSize);
  if ("locator" in start) return readPage<T>(requester, start.locator, options);
  if ("path" in start) {
    const { path, fields } = start;
    return get<T>(requester, { path, query: { fields } }, options);
  }
  return runSoql<T>(requester, start, options);
}

/** Reads a page by its locator. */
export async function readPage<T>(
  requester: Requester,
  path: string,
  options: QueryOptions,
): Promise<QueryBody<T>> {
  return get<T>(requester, { path }, options);
}

interface PageRequest {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
}

async function get<T>(
  requester: Requester,
  { path, query }: PageRequest,
  options: QueryOptions,
): Promise<QueryBody<T>> {
  const asked = query === undefined ? { path } : { path, query };
  const { body } = await requester.json<QueryBody<T>>({ method: "GET", ...asked, ...given(options) });
  return checkList(body, { member: "records", request: `GET ${path}` });
}

async function runSoql<T>(
  requester: Requester,
  { soql, root }: Extract<QueryStart, { soql: string }>,
  options: QueryOptions,
): Promise<QueryBody<T>> {
  filledText(soql, "The query");
  if (soql.length > MAX_SOQL)
    throw new InputError(`The query has ${soql.length} characters; SOQL takes up to ${MAX_SOQL}`);
  const path = `${root ?? ""}${options.includeDeleted === true ? "queryAll" : "query"}`;
  const encoded = new URLSearchParams({ q: soql }).toString();
  if (encoded.length > MAX_ENCODED)
    return runLong<T>(requester, { path, encoded, root: root ?? "" }, options);
  return get<T>(requester, { path, query: { q: soql } }, options);
}

interface LongQuery {
  readonly path: string;
  readonly encoded: string;
  readonly root: string;
}

interface Wrapped<T> {
  readonly compositeResponse: readonly { readonly httpStatusCode: number; readonly body: QueryBody<T> }[];
}

/** Sends a query too long for a URL in the body of a composite call, which runs it as if it stood in one. */
async function runLong<T>(
  requester: Requester,
  { path, encoded, root }: LongQuery,
  options: QueryOptions,
): Promise<QueryBody<T>> {
  const { headers, signal } = given(options);
  const url = `/services/data/v${await requester.apiVersion(signal)}/${path}?${encoded}`;
  const step = {
    method: "GET",
    url,
    referenceId: "query",
    ...(headers === undefined ? {} : { httpHeaders: headers }),
  };
  const { body } = await requester.json<Wrapped<T>>({
    method: "POST",
    path: `${root}composite`,
    body: { json: { compositeRequest: [step] } },
    idempotency: "idempotent",
    signal,
  });
  const request = `GET ${path}`;
  const [answer] = checkList(body, { member: "compositeResponse", request }).compositeResponse;
  if (answer?.httpStatusCode === 200) return checkList(answer.body, { member: "records", request });
  throw answerError({ status: answer?.httpStatusCode ?? 500, body: answer?.body, request });
}

interface Given {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

function given({ pageSize, signal }: QueryOptions): Given {
  if (pageSize === undefined) return { signal };
  return { headers: { "Sforce-Query-Options": `batchSize=${pageSize}` }, signal };
}

function checkPageSize(pageSize: number | undefined): void {
  if (pageSize === undefined || (Number.isInteger(pageSize) && pageSize >= 200 && pageSize <= 2000)) return;
  throw new InputError(`pageSize must be a whole number from 200 to 2000, not ${pageSize}`, {
    column: "pageSize",
  });
}
