import { InputError } from "../errors/index.ts";
import type { CallOptions } from "./call.ts";
import type { RestContext } from "./context.ts";

/** A span of time in which records changed. Seconds are ignored by the platform. */
export interface ReplicationWindow {
  /** Its start. */
  readonly start: Date;
  /** Its end, later than the start. @default now */
  readonly end?: Date | undefined;
}

/** Records that were created or changed. */
export interface UpdatedRecords {
  /** Their ids. */
  readonly ids: readonly string[];
  /** Up to when the list is complete: start the next one here. */
  readonly latestDateCovered: Date;
}

/** Records that were deleted. */
export interface DeletedRecords {
  /** Each with the time of its deletion. */
  readonly records: readonly { readonly id: string; readonly deletedDate: Date }[];
  /** The oldest deletion that the org still knows. */
  readonly earliestDateAvailable: Date;
  /** Up to when the list is complete: start the next one here. */
  readonly latestDateCovered: Date;
}

/** Whose changes, and when. */
export interface ReplicationRequest {
  /** `sobjects/Account`. */
  readonly base: string;
  readonly window: ReplicationWindow;
}

interface UpdatedBody {
  readonly ids: readonly string[];
  readonly latestDateCovered: string;
}

interface DeletedBody {
  readonly deletedRecords: readonly { readonly id: string; readonly deletedDate: string }[];
  readonly earliestDateAvailable: string;
  readonly latestDateCovered: string;
}

/** How many days before that of the call are kept (REST API guide, "sObject Get Updated", "sObject Get Deleted"). */
const KEPT_DAYS = { updated: 30, deleted: 15 } as const;
const DAY_MS = 86_400_000;

interface Kept {
  readonly days: number;
  readonly now: number;
}

/** Lists created and changed records. */
export async function readUpdated(
  { requester, runtime }: RestContext,
  { base, window }: ReplicationRequest,
  { signal }: CallOptions = {},
): Promise<UpdatedRecords> {
  const query = span(window, { days: KEPT_DAYS.updated, now: runtime.now() });
  const request = { method: "GET", path: `${base}/updated/`, query, signal } as const;
  const { body } = await requester.json<UpdatedBody>(request);
  return { ids: body.ids, latestDateCovered: instant(body.latestDateCovered) };
}

/** Lists deleted records. */
export async function readDeleted(
  { requester, runtime }: RestContext,
  { base, window }: ReplicationRequest,
  { signal }: CallOptions = {},
): Promise<DeletedRecords> {
  const query = span(window, { days: KEPT_DAYS.deleted, now: runtime.now() });
  const request = { method: "GET", path: `${base}/deleted/`, query, signal } as const;
  const { body } = await requester.json<DeletedBody>(request);
  return {
    records: body.deletedRecords.map(({ id, deletedDate }) => ({ id, deletedDate: instant(deletedDate) })),
    earliestDateAvailable: instant(body.earliestDateAvailable),
    latestDateCovered: instant(body.latestDateCovered),
  };
}

function span(window: ReplicationWindow, { days, now }: Kept): { start: string; end: string } {
  const { start, end = new Date(now) } = window;
  for (const [column, value] of Object.entries({ start, end }))
    if (!(value instanceof Date) || Number.isNaN(value.getTime()))
      throw new InputError(`${column} is not a date`, { column });
  if (end.getTime() <= start.getTime())
    throw new InputError("end must be later than start", { column: "end" });
  if (minuteOf(end) === minuteOf(start))
    throw new InputError(
      "start and end lie within one minute, and the platform looks at whole minutes: ask again when the next has begun",
      { column: "start" },
    );
  // The day of the call is that of the org's time zone, so nearly one day more may be kept.
  if (start.getTime() < now - (days + 1) * DAY_MS)
    throw new InputError(
      `start is ${start.toISOString()}, and the org knows these changes for ${days} days: compare all records once, then go on from now`,
      { column: "start" },
    );
  return { start: start.toISOString(), end: end.toISOString() };
}

const minuteOf = (time: Date): number => Math.floor(time.getTime() / 60_000);

/** Reads the platform's times, which have `+0000` where ISO 8601 wants `+00:00` or `Z`. */
function instant(text: string): Date {
  return new Date(text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
}
