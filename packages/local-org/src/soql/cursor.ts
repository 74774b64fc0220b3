import type { Row, Store } from "../store/types.ts";
import { fetchByIds, fetchIds, fetchRows, ID_BYTES, isKeyed } from "./run.ts";
import { type CompiledQuery, cell } from "./shape.ts";

/** Reads any part of a result, again and again, without holding its rows. */
export interface Cursor {
  readonly query: CompiledQuery;
  /** The number of rows of the whole result when it was first asked for. */
  readonly total: number;
  /** How much memory the cursor holds on to, in bytes. */
  readonly heldBytes: number;
  /** Reads up to `take` rows from an offset on. Rows deleted meanwhile are missing, as in Salesforce. */
  read(offset: number, take: number): Row[];
}

/** Opens a result for reading in pages. `count` says how long it is; it is not asked where that is found out anyway. */
export function openCursor(store: Store, query: CompiledQuery, count: () => number): Cursor {
  return isKeyed(query) ? keyedCursor(store, query, count()) : snapshotCursor(store, query);
}

/** Without ORDER BY the id is the order: a page starts after the last id of the one before. */
function keyedCursor(store: Store, query: CompiledQuery, total: number): Cursor {
  /** The last id before an offset, for every offset that a page has ended at. */
  const marks = new Map<number, string>();
  return {
    query,
    total,
    heldBytes: 0,
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

/** An ordered result is kept as the list of its ids. */
function snapshotCursor(store: Store, query: CompiledQuery): Cursor {
  const ids = fetchIds(store, query);
  const total = ids.length / ID_BYTES;
  return {
    query,
    total,
    heldBytes: ids.length,
    read(offset, take) {
      const wanted: string[] = [];
      for (let at = offset; at < Math.min(offset + take, total); at++)
        wanted.push(ids.toString("latin1", at * ID_BYTES, (at + 1) * ID_BYTES));
      return fetchByIds(store, query, wanted);
    },
  };
}
