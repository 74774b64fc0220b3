import { callerOf, failure, notImplemented } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import { compileSoql } from "../soql/compile.ts";
import { soqlContext } from "../soql/context.ts";
import { openCursor } from "../soql/cursor.ts";
import { SoqlError } from "../soql/errors.ts";
import { explainQuery } from "../soql/explain.ts";
import {
  countChildren,
  countRows,
  fetchRows,
  type RecordEnv,
  restOfChildren,
  toRecords,
} from "../soql/run.ts";
import type { CompiledQuery } from "../soql/shape.ts";
import type { Row } from "../store/types.ts";
import { type CursorOptions, Cursors, locatorFault } from "./query-cursors.ts";

const MIN_PAGE = 200;
const MAX_PAGE = 2000;

/** The query resources of an org, and what they remember. */
export interface QueryResources {
  readonly routes: readonly Route[];
  /** Forgets every open result. */
  reset(): void;
}

/** Makes `query`, `queryAll` and their pages (REST API Developer Guide, "Query", "QueryAll", "Query More Results"). */
export function createQueryResources(options: CursorOptions = {}): QueryResources {
  const cursors = new Cursors(options);
  const first = (includeDeleted: boolean) => (call: Call) => answerQuery(call, { cursors, includeDeleted });
  const next = (call: Call): Reply => answerPage(call, cursors);
  const base = "/services/data/:version";
  return {
    routes: [
      { method: "GET", path: `${base}/query`, handler: first(false) },
      { method: "GET", path: `${base}/queryAll`, handler: first(true) },
      { method: "GET", path: `${base}/query/:locator`, handler: next },
      { method: "GET", path: `${base}/queryAll/:locator`, handler: next },
    ],
    reset: () => cursors.reset(),
  };
}

/** Compiles a caller's query. @throws SalesforceError as Salesforce refuses it, 501 for what this org does not do */
export function compileFor(call: Call, soql: string, includeDeleted: boolean): CompiledQuery {
  try {
    const userId = callerOf(call).id;
    return compileSoql(soqlContext(call.org.store, { soql, userId, version: call.version, includeDeleted }));
  } catch (error) {
    if (!(error instanceof SoqlError)) throw error;
    if (error.errorCode === "NOT_IMPLEMENTED") throw notImplemented(error.message);
    throw failure(400, error.errorCode, error.message);
  }
}

interface QueryCall {
  readonly cursors: Cursors;
  readonly includeDeleted: boolean;
}

function answerQuery(call: Call, { cursors, includeDeleted }: QueryCall): Reply {
  const explained = call.query.get("explain");
  const soql = call.query.get("q") ?? explained ?? "";
  if (soql.trim() === "") throw failure(400, "MALFORMED_QUERY", "A query string has to be specified");
  const query = compileFor(call, soql, includeDeleted);
  const { store } = call.org;
  if (explained !== null && !call.query.has("q")) return { status: 200, json: explainQuery(store, query) };
  if (query.kind === "count")
    return { status: 200, json: { totalSize: countRows(store, query), done: true, records: [] } };
  if (query.kind === "aggregate") return { status: 200, json: aggregatePage(call, query, cursors) };
  return { status: 200, json: firstPage(call, query, cursors) };
}

function aggregatePage(call: Call, query: CompiledQuery, cursors: Cursors): unknown {
  const take = Math.min(MAX_PAGE + 1, query.limit ?? MAX_PAGE + 1);
  const rows = fetchRows(call.org.store, query, { take });
  if (rows.length > MAX_PAGE) {
    const message =
      "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch";
    throw failure(400, "EXCEEDED_ID_LIMIT", message);
  }
  const records = toRecords(query, rows, recordEnv(call, { cursors, pageSize: MAX_PAGE }));
  return { totalSize: rows.length, done: true, records };
}

/** Reads the page size a client asks for: `Sforce-Query-Options: batchSize=500`. */
function pageSizeOf(call: Call): number {
  const header = String(call.headers["sforce-query-options"] ?? "");
  const asked = /batchSize\s*=\s*(-?\d+)/i.exec(header)?.[1];
  if (asked === undefined) return MAX_PAGE;
  const size = Number(asked);
  if (size < MIN_PAGE || size > MAX_PAGE)
    throw failure(400, "INVALID_BATCH_SIZE", `Batch size must be between ${MIN_PAGE} and ${MAX_PAGE}`);
  return size;
}

interface Paging {
  readonly cursors: Cursors;
  readonly pageSize: number;
}

function recordEnv(call: Call, { cursors, pageSize }: Paging): RecordEnv {
  const { org, base } = call;
  const userId = callerOf(call).id;
  return {
    schema: org.schema,
    store: org.store,
    base,
    childPageSize: pageSize,
    keepRest: (children, parentId, total) => {
      const cursor = openCursor(org.store, restOfChildren(children, parentId), () => total);
      return `${base}/query/${cursors.keep(org, { cursor, userId, pageSize })}-${pageSize}`;
    },
  };
}

function firstPage(call: Call, query: CompiledQuery, cursors: Cursors): unknown {
  const pageSize = pageSizeOf(call);
  const { org } = call;
  const found = fetchRows(org.store, query, { take: Math.min(pageSize + 1, query.limit ?? pageSize + 1) });
  const fitting = shorten(call, query, { rows: found.slice(0, pageSize), pageSize });
  const env = recordEnv(call, { cursors, pageSize });
  const records = toRecords(query, fitting, env);
  if (fitting.length === found.length) return { totalSize: found.length, done: true, records };
  const cursor = openCursor(org.store, query, () => countRows(org.store, query));
  const locator = cursors.keep(org, { cursor, userId: callerOf(call).id, pageSize });
  return {
    totalSize: cursor.total,
    done: false,
    nextRecordsUrl: `${call.base}/query/${locator}-${fitting.length}`,
    records,
  };
}

/** Shortens a page of parents so that they and their children together fill no more than a page. */
function shorten(call: Call, query: CompiledQuery, page: { rows: Row[]; pageSize: number }): Row[] {
  const { rows, pageSize } = page;
  if (rows.length < 2 || !query.nodes.some((node) => node.kind === "children")) return rows;
  let filled = 0;
  const counts = countChildren(call.org.store, query, rows);
  const end = counts.findIndex((count) => {
    filled += 1 + count;
    return filled > pageSize;
  });
  return end === -1 ? rows : rows.slice(0, Math.max(1, end));
}

function answerPage(call: Call, cursors: Cursors): Reply {
  const { org } = call;
  const userId = callerOf(call).id;
  const place = cursors.find(call.params["locator"] ?? "", { userId, now: org.clock().getTime() });
  if (typeof place === "string") return locatorFault(place);
  const { result, offset } = place;
  const { cursor, pageSize, locator } = result;
  const found = cursor.read(offset, pageSize);
  const rows = shorten(call, cursor.query, { rows: found, pageSize });
  const records = toRecords(cursor.query, rows, recordEnv(call, { cursors, pageSize }));
  const next = offset + rows.length;
  const done = rows.length === 0 || next >= cursor.total;
  const more = done ? {} : { nextRecordsUrl: `${call.base}/query/${locator}-${next}` };
  return { status: 200, json: { totalSize: cursor.total, done, ...more, records } };
}
