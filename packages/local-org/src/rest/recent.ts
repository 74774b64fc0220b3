import type { ObjectDef } from "../schema/types.ts";
import { callerOf, failure } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import { quote, type Row } from "../store/types.ts";
import { seenAt } from "./view-notes.ts";

/** Most records that are remembered (REST API Developer Guide, "Recently Viewed Items"). */
const MAX_ITEMS = 200;

interface Item {
  readonly at: string;
  readonly json: Record<string, unknown>;
}

/** Ids of rows of an object that the caller is known to have looked at, and how many he changed unseen. */
function viewsOf(call: Call, object: ObjectDef): { readonly seen: string[]; readonly unseen: number } {
  const views = [...call.org.views.of(callerOf(call).id)].filter(([id]) => id.startsWith(object.keyPrefix));
  const seen = views.flatMap(([id, { at }]) => (at === undefined ? [] : [id]));
  return { seen: seen.slice(-MAX_ITEMS), unseen: views.length - seen.length };
}

function latestOf(call: Call, object: ObjectDef, limit: number): Item[] {
  const stamp = ["LastModifiedDate", "SystemModstamp"].find((name) => object.field(name));
  if (!stamp || !object.field("LastModifiedById") || !object.flags.mruEnabled) return [];
  const { seen, unseen } = viewsOf(call, object);
  const name = object.nameField?.name ?? "Id";
  const rows = call.org.store
    .statement(
      `SELECT "Id", "LastModifiedById", ${quote(stamp)}, ${quote(name)} FROM ${quote(object.name)} WHERE "IsDeleted" = 0 ` +
        `AND ("LastModifiedById" = ? OR "Id" IN (SELECT value FROM json_each(?))) ` +
        `ORDER BY ${quote(stamp)} DESC, "Id" DESC LIMIT ${limit + seen.length + unseen}`,
    )
    .all([callerOf(call).id, JSON.stringify(seen)]) as Row[];
  return rows.flatMap((row) => {
    const at = seenAt(call, row);
    const id = String(row["Id"]);
    const attributes = { type: object.name, url: `${call.base}/sobjects/${object.name}/${id}` };
    return at === undefined ? [] : [{ at, json: { attributes, Id: id, Name: row[name] } }];
  });
}

/** Returns what the caller last wrote or read as a single record, newest first. */
export function recentItems(
  call: Call,
  objects: readonly ObjectDef[],
  limit: number = MAX_ITEMS,
): Record<string, unknown>[] {
  return objects
    .flatMap((object) => latestOf(call, object, limit))
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, limit)
    .map((item) => item.json);
}

function recent(call: Call): Reply {
  const limit = Number(call.query.get("limit") ?? MAX_ITEMS);
  if (!Number.isInteger(limit) || limit < 1)
    throw failure(400, "INVALID_SEARCH", "limit must be a positive number");
  return { status: 200, json: recentItems(call, call.org.schema.objects(), Math.min(limit, MAX_ITEMS)) };
}

/** Recently Viewed Items. */
export const routes: readonly Route[] = [
  { method: "GET", path: "/services/data/:version/recent", handler: recent },
];
