import { toId18 } from "../schema/ids.ts";
import type { ObjectDef, Schema } from "../schema/types.ts";
import { quote, type SqlValue, type Store } from "../store/types.ts";

const OBJECT = "UserPermissionAccess";

/** What a user is told of his own system permissions. */
interface Own {
  readonly userId: string;
  /** By their names without `Permissions`. */
  readonly permissions: ReadonlySet<string>;
}

/** Writes the one row of the object: what the user who asks may do in all, whichever profile or permission set it is from. */
function writeRow(store: Store, object: ObjectDef, own: Own): void {
  const columns = object.fields.filter((field) => field.name.startsWith("Permissions"));
  const granted = columns.map(
    (field): SqlValue => (own.permissions.has(field.name.slice("Permissions".length)) ? 1 : 0),
  );
  const names = ["Id", "LastCacheUpdate", ...columns.map((field) => field.name)].map(quote);
  const changed = `(SELECT "SystemModstamp" FROM "User" WHERE "Id" = ?)`;
  const values = ["?", changed, ...granted.map(() => "?")].join(", ");
  store.statement(`DELETE FROM ${quote(OBJECT)}`).run([]);
  store
    .statement(`INSERT INTO ${quote(OBJECT)} (${names.join(", ")}) VALUES (${values})`)
    .run([toId18(`${object.keyPrefix}${own.userId.slice(3, 15)}`), own.userId, ...granted]);
}

/**
 * Returns a schema in which `UserPermissionAccess` has the permissions of one user, however many ask in turn: everybody may read
 * his own, also without "View Setup and Configuration" (Object Reference, "UserPermissionAccess"). The row is written when the
 * object is looked up, and queries read rows right after.
 */
export function withOwnPermissions(store: Store, schema: Schema, own: Own): Schema {
  const filled = (object: ObjectDef | undefined): ObjectDef | undefined => {
    if (object?.name === OBJECT) writeRow(store, object, own);
    return object;
  };
  return {
    object: (name) => filled(schema.object(name)),
    byPrefix: (id) => filled(schema.byPrefix(id)),
    objects: () => schema.objects(),
  };
}
