import type { ObjectDef } from "../schema/types.ts";
import { failure } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import { quote } from "../store/types.ts";
import { wireDateTime } from "../store/values.ts";
import { objectOf } from "./objects.ts";

const DAY_MS = 86_400_000;

interface Window {
  readonly start: string;
  readonly end: string;
}

function moment(call: Call, name: string): Date {
  const raw = call.query.get(name);
  if (raw === null) throw failure(400, "MISSING_ARGUMENT", `${name} is a required parameter`);
  // A client that forgot to encode the plus sign sends a space.
  const time = new Date(raw.replace(/ (\d\d:?\d\d)$/, "+$1").replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  if (Number.isNaN(time.getTime()))
    throw failure(400, "INVALID_REPLICATION_DATE", `${name} is not a date: ${raw}`);
  return time;
}

function windowOf(call: Call, days: number): Window {
  const start = moment(call, "start");
  const end = moment(call, "end");
  const oldest = call.org.clock().getTime() - days * DAY_MS;
  if (start.getTime() >= end.getTime()) {
    throw failure(400, "INVALID_REPLICATION_DATE", "startDate before endDate");
  }
  if (start.getTime() < oldest) {
    throw failure(400, "INVALID_REPLICATION_DATE", "startDate before org replication enabled date");
  }
  return { start: start.toISOString(), end: end.toISOString() };
}

function changed(
  call: Call,
  object: ObjectDef,
  scope: { window: Window; deleted: 0 | 1 },
): { id: string; at: string }[] {
  const stamp = object.field("SystemModstamp");
  if (!object.flags.replicateable || !stamp) {
    throw failure(
      400,
      "INVALID_TYPE_FOR_OPERATION",
      `entity type ${object.name} does not support replication`,
    );
  }
  const sql =
    `SELECT "Id" AS id, "SystemModstamp" AS at FROM ${quote(object.name)} ` +
    `WHERE "IsDeleted" = ? AND "SystemModstamp" >= ? AND "SystemModstamp" < ? ORDER BY at, id LIMIT 600001`;
  const rows = call.org.store.statement(sql).all([scope.deleted, scope.window.start, scope.window.end]);
  if (rows.length > 600_000)
    throw failure(400, "EXCEEDED_ID_LIMIT", "the query would return more than 600,000 ids");
  return rows.map((row) => ({ id: String(row["id"]), at: String(row["at"]) }));
}

function covered(call: Call, window: Window): string {
  const now = new Date(Math.floor(call.org.clock().getTime() / 60_000) * 60_000).toISOString();
  return wireDateTime(window.end < now ? window.end : now);
}

function updated(call: Call): Reply {
  const window = windowOf(call, 30);
  const ids = changed(call, objectOf(call), { window, deleted: 0 }).map((row) => row.id);
  return { status: 200, json: { ids, latestDateCovered: covered(call, window) } };
}

function deleted(call: Call): Reply {
  const window = windowOf(call, 15);
  const rows = changed(call, objectOf(call), { window, deleted: 1 });
  const earliest = new Date(call.org.clock().getTime() - 15 * DAY_MS).toISOString();
  const json = {
    deletedRecords: rows.map((row) => ({ id: row.id, deletedDate: wireDateTime(row.at) })),
    earliestDateAvailable: wireDateTime(earliest),
    latestDateCovered: covered(call, window),
  };
  return { status: 200, json };
}

/** Get Updated and Get Deleted. */
export const routes: readonly Route[] = [
  { method: "GET", path: "/services/data/:version/sobjects/:object/updated", handler: updated },
  { method: "GET", path: "/services/data/:version/sobjects/:object/deleted", handler: deleted },
];
