import type { Schema } from "../schema/types.ts";
import type { Store } from "../store/types.ts";
import type { Grants } from "./grants.ts";
import { withOwnPermissions } from "./own-permissions.ts";
import { Rights, systemPermissionsOf } from "./rights.ts";
import { SchemaView } from "./schema-view.ts";
import { hasPermissions } from "./seed.ts";
import { openStoreView, storeView } from "./store-view.ts";

/** What one user may see and do. */
export interface UserAccess {
  /** System permissions by their names without `Permissions`, e.g. `ApiEnabled`. */
  readonly permissions: ReadonlySet<string>;
  readonly schema: Schema;
  readonly store: Store;
}

/** The objects whose rows decide about access. */
const DECIDING: ReadonlySet<string> = new Set([
  "User",
  "Profile",
  "PermissionSet",
  "PermissionSetAssignment",
  "ObjectPermissions",
  "FieldPermissions",
]);

/** What the access to an org depends on. */
export interface DirectoryOptions {
  readonly store: Store;
  readonly grants: readonly Grants[];
  /** Writes the rows of ObjectPermissions and FieldPermissions. */
  readonly writeDown: () => void;
}

/** Knows what each user may see and do, from the rows that say so. Works it out once, and again when one of those rows changes. */
export class AccessDirectory {
  readonly #options: DirectoryOptions;
  readonly #users = new Map<string, UserAccess>();
  readonly #unlimited: ReadonlySet<string>;
  /** Whether the rows are still those that the org was configured with. */
  #asConfigured = false;
  /** Whether the rows of ObjectPermissions and FieldPermissions are there. */
  #written = false;

  constructor(options: DirectoryOptions) {
    this.#options = options;
    this.#unlimited = new Set(options.grants.flatMap((grants) => (isUnlimited(grants) ? grants.name : [])));
  }

  /** Notes that the org has just been filled with what is configured. */
  configured(): void {
    this.#users.clear();
    this.#asConfigured = true;
    this.#written = false;
  }

  /** Returns a way back to what is known now, for when the rows go back. */
  mark(): () => void {
    const asConfigured = this.#asConfigured;
    return () => {
      this.#users.clear();
      this.#asConfigured = asConfigured;
      this.#written = false;
    };
  }

  /** Notes that a row of an object is about to change. */
  changing(object: string, operation: string): void {
    if (!DECIDING.has(object) || (object === "User" && operation === "insert")) return;
    this.#users.clear();
    this.#asConfigured = false;
  }

  /** Sees to it that the rights that are configured can be read as rows. Hundreds of rows, that most orgs are never asked for. */
  writeDown(): void {
    if (this.#written) return;
    this.#written = true;
    if (hasPermissions(this.#options.store)) return;
    const asConfigured = this.#asConfigured;
    this.#options.writeDown();
    this.#asConfigured = asConfigured;
  }

  /** Says what a user may see and do. */
  of(userId: string): UserAccess {
    const known = this.#users.get(userId);
    if (known) return known;
    const access = this.#workOut(userId);
    this.#users.set(userId, access);
    return access;
  }

  #workOut(userId: string): UserAccess {
    const { store } = this.#options;
    const unlimited = this.#asConfigured && this.#unlimited.has(this.#profileOf(userId));
    if (!unlimited) this.writeDown();
    const granted = systemPermissionsOf(store, userId);
    const permissions = granted.names;
    const own = (schema: Schema): Schema => withOwnPermissions(store, schema, { userId, permissions });
    if (unlimited) {
      const schema = own(store.schema);
      return { permissions, schema, store: openStoreView(store, schema) };
    }
    const schema = own(new SchemaView(store.schema, new Rights(store, granted)));
    return { permissions, schema, store: storeView(store, schema) };
  }

  #profileOf(userId: string): string {
    const sql = `SELECT p."Name" AS name FROM "User" u JOIN "Profile" p ON p."Id" = u."ProfileId" WHERE u."Id" = ?`;
    return String(this.#options.store.statement(sql).get([userId])?.["name"]);
  }
}

/** Whether grants leave nothing out that this org asks for, so that nothing need be looked up. */
function isUnlimited(grants: Grants): boolean {
  const { systemPermissions } = grants;
  const system = ["ModifyAllData", "ViewSetup", "ManageUsers", "ManageRoles", "AssignPermissionSets"];
  const more = ["CustomizeApplication", "EditTask", "EditEvent"];
  return (
    grants.isProfile &&
    [...system, ...more].every((name) => systemPermissions[name]) &&
    [grants.otherFields, ...Object.values(grants.fields)].every((access) => access === "edit")
  );
}
