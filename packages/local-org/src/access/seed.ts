import type { Schema } from "../schema/types.ts";
import type { Fields, Store } from "../store/types.ts";
import { quote } from "../store/types.ts";
import { isWritable, securedFields } from "./field-key.ts";
import { accessTo, type Grants, rightsTo } from "./grants.ts";
import { accessKind } from "./kinds.ts";
import type { Grantee } from "./options.ts";

/** Writes a row as the org itself does, and returns its id. */
export type Put = (object: string, fields: Fields) => string;

/** The columns of an object for system permissions. Profile has not all that PermissionSet has. */
function permissionColumns(schema: Schema, object: string, grants: Grants): Record<string, boolean> {
  const columns = Object.entries(grants.systemPermissions).map(
    ([name, granted]) => [`Permissions${name}`, granted] as const,
  );
  return Object.fromEntries(columns.filter(([column]) => schema.object(object)?.field(column)));
}

/** Writes the rows of Profile and PermissionSet. Returns the ids of the profiles by name. */
export function seedGrants(
  { schema, put }: { readonly schema: Schema; readonly put: Put },
  all: readonly Grants[],
  licenseId: string,
): ReadonlyMap<string, string> {
  const profiles = new Map<string, string>();
  for (const grants of all) {
    const permissions = permissionColumns(schema, "PermissionSet", grants);
    if (!grants.isProfile) {
      put("PermissionSet", {
        Name: grants.name.replaceAll(/\W+/g, "_"),
        Label: grants.label,
        IsCustom: true,
        IsOwnedByProfile: false,
        Type: "Regular",
        ...permissions,
      });
      continue;
    }
    const id = put("Profile", {
      Name: grants.name,
      UserLicenseId: licenseId,
      UserType: "Standard",
      ...permissionColumns(schema, "Profile", grants),
    });
    profiles.set(grants.name, id);
    // Every profile owns a permission set of an odd name, and that is what carries its grants.
    put("PermissionSet", {
      Name: `X${id.slice(0, 15)}`,
      Label: `X${id.slice(0, 15)}`,
      IsOwnedByProfile: true,
      ProfileId: id,
      Type: "Profile",
      LicenseId: licenseId,
      ...permissions,
    });
  }
  return profiles;
}

/** Finds the permission set that carries some grants. */
function carrierOf(store: Store, grants: Grants): string | undefined {
  const own = `SELECT p."Id" AS id FROM "PermissionSet" p JOIN "Profile" f ON f."Id" = p."ProfileId" WHERE f."Name" = ?`;
  const set = `SELECT "Id" AS id FROM "PermissionSet" WHERE "Name" = ? AND "ProfileId" IS NULL`;
  const name = grants.isProfile ? grants.name : grants.name.replaceAll(/\W+/g, "_");
  const row = store.statement(grants.isProfile ? own : set).get([name]);
  return typeof row?.["id"] === "string" ? row["id"] : undefined;
}

/** Gives a user the permission set of the profile, and those that are named. @throws Error for a name that is none */
export function assignGrants(
  scope: { store: Store; put: Put; all: readonly Grants[] },
  grantee: Grantee,
): void {
  const { store, put, all } = scope;
  const [userId] = store.findIds("User", "Username", grantee.username);
  for (const name of [grantee.profile, ...grantee.permissionSets]) {
    const grants = all.find((one) => one.name === name && one.isProfile === (name === grantee.profile));
    const carrier = grants && carrierOf(store, grants);
    if (carrier === undefined) {
      const names = all.flatMap((one) => (one.isProfile ? [] : one.name)).join(", ") || "none";
      throw new Error(
        `User ${grantee.username} has the permission set "${name}", which this org has not: it has ${names}.`,
      );
    }
    put("PermissionSetAssignment", { AssigneeId: userId, PermissionSetId: carrier });
  }
}

/** Writes the rows of ObjectPermissions and FieldPermissions: the rights that a client can read and change. */
export function seedPermissions(store: Store, put: Put, all: readonly Grants[]): void {
  store.transaction(() => {
    for (const grants of all) {
      const ParentId = carrierOf(store, grants);
      if (ParentId !== undefined)
        grantAll(store.schema, grants, (object, row) => put(object, { ParentId, ...row }));
    }
  });
}

function grantAll(schema: Schema, grants: Grants, put: Put): void {
  for (const object of schema.objects()) {
    const rights = rightsTo(grants, object);
    const owns = accessKind(object).kind === "own";
    if (rights.size > 0 && owns) {
      put("ObjectPermissions", {
        SobjectType: object.name,
        PermissionsRead: true,
        PermissionsCreate: rights.has("create"),
        PermissionsEdit: rights.has("edit"),
        PermissionsDelete: rights.has("delete"),
        PermissionsViewAllRecords: rights.has("viewAll"),
        PermissionsModifyAllRecords: rights.has("modifyAll"),
      });
    }
    if (owns && rights.size === 0) continue;
    for (const field of securedFields(object)) {
      const access = accessTo(grants, object, field.name);
      if (access === "none") continue;
      put("FieldPermissions", {
        SobjectType: object.name,
        Field: `${object.name}.${field.name}`,
        PermissionsRead: true,
        PermissionsEdit: access === "edit" && isWritable(object, field),
      });
    }
  }
}

/** Whether anybody has written rights down yet. */
export function hasPermissions(store: Store): boolean {
  return store.statement(`SELECT 1 AS yes FROM ${quote("ObjectPermissions")} LIMIT 1`).get() !== null;
}
