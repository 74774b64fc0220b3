import type { Row, Store } from "../store/types.ts";
import { fetchByIds, fetchIds, fetchRows, isKeyed } from "./run.ts";
import { type CompiledQuery, cell } from "./shape.ts";

const ID_BYTES = 18;

/** Reads any part of a result, again and again, without holding its rows. */
export interface Cursor {
  readonly query: CompiledQuery;
  /** The number of rows of the whole result when it was first asked for. */
  readonly total: number;
  /** Reads up to `take` rows from an offset on. Rows deleted meanwhile are missing, as in Salesforce. */
  read(offset: number, take: number): Row[];
}

/** Opens a result for reading in pages. */
export function openCursor(store: Store, query: CompiledQuery, total: number): Cursor {
  return isKeyed(query) ? keyedCursor(store, query, total) : snapshotCursor(store, query, total);
}

/** Without ORDER BY the id is the order: a page starts after the last id of the one before. */
function keyedCursor(store: Store, query: CompiledQuery, total: number): Cursor {
  /** The last id before an offset, for every offset that a page has ended at. */
  const marks = new Map<number, string>();
  return {
    query,
    total,
    read(offset, take) {
      const start = marks.has(offset)
        ? offset
        : Math.max(0, ...[...marks.keys()].filter((at) => at < offset));
      const rows = fetchRows(store, query, {
        after: marks.get(start),
        skip: offset - start,
        take: Math.min(take, total - offset),
      });
      const last = rows.at(-1);
      if (last) marks.set(offset + rows.length, String(cell(last, query.idColumn)));
      return rows;
    },
  };
}

/** An ordered result is kept as the list of its ids, 18 bytes a row. */
function snapshotCursor(store: Store, query: CompiledQuery, total: number): Cursor {
  const ids = Buffer.from(fetchIds(store, query).join(""), "latin1");
  return {
    query,
    total,
    read(offset, take) {
      const wanted: string[] = [];
      for (let at = offset; at < Math.min(offset + take, ids.length / ID_BYTES); at++)
        wanted.push(ids.toString("latin1", at * ID_BYTES, (at + 1) * ID_BYTES));
      return fetchByIds(store, query, wanted);
    },
  };
}
