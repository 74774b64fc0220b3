import type { Row, SqlValue, Store } from "../store/types.ts";
import { quote } from "../store/types.ts";
import { teachFold } from "./fold.ts";
import { type ChildrenNode, type CompiledQuery, cell, type OutputNode, type ReadEnv } from "./shape.ts";

/** Which rows of a result to read. */
export interface RowRange {
  /** The id after which to go on, in a query that is read in the order of ids. */
  readonly after?: string | undefined;
  readonly skip?: number | undefined;
  readonly take: number;
}

function selectList(query: CompiledQuery): string {
  return query.columns.map((expression, i) => `${expression} AS c${i}`).join(", ");
}

interface Clauses {
  readonly where: string;
  readonly params: readonly SqlValue[];
}

function clauses(query: CompiledQuery, extra?: { text: string; params: readonly SqlValue[] }): Clauses {
  const where = extra ? `${query.where.text} AND ${extra.text}` : query.where.text;
  const having = query.having ? ` HAVING ${query.having.text}` : "";
  const groupBy = query.groupBy === "" ? "" : ` GROUP BY ${query.groupBy}`;
  return {
    where: `FROM ${query.from} WHERE ${where}${groupBy}${having}`,
    params: [...query.where.params, ...(extra?.params ?? []), ...(query.having?.params ?? [])],
  };
}

function select(store: Store, sql: string, params: readonly SqlValue[]): Row[] {
  teachFold(store.db);
  return store.statement(sql).all([...params]) as Row[];
}

function firstOf(rows: readonly Row[], column: string): SqlValue {
  const [row] = rows;
  return row ? cell(row, column) : 0;
}

/** Counts the rows a query stands for, its LIMIT and OFFSET taken into account. */
export function countRows(store: Store, query: CompiledQuery): number {
  const { where, params } = clauses(query);
  const counted =
    query.kind === "aggregate"
      ? `SELECT COUNT(*) AS n FROM (SELECT 1 ${where})`
      : `SELECT COUNT(*) AS n ${where}`;
  const all = Number(firstOf(select(store, counted, params), "n"));
  return Math.min(Math.max(all - query.offset, 0), query.limit ?? Number.POSITIVE_INFINITY);
}

/** Tells whether a result can be read in the order of ids, a page at a time. */
export function isKeyed(query: CompiledQuery): boolean {
  return query.kind === "rows" && query.orderBy === "" && query.offset === 0;
}

/** Reads some rows. The query's own LIMIT is the caller's business, its OFFSET is added here. */
export function fetchRows(store: Store, query: CompiledQuery, range: RowRange): Row[] {
  const after = range.after === undefined ? undefined : { text: `${query.id} > ?`, params: [range.after] };
  const { where, params } = clauses(query, after);
  const order = query.orderBy !== "" ? query.orderBy : query.kind === "rows" ? query.id : "";
  const sql = `SELECT ${selectList(query)} ${where}${order === "" ? "" : ` ORDER BY ${order}`} LIMIT ? OFFSET ?`;
  return select(store, sql, [...params, range.take, query.offset + (range.skip ?? 0)]);
}

/** The length of an id. */
export const ID_BYTES = 18;

/** Reads the ids of a whole result in its order, one after the other in a buffer: a million are 18 MB. */
export function fetchIds(store: Store, query: CompiledQuery): Buffer {
  teachFold(store.db);
  const { where, params } = clauses(query);
  const order = query.orderBy === "" ? query.id : query.orderBy;
  const sql = `SELECT ${query.id} AS id ${where} ORDER BY ${order} LIMIT ? OFFSET ?`;
  let ids = Buffer.alloc(ID_BYTES * 1024);
  let length = 0;
  for (const row of store.statement(sql).iterate([...params, query.limit ?? -1, query.offset])) {
    if (length === ids.length) ids = Buffer.concat([ids], ids.length * 2);
    length += ids.write(String(cell(row as Row, "id")), length, "latin1");
  }
  return ids.subarray(0, length);
}

/** Reads rows by their ids, in the order of the ids; ids that are gone are left out. */
export function fetchByIds(store: Store, query: CompiledQuery, ids: readonly string[]): Row[] {
  const sql = `SELECT ${selectList(query)} FROM ${query.from} WHERE ${query.id} IN (SELECT value FROM json_each(?))`;
  const rows = select(store, sql, [JSON.stringify(ids)]);
  const byId = new Map(rows.map((row) => [String(row[query.idColumn]), row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [row] : [];
  });
}

/** What is done with a list of children that is too long for one answer. Returns the URL of its rest. */
export type KeepRest = (children: ChildrenNode, parentId: string, total: number) => string;

/** What turning rows into records needs. */
export interface RecordEnv extends ReadEnv {
  readonly store: Store;
  /** The most children of one parent in one answer. */
  readonly childPageSize: number;
  readonly keepRest: KeepRest;
}

type Json = Record<string, unknown>;

/** Turns rows of a query into the records of a JSON answer. */
export function toRecords(query: CompiledQuery, rows: readonly Row[], env: RecordEnv): Json[] {
  const children = new Map<ChildrenNode, Map<string, Json>>();
  for (const node of query.nodes) {
    if (node.kind === "children") {
      const ids = rows.map((row) => String(row[query.idColumn]));
      children.set(node, childLists(node, ids, env));
    }
  }
  return rows.map((row) => {
    const id = String(row[query.idColumn]);
    const record: Json = { attributes: attributesOf(query, id, env) };
    for (const node of query.nodes) {
      record[node.key] =
        node.kind === "children" ? (children.get(node)?.get(id) ?? null) : readNode(node, row, env);
    }
    return record;
  });
}

function attributesOf(query: CompiledQuery, id: string, env: ReadEnv): Json {
  if (query.kind === "aggregate") return { type: "AggregateResult" };
  return { type: query.object.name, url: `${env.base}/sobjects/${query.object.name}/${id}` };
}

function readNode(node: Exclude<OutputNode, ChildrenNode>, row: Row, env: ReadEnv): unknown {
  if (node.kind === "value") return node.read(row, env);
  const id = cell(row, node.idColumn);
  if (typeof id !== "string") return null;
  const known = node.kind === "parent" ? node.object : undefined;
  const object = known ?? env.schema.byPrefix(id);
  const type = object?.name ?? "Name";
  const record: Json = { attributes: { type, url: `${env.base}/sobjects/${type}/${id}` } };
  const nodes =
    node.kind === "parent" ? node.nodes : (node.branches.get(type.toLowerCase()) ?? node.otherwise);
  for (const inner of nodes) if (inner.kind !== "children") record[inner.key] = readNode(inner, row, env);
  return record;
}

/** Counts the children of each row that the query asks for, all its subqueries together. */
export function countChildren(store: Store, query: CompiledQuery, rows: readonly Row[]): number[] {
  const ids = rows.map((row) => String(cell(row, query.idColumn)));
  const counts = new Map<string, number>();
  for (const node of query.nodes) {
    if (node.kind !== "children") continue;
    const { link, where, params } = childrenOf(node, ids);
    for (const row of select(
      store,
      `SELECT ${link} AS parent, COUNT(*) AS n ${where} GROUP BY ${link}`,
      params,
    )) {
      const parent = String(cell(row, "parent"));
      const own = Math.min(Number(cell(row, "n")), node.query.limit ?? Number.POSITIVE_INFINITY);
      counts.set(parent, (counts.get(parent) ?? 0) + own);
    }
  }
  return ids.map((id) => counts.get(id) ?? 0);
}

/** Makes the query that reads the children of one parent. */
export function restOfChildren({ query, link }: ChildrenNode, parentId: string): CompiledQuery {
  const text = `${query.where.text} AND t.${quote(link)} = ?`;
  return { ...query, where: { text, params: [...query.where.params, parentId] } };
}

function childrenOf({ query, link }: ChildrenNode, parentIds: readonly string[]): Clauses & { link: string } {
  const column = `t.${quote(link)}`;
  const text = `${column} IN (SELECT value FROM json_each(?))`;
  return { ...clauses(query, { text, params: [JSON.stringify(parentIds)] }), link: column };
}

/** Reads the children of a page of parents at once, the first of each parent only. */
function childLists(node: ChildrenNode, parentIds: readonly string[], env: RecordEnv): Map<string, Json> {
  const { query } = node;
  const most = Math.min(env.childPageSize, query.limit ?? Number.POSITIVE_INFINITY);
  const { link, where, params } = childrenOf(node, parentIds);
  const order = query.orderBy === "" ? query.id : query.orderBy;
  const ranked = `SELECT ${selectList(query)}, ${link} AS parent, ROW_NUMBER() OVER (PARTITION BY ${link} ORDER BY ${order}) - ${query.offset} AS place, COUNT(*) OVER (PARTITION BY ${link}) - ${query.offset} AS total ${where}`;
  const rows = select(
    env.store,
    `SELECT * FROM (${ranked}) WHERE place BETWEEN 1 AND ? ORDER BY parent, place`,
    [...params, most],
  );
  const byParent = new Map<string, Row[]>();
  for (const row of rows) {
    const parent = String(cell(row, "parent"));
    const list = byParent.get(parent);
    if (list) list.push(row);
    else byParent.set(parent, [row]);
  }
  const lists = new Map<string, Json>();
  for (const [parent, own] of byParent) lists.set(parent, childList(node, { parent, rows: own }, env));
  return lists;
}

function childList(node: ChildrenNode, of: { parent: string; rows: readonly Row[] }, env: RecordEnv): Json {
  const all = Number(firstOf(of.rows, "total"));
  const totalSize = Math.min(all, node.query.limit ?? Number.POSITIVE_INFINITY);
  const records = toRecords(node.query, of.rows, env);
  if (totalSize <= of.rows.length) return { totalSize, done: true, records };
  return { totalSize, done: false, nextRecordsUrl: env.keepRest(node, of.parent, totalSize), records };
}
