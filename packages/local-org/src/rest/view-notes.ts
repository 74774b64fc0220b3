import type { ObjectDef } from "../schema/types.ts";
import { callerOf } from "../server/errors.ts";
import type { Call } from "../server/types.ts";
import type { Row } from "../store/types.ts";

/** The header is known from this version on (REST API Developer Guide, "MRU Header"). */
const SINCE = 60;

/** Whether a call on a single record puts it among those that the caller saw last: it does, unless it is told not to. */
function isWanted(call: Call): boolean {
  return call.version < SINCE || !/updateMru\s*=\s*false/i.test(String(call.headers["sforce-mru"] ?? ""));
}

/** The time of a row's last change. */
export function changeOf(row: Row | undefined): string {
  return String(row?.["LastModifiedDate"] ?? row?.["SystemModstamp"] ?? "");
}

/** When a user saw a row last: when he is known to have looked, or when he changed it. */
export function seenAt(call: Call, row: Row): string | undefined {
  const userId = callerOf(call).id;
  const changed = changeOf(row);
  const view = call.org.views.of(userId).get(String(row["Id"]));
  if (row["LastModifiedById"] !== userId) return view?.at;
  return view === undefined || view.changed < changed ? changed : view.at;
}

/** Notes that a row was read. */
export function noteRead(call: Call, row: Row): void {
  if (!isWanted(call)) return;
  const at = `${call.org.clock().toISOString().slice(0, 19)}.000Z`;
  call.org.views.note(callerOf(call).id, String(row["Id"]), { at, changed: changeOf(row) });
}

/**
 * Remembers when a row was seen before it is written. What it returns is told the id once the row is saved, and leaves
 * the recent records as they were where the call asks for that.
 * @param id - of the row, where it is there already
 */
export function beforeWrite(
  call: Call,
  { object, id }: { readonly object: ObjectDef; readonly id?: string | undefined },
): (written: string) => void {
  const { store, views } = call.org;
  const userId = callerOf(call).id;
  const before = id === undefined ? undefined : store.get(object.name, id);
  const at = before === undefined ? undefined : seenAt(call, before);
  return (written) => {
    if (isWanted(call)) views.forget(userId, written);
    else views.note(userId, written, { at, changed: changeOf(store.get(object.name, written)) });
  };
}
