import { randomUUID } from "node:crypto";
import type { SalesforceRecord } from "kinetic-core";

/** Where the next rows of a query come from. */
export type QuerySource = "rest" | "tooling" | "all";

/** A query that is not read to its end: rows that were fetched and not shown yet, and where the next ones are. */
export interface HeldRows {
  readonly soql: string;
  readonly source: QuerySource;
  readonly records: readonly SalesforceRecord[];
  readonly totalSize: number;
  readonly locator?: string | undefined;
}

/** Keeps rows between two calls of an agent, within bounds of memory and time. */
export interface ResultStore {
  /** Keeps rows; the oldest ones go when there are too many bytes. */
  keep(rows: HeldRows): string;
  /** Gives the rows of a handle; `undefined` when they are gone. They stay, so that a repeated call finds them again. */
  get(handle: string): HeldRows | undefined;
}

/** Bounds of a store. */
export interface ResultStoreOptions {
  /** @default 67_108_864 */
  readonly maxBytes?: number | undefined;
  /** @default 900_000 */
  readonly ttlMs?: number | undefined;
  /** @default Date.now */
  readonly now?: (() => number) | undefined;
}

interface Held {
  readonly rows: HeldRows;
  readonly bytes: number;
  readonly until: number;
}

/** Makes a store. */
export function resultStore(options: ResultStoreOptions = {}): ResultStore {
  const { maxBytes = 64 * 1024 * 1024, ttlMs = 900_000, now = Date.now } = options;
  const held = new Map<string, Held>();
  let total = 0;
  const drop = (handle: string, { bytes }: Held): void => {
    if (held.delete(handle)) total -= bytes;
  };
  const tidy = (): void => {
    for (const [handle, one] of held) {
      if (one.until > now() && total <= maxBytes) break;
      drop(handle, one);
    }
  };
  return {
    keep(rows) {
      const handle = randomUUID();
      const bytes = Buffer.byteLength(JSON.stringify(rows.records)) + Buffer.byteLength(rows.soql);
      held.set(handle, { rows, bytes, until: now() + ttlMs });
      total += bytes;
      tidy();
      return handle;
    },
    get(handle) {
      tidy();
      return held.get(handle)?.rows;
    },
  };
}
