import type { ObjectDef } from "../schema/types.ts";
import { callerOf, failure } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import { quote } from "../store/types.ts";

interface Item {
  readonly at: string;
  readonly json: Record<string, unknown>;
}

function latestOf(call: Call, object: ObjectDef, limit: number): Item[] {
  const stamp = ["LastModifiedDate", "SystemModstamp"].find((name) => object.field(name));
  const by = object.field("LastModifiedById");
  const name = object.nameField?.name ?? "Id";
  if (!stamp || !by || !object.flags.mruEnabled) return [];
  const sql =
    `SELECT "Id" AS id, ${quote(name)} AS name, ${quote(stamp)} AS at FROM ${quote(object.name)} ` +
    `WHERE "LastModifiedById" = ? AND "IsDeleted" = 0 ORDER BY ${quote(stamp)} DESC, "Id" DESC LIMIT ${limit}`;
  return call.org.store
    .statement(sql)
    .all([callerOf(call).id])
    .map((row) => {
      const id = String(row["id"]);
      const url = `${call.base}/sobjects/${object.name}/${id}`;
      return {
        at: String(row["at"]),
        json: { attributes: { type: object.name, url }, Id: id, Name: row["name"] },
      };
    });
}

/** Returns what the caller last wrote, newest first. Salesforce counts what was looked at in the UI; here nobody looks. */
export function recentItems(
  call: Call,
  objects: readonly ObjectDef[],
  limit = 200,
): Record<string, unknown>[] {
  return objects
    .flatMap((object) => latestOf(call, object, limit))
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, limit)
    .map((item) => item.json);
}

function recent(call: Call): Reply {
  const limit = Number(call.query.get("limit") ?? 200);
  if (!Number.isInteger(limit) || limit < 1)
    throw failure(400, "INVALID_SEARCH", "limit must be a positive number");
  return { status: 200, json: recentItems(call, call.org.schema.objects(), Math.min(limit, 200)) };
}

/** Recently Viewed Items. */
export const routes: readonly Route[] = [
  { method: "GET", path: "/services/data/:version/recent", handler: recent },
];
