import type { OrgUser } from "../server/types.ts";
import type { Row, Store } from "../store/types.ts";
import { DEFAULT_PASSWORD, type UserOptions } from "./options.ts";

/** What keeps a user from logging in at all. */
export type LoginBar = "inactive" | "ip" | "hours";

/** Finds users: the rows of the User table, with what the org's configuration says about them. */
export interface Users {
  byUsername(username: string): OrgUser | undefined;
  byId(id: string): OrgUser | undefined;
  row(id: string): Row | undefined;
  /** Says what keeps a user from logging in now, if anything does. */
  barred(user: OrgUser): LoginBar | undefined;
  /** Compares a password, and the security token where the login comes with both in one. */
  checkPassword(username: string, password: string, withToken: boolean): "right" | "wrong" | "token-missing";
  /** The names of the user's profile and permission sets. */
  grantsOf(userId: string): { readonly profile: string; readonly permissionSets: readonly string[] };
}

const PROFILE = `SELECT p."Name" AS name FROM "User" u JOIN "Profile" p ON p."Id" = u."ProfileId" WHERE u."Id" = ?`;
const SETS = `SELECT p."Label" AS name FROM "PermissionSetAssignment" a JOIN "PermissionSet" p ON p."Id" = a."PermissionSetId"
  WHERE a."AssigneeId" = ? AND a."IsDeleted" = 0 AND p."IsOwnedByProfile" = 0`;

/** Makes the user directory of an org. `permissionsOf` tells the system permissions of a user by id. */
export function createUsers(
  store: Store,
  configured: readonly UserOptions[],
  permissionsOf: (userId: string) => ReadonlySet<string>,
): Users {
  const options = new Map(configured.map((user) => [user.username.toLowerCase(), user]));
  const optionsOf = (username: string): UserOptions | undefined => options.get(username.toLowerCase());
  const toUser = (row: Row | undefined): OrgUser | undefined => {
    if (!row) return undefined;
    const username = String(row["Username"]);
    const option = optionsOf(username);
    const permissions = permissionsOf(String(row["Id"]));
    return {
      id: String(row["Id"]),
      username,
      active: row["IsActive"] === 1 && option?.frozen !== true,
      apiEnabled: permissions.has("ApiEnabled"),
      viewSetup: permissions.has("ViewSetup"),
      bulkApiHardDelete: permissions.has("BulkApiHardDelete"),
      passwordExpired: option?.passwordExpired ?? false,
    };
  };
  const byId = (id: string): OrgUser | undefined => toUser(store.get("User", id));
  return {
    byId,
    byUsername(username: string): OrgUser | undefined {
      const [id] = store.findIds("User", "Username", username);
      return id === undefined ? undefined : byId(id);
    },
    row: (id) => store.get("User", id),
    barred(user: OrgUser): LoginBar | undefined {
      const option = optionsOf(user.username);
      if (!user.active) return "inactive";
      if (option?.ipRestricted) return "ip";
      const hour = store.clock().getUTCHours();
      const { from = 0, to = 24 } = option?.loginHours ?? {};
      return hour >= from && hour < to ? undefined : "hours";
    },
    checkPassword(username: string, given: string, withToken: boolean): "right" | "wrong" | "token-missing" {
      const { password = DEFAULT_PASSWORD, securityToken = "" } = optionsOf(username) ?? {};
      if (given === (withToken ? password + securityToken : password)) return "right";
      return withToken && given === password ? "token-missing" : "wrong";
    },
    grantsOf: (userId) => ({
      profile: String(store.statement(PROFILE).get([userId])?.["name"]),
      permissionSets: store
        .statement(SETS)
        .all([userId])
        .map((row) => String(row["name"])),
    }),
  };
}
