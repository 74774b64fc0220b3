import { type AccessOptions, ADMINISTRATOR, type Grantee, type ProfileOptions } from "./access/options.ts";
import type { UserOptions } from "./oauth/options.ts";

/** Who has which profile and permission sets, and what those are. */
export interface ConfiguredAccess extends AccessOptions {
  readonly grantees: readonly Grantee[];
}

/** The shorthands of a user, by the system permission that each stands for. */
const SHORTHANDS = [
  ["ApiEnabled", "apiEnabled"],
  ["ViewSetup", "viewSetup"],
  ["BulkApiHardDelete", "bulkApiHardDelete"],
] as const;

/** Makes the profile of a user's own that the shorthands ask for: permission sets only add, and these take away too. */
function ownProfile(user: UserOptions): ProfileOptions | undefined {
  const given = SHORTHANDS.flatMap(([permission, option]) => {
    const value = user[option];
    return value === undefined ? [] : [[permission, value] as const];
  });
  if (given.length === 0) return undefined;
  const profile = user.profile ?? ADMINISTRATOR;
  return {
    name: `${profile} of ${user.username}`,
    clone: profile,
    systemPermissions: Object.fromEntries(given),
  };
}

/** Gathers what the options say of access: by profile, by permission set, and by the shorthands of a user. */
export function configuredAccess(options: {
  readonly users: readonly UserOptions[];
  readonly profiles?: AccessOptions["profiles"] | undefined;
  readonly permissionSets?: AccessOptions["permissionSets"] | undefined;
}): ConfiguredAccess {
  const own = options.users.map(ownProfile);
  return {
    profiles: [...(options.profiles ?? []), ...own.flatMap((profile) => profile ?? [])],
    permissionSets: options.permissionSets ?? [],
    grantees: options.users.map((user, index) => ({
      username: user.username,
      profile: own[index]?.name ?? user.profile ?? ADMINISTRATOR,
      permissionSets: user.permissionSets ?? [],
    })),
  };
}
