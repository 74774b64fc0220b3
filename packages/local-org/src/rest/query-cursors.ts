import type { IdSource } from "../schema/ids.ts";
import type { Reply } from "../server/types.ts";
import type { Cursor } from "../soql/cursor.ts";
import type { Clock } from "../store/types.ts";

/** A result that a client may page through, and who may. */
export interface OpenResult {
  readonly locator: string;
  readonly cursor: Cursor;
  readonly userId: string;
  readonly pageSize: number;
  readonly openedAt: number;
}

/** What the cursors of an org obey. */
export interface CursorOptions {
  /** How long a locator lives, in milliseconds. @default 172800000 (2 days) */
  readonly cursorLifetimeMs?: number | undefined;
  /** The most results open at once; the oldest makes room for the newest. @default 1000 */
  readonly maxCursors?: number | undefined;
  /** The memory that ordered results may hold on to, 18 bytes a row; beyond it the oldest makes room. @default 268435456 */
  readonly maxCursorBytes?: number | undefined;
}

type ResolvedCursorOptions = Readonly<Record<keyof CursorOptions, number>>;

/** The values used where an option is left out. */
export const DEFAULT_CURSOR_OPTIONS: ResolvedCursorOptions = Object.freeze({
  cursorLifetimeMs: 2 * 24 * 60 * 60 * 1000,
  maxCursors: 1000,
  maxCursorBytes: 256 * 1024 * 1024,
});

/** Why a locator cannot be served (REST API Developer Guide, "Query Cursors"). */
export type LocatorFault =
  | "INVALID_QUERY_LOCATOR_FORMAT"
  | "QUERY_LOCATOR_EXPIRED"
  | "QUERY_LOCATOR_NOT_FOUND"
  | "LOCATOR_LOCATION_EXCEEDS_SIZE"
  | "UNAUTHORIZED_USER_FOR_CURSOR";

const MESSAGES: Readonly<Record<LocatorFault, string>> = {
  INVALID_QUERY_LOCATOR_FORMAT: "invalid query locator",
  QUERY_LOCATOR_EXPIRED: "the query locator has expired: run the query again",
  QUERY_LOCATOR_NOT_FOUND: "invalid query locator",
  LOCATOR_LOCATION_EXCEEDS_SIZE: "the location is beyond the end of the result",
  UNAUTHORIZED_USER_FOR_CURSOR: "the query locator belongs to another user",
};

/** Makes the answer to a locator that cannot be served. */
export function locatorFault(fault: LocatorFault): Reply {
  const entry = {
    message: MESSAGES[fault],
    errorCode: "INVALID_QUERY_LOCATOR",
    extendedErrorDetails: [{ extendedErrorCode: fault }],
  };
  return { status: 400, json: [entry] };
}

/** A place in an open result. */
export interface Place {
  readonly result: OpenResult;
  readonly offset: number;
}

/** The open results of an org. */
export class Cursors {
  readonly #open = new Map<string, OpenResult>();
  readonly #options: ResolvedCursorOptions;

  constructor(options: CursorOptions = {}) {
    this.#options = {
      cursorLifetimeMs: options.cursorLifetimeMs ?? DEFAULT_CURSOR_OPTIONS.cursorLifetimeMs,
      maxCursors: options.maxCursors ?? DEFAULT_CURSOR_OPTIONS.maxCursors,
      maxCursorBytes: options.maxCursorBytes ?? DEFAULT_CURSOR_OPTIONS.maxCursorBytes,
    };
  }

  /** Keeps a result open and returns its locator. */
  keep(
    org: { ids: IdSource; clock: Clock },
    result: Pick<OpenResult, "cursor" | "userId" | "pageSize">,
  ): string {
    const locator = org.ids.next("0r8");
    this.#open.set(locator, { ...result, locator, openedAt: org.clock().getTime() });
    this.#makeRoom(locator);
    return locator;
  }

  /** Lets go of the oldest results until the rest is within the limits. The newest always stays. */
  #makeRoom(newest: string): void {
    let held = 0;
    for (const { cursor } of this.#open.values()) held += cursor.heldBytes;
    for (const [locator, { cursor }] of this.#open) {
      const fits = this.#open.size <= this.#options.maxCursors && held <= this.#options.maxCursorBytes;
      if (fits || locator === newest) return;
      this.#open.delete(locator);
      held -= cursor.heldBytes;
    }
  }

  /** Finds the place that a locator such as `0r8…-2000` names, or says why there is none. */
  find(locator: string, by: { userId: string; now: number }): Place | LocatorFault {
    const [, id = "", offset = ""] = /^([A-Za-z0-9]{15,18})-(\d+)$/.exec(locator) ?? [];
    if (id === "") return "INVALID_QUERY_LOCATOR_FORMAT";
    const result = this.#open.get(id);
    if (!result) return "QUERY_LOCATOR_NOT_FOUND";
    if (by.now - result.openedAt > this.#options.cursorLifetimeMs) {
      this.#open.delete(id);
      return "QUERY_LOCATOR_EXPIRED";
    }
    if (result.userId !== by.userId) return "UNAUTHORIZED_USER_FOR_CURSOR";
    if (Number(offset) > result.cursor.total) return "LOCATOR_LOCATION_EXCEEDS_SIZE";
    return { result, offset: Number(offset) };
  }

  /** Forgets every open result. */
  reset(): void {
    this.#open.clear();
  }
}
