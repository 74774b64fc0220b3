import type { FieldDef, ObjectDef, Schema } from "../schema/types.ts";
import type { Row, Store } from "../store/types.ts";
import { isWritable, securedBy } from "./field-key.ts";
import { accessKind } from "./kinds.ts";
import type { FieldAccess } from "./options.ts";

/** What a user may do with the rows of an object. There is no sharing: every row or none. */
export interface Crud {
  readonly read: boolean;
  readonly create: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
}

const NOTHING: Crud = Object.freeze({ read: false, create: false, edit: false, delete: false });

/** Finds the permission sets of a user: those that are assigned, and the one that the profile owns. */
const SETS = `SELECT DISTINCT p.* FROM "PermissionSet" p
  LEFT JOIN "PermissionSetAssignment" a ON a."PermissionSetId" = p."Id" AND a."AssigneeId" = ? AND a."IsDeleted" = 0
  WHERE (a."Id" IS NOT NULL AND p."IsOwnedByProfile" = 0)
    OR p."ProfileId" = (SELECT u."ProfileId" FROM "User" u WHERE u."Id" = ?)`;

const OBJECTS = `SELECT "SobjectType" AS object, max("PermissionsRead") AS r, max("PermissionsCreate") AS c,
  max("PermissionsEdit") AS e, max("PermissionsDelete") AS d
  FROM "ObjectPermissions" WHERE "IsDeleted" = 0 AND "ParentId" IN (SELECT value FROM json_each(?)) GROUP BY 1`;

const FIELDS = `SELECT "Field" AS field, max("PermissionsRead") AS r, max("PermissionsEdit") AS e
  FROM "FieldPermissions" WHERE "IsDeleted" = 0 AND "ParentId" IN (SELECT value FROM json_each(?)) GROUP BY 1`;

/** Reads the system permissions of a user, by their names without `Permissions`, and the ids of what grants them. */
export function systemPermissionsOf(
  store: Store,
  userId: string,
): { names: ReadonlySet<string>; sets: string[] } {
  const rows = store.statement(SETS).all([userId, userId]) as Row[];
  const names = new Set<string>();
  for (const row of rows) {
    for (const [column, value] of Object.entries(row))
      if (value === 1 && column.startsWith("Permissions")) names.add(column.slice("Permissions".length));
  }
  return { names, sets: rows.map((row) => String(row["Id"])) };
}

/** What a user may see and do, as the rows of the org say. */
export class Rights {
  readonly #schema: Schema;
  readonly #system: ReadonlySet<string>;
  readonly #objects: ReadonlyMap<string, Crud>;
  readonly #fields: ReadonlyMap<string, FieldAccess>;

  constructor(store: Store, granted: { names: ReadonlySet<string>; sets: readonly string[] }) {
    this.#schema = store.schema;
    this.#system = granted.names;
    const sets = [JSON.stringify(granted.sets)];
    const objects = store.statement(OBJECTS).all(sets) as Row[];
    this.#objects = new Map(
      objects.map((row) => [
        String(row["object"]).toLowerCase(),
        { read: row["r"] === 1, create: row["c"] === 1, edit: row["e"] === 1, delete: row["d"] === 1 },
      ]),
    );
    const fields = store.statement(FIELDS).all(sets) as Row[];
    this.#fields = new Map(
      fields.flatMap((row) =>
        row["r"] === 1
          ? [[String(row["field"]).toLowerCase(), row["e"] === 1 ? "edit" : "read"] as const]
          : [],
      ),
    );
  }

  /** Returns what the user may do with an object's rows. */
  object(object: ObjectDef): Crud {
    const how = accessKind(object);
    if (how.kind === "system") {
      const write = how.write === undefined || this.#system.has(how.write);
      const read = how.read === undefined || this.#system.has(how.read);
      return { read, create: write, edit: write, delete: write };
    }
    if (how.kind === "like") {
      const parent = this.#schema.object(how.object);
      if (!parent) return NOTHING;
      const { read, edit } = this.object(parent);
      // A child row is a part of its parent: changing one is changing the other.
      return { read, create: edit, edit, delete: edit };
    }
    if (this.#system.has("ModifyAllData")) return { read: true, create: true, edit: true, delete: true };
    const own = this.#objects.get(object.name.toLowerCase()) ?? NOTHING;
    return this.#system.has("ViewAllData") ? { ...own, read: true } : own;
  }

  /** Returns what the user may do with a field of an object that may be read. */
  field(object: ObjectDef, field: FieldDef): FieldAccess {
    const decides = securedBy(object, field);
    if (!decides || !isWritable(object, decides)) {
      const hidden = decides && !this.#fields.has(`${object.name}.${decides.name}`.toLowerCase());
      return hidden ? "none" : "edit";
    }
    return this.#fields.get(`${object.name}.${decides.name}`.toLowerCase()) ?? "none";
  }
}
