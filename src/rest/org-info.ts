import { InputError } from "../errors/index.ts";
import type { Requester } from "../http/index.ts";
import type { CallOptions } from "./call.ts";
import { objectList } from "./check.ts";

/** A limit of the org (REST API guide, "Limits"). Some are split further, by app or by kind. */
export interface OrgLimit {
  /** How much there is. */
  readonly Max: number;
  /** How much of it is left; up to five minutes old. */
  readonly Remaining: number;
  readonly [part: string]: number | { readonly Max: number; readonly Remaining: number };
}

/** The limits of an org by name, e.g. `DailyApiRequests`; which ones there are depends on the org. */
export type OrgLimits = Readonly<Record<string, OrgLimit>>;

/** An API version that the org answers. */
export interface VersionInfo {
  /** Name of the release, e.g. `Winter '27`. */
  readonly label: string;
  /** Path, e.g. `/services/data/v68.0`. */
  readonly url: string;
  /** Number, e.g. `68.0`. */
  readonly version: string;
}

/** A record that the user looked at lately. */
export interface RecentRecord {
  readonly attributes: { readonly type: string; readonly url: string };
  readonly Id: string;
  readonly Name?: string | undefined;
}

/** Options of `recent`. */
export interface RecentOptions extends CallOptions {
  /** The most records, 1 to 200. @default 200 */
  readonly limit?: number | undefined;
}

/** Reads the limits of the org. */
export async function readLimits(requester: Requester, { signal }: CallOptions = {}): Promise<OrgLimits> {
  return (await requester.json<OrgLimits>({ method: "GET", path: "limits", signal })).body;
}

/** Reads how many records objects have, as last estimated (REST API guide, "Record Count"). */
export async function readRecordCounts(
  requester: Requester,
  objects: readonly string[] | undefined,
  { signal }: CallOptions = {},
): Promise<Record<string, number>> {
  const sObjects = objects === undefined ? undefined : objectList(objects).join(",");
  if (sObjects === "")
    throw new InputError("The list of objects is empty: name some, or leave it out for all");
  const { body } = await requester.json<{ sObjects: readonly { name: string; count: number }[] }>({
    method: "GET",
    path: "limits/recordCount",
    query: { sObjects },
    signal,
  });
  return Object.fromEntries(body.sObjects.map(({ name, count }) => [name, count]));
}

/** Reads which records the user looked at lately (REST API guide, "Recently Viewed Items"). */
export async function readRecent(
  requester: Requester,
  { limit, signal }: RecentOptions = {},
): Promise<readonly RecentRecord[]> {
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= 200))
    throw new InputError(`limit must be a whole number from 1 to 200, not ${limit}`, { column: "limit" });
  return (await requester.json<RecentRecord[]>({ method: "GET", path: "recent", query: { limit }, signal }))
    .body;
}

/** Reads which API versions the org answers. */
export async function readVersions(
  requester: Requester,
  { signal }: CallOptions = {},
): Promise<readonly VersionInfo[]> {
  return (await requester.json<VersionInfo[]>({ method: "GET", path: "/services/data", signal })).body;
}

/** Reads which resources this API version has, as paths by name. */
export async function readResources(
  requester: Requester,
  { signal }: CallOptions = {},
): Promise<Readonly<Record<string, string>>> {
  const path = `/services/data/v${await requester.apiVersion(signal)}`;
  return (await requester.json<Record<string, string>>({ method: "GET", path, signal })).body;
}
