import type { OrgUser } from "../server/types.ts";
import type { Row, Store } from "../store/types.ts";
import type { UserOptions } from "./options.ts";

/** Finds users: the rows of the User table, with what the org's configuration says about them. */
export interface Users {
  byUsername(username: string): OrgUser | undefined;
  byId(id: string): OrgUser | undefined;
  row(id: string): Row | undefined;
  ipRestricted(username: string): boolean;
}

/** Makes the user directory of an org. `permissionsOf` tells the system permissions of a user by id. */
export function createUsers(
  store: Store,
  configured: readonly UserOptions[],
  permissionsOf: (userId: string) => ReadonlySet<string>,
): Users {
  const options = new Map(configured.map((user) => [user.username.toLowerCase(), user]));
  const toUser = (row: Row | undefined): OrgUser | undefined => {
    if (!row) return undefined;
    const username = String(row["Username"]);
    const permissions = permissionsOf(String(row["Id"]));
    const option = options.get(username.toLowerCase());
    return {
      id: String(row["Id"]),
      username,
      active: row["IsActive"] === 1,
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
    ipRestricted: (username) => options.get(username.toLowerCase())?.ipRestricted ?? false,
  };
}
