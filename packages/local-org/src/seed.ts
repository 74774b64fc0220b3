import type { Grants } from "./access/grants.ts";
import type { Grantee } from "./access/options.ts";
import { assignGrants, type Put, seedGrants } from "./access/seed.ts";
import type { UserOptions } from "./oauth/options.ts";
import type { IdSource } from "./schema/ids.ts";
import type { Fields, Store, WriteContext } from "./store/types.ts";

/** What an org starts with. */
export interface SeedOptions {
  readonly users: readonly UserOptions[];
  /** The profiles and permission sets. */
  readonly grants: readonly Grants[];
  /** The profile and permission sets of each user, in the order of the users. */
  readonly grantees: readonly Grantee[];
  readonly rows: Readonly<Record<string, readonly Fields[]>>;
}

/** Inserts a row as an administrator with "Set Audit Fields" would. @throws Error that says which row was refused, and why */
export function seedRow(store: Store, row: { object: string; fields: Fields; userId: string }): string {
  const { object, fields } = row;
  const ctx: WriteContext = { userId: row.userId, source: "seed" };
  const result = store.insert(object, fields, ctx);
  if (result.ok) return result.id;
  const why = result.errors.map((error) => `${error.statusCode}: ${error.message}`).join("; ");
  throw new Error(`Cannot seed a row of ${object} (${JSON.stringify(fields).slice(0, 200)}): ${why}`);
}

const ORGANIZATION: Fields = {
  Name: "Local Org",
  OrganizationType: "Developer Edition",
  InstanceName: "LOCAL",
  IsSandbox: true,
  LanguageLocaleKey: "en_US",
  DefaultLocaleSidKey: "en_US",
  TimeZoneSidKey: "GMT",
};

const LICENSE: Fields = {
  Name: "Salesforce",
  LicenseDefinitionKey: "SFDC",
  MasterLabel: "Salesforce",
  Status: "Active",
  TotalLicenses: 100,
  UsedLicenses: 1,
};

const aliasOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "")
    .slice(0, 8);

function userFields(user: UserOptions, profile: string, profileIds: ReadonlyMap<string, string>): Fields {
  const profileId = profileIds.get(profile);
  if (profileId === undefined) {
    throw new Error(
      `User ${user.username} has the profile "${profile}", which this org has not: it has ${[...profileIds.keys()].join(", ")}.`,
    );
  }
  const lastName = user.lastName ?? user.username.split("@")[0] ?? user.username;
  return {
    Username: user.username,
    FirstName: user.firstName ?? null,
    LastName: lastName,
    Email: user.email ?? user.username,
    Alias: aliasOf(lastName),
    CommunityNickname: user.username.split("@")[0]?.slice(0, 40),
    IsActive: user.active ?? true,
    ProfileId: profileId,
    UserType: "Standard",
    TimeZoneSidKey: "GMT",
    LocaleSidKey: "en_US",
    EmailEncodingKey: "UTF-8",
    LanguageLocaleKey: "en_US",
  };
}

/** Refuses seed data that is none. It may come from a file. */
function checkRows(store: Store, object: string, rows: unknown): void {
  if (!store.schema.object(object))
    throw new Error(
      `Cannot seed rows of ${object}: this org has no such object. Add it with the option "objects".`,
    );
  const fits = Array.isArray(rows) && rows.every((row) => typeof row === "object" && row !== null);
  if (!fits)
    throw new Error(
      `Cannot seed rows of ${object}: expected a list of records, such as [{ "Name": "Acme" }].`,
    );
}

/** Fills an empty org: the organization, its profiles, its users, the standard price book, and the rows that were asked for. */
export function seedOrg(store: Store, ids: IdSource, options: SeedOptions): void {
  const [first] = options.users;
  if (!first)
    throw new Error("A local org needs at least one user: leave the option `users` out, or name one.");
  // The first rows were created by an administrator who comes after them.
  const userId = ids.next("005");
  const put: Put = (object, fields) => seedRow(store, { object, fields, userId });
  store.transaction(() => {
    put("Organization", ORGANIZATION);
    const UserLicenseId = put("UserLicense", LICENSE);
    const profiles = seedGrants({ schema: store.schema, put }, options.grants, UserLicenseId);
    for (const [index, user] of options.users.entries()) {
      const profile = options.grantees[index]?.profile ?? "";
      put("User", { ...userFields(user, profile, profiles), ...(user === first ? { Id: userId } : {}) });
    }
    for (const grantee of options.grantees) assignGrants({ store, put, all: options.grants }, grantee);
    put("Pricebook2", { Name: "Standard Price Book", IsActive: true, IsStandard: true });
    for (const [object, rows] of Object.entries(options.rows)) {
      checkRows(store, object, rows);
      for (const fields of rows) put(object, fields);
    }
  });
}
