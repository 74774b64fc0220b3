import { type LocalOrgOptions, makeKeyPair, startLocalOrg } from "kinetic-local-org";
import { beforeAll, describe, expect, it } from "vitest";

let keyPair: Awaited<ReturnType<typeof makeKeyPair>>;
beforeAll(async () => {
  keyPair = await makeKeyPair();
});

const refusal = async (options: LocalOrgOptions): Promise<string> =>
  startLocalOrg({ keyPair, ...options }).then(
    (org) => org.close().then(() => "started"),
    (error: Error) => error.message,
  );

describe("the configuration of profiles and permission sets", () => {
  it.each<[LocalOrgOptions, string]>([
    [{ profiles: [{ name: "P", systemPermissions: { Fly: true } }] }, "P has the system permission Fly"],
    [{ profiles: [{ name: "P", objects: { Nope__c: "all" } }] }, "P speaks of the object Nope__c"],
    [
      { profiles: [{ name: "P", objects: { Account: "everything" as "all" } }] },
      'P has the access "everything" to Account',
    ],
    [
      { profiles: [{ name: "P", objects: { Account: ["write" as "edit"] } }] },
      'P has the access ["write"] to Account',
    ],
    [
      { permissionSets: [{ name: "S", fields: { "Account.Nope": "read" } }] },
      "S speaks of the field Account.Nope",
    ],
    [
      { permissionSets: [{ name: "S", fields: { "Account.Name": "none" } }] },
      "field-level security does not apply",
    ],
    [
      { permissionSets: [{ name: "S", fields: { "Account.Phone": "write" as "edit" } }] },
      "use none, read or edit",
    ],
    [{ permissionSets: [{ name: "S", clone: "T" }] }, 'S is to be a clone of "T"'],
    [{ permissionSets: [{ name: "S" }, { name: "S" }] }, "two profiles or permission sets named S"],
    [
      { users: [{ username: "a@b.c", profile: "P" }] },
      'User a@b.c has the profile "P", which this org has not',
    ],
    [
      { users: [{ username: "a@b.c", permissionSets: ["S"] }] },
      'User a@b.c has the permission set "S", which this org has not: it has none.',
    ],
  ])("is refused where it names what is not there: %j", async (options, message) => {
    expect(await refusal(options)).toContain(message);
  });

  it("can start from another profile, and change a built-in one", async () => {
    await using org = await startLocalOrg({
      keyPair,
      profiles: [
        { name: "Auditor", clone: "System Administrator", systemPermissions: { ModifyAllData: false } },
        { name: "Standard User", systemPermissions: { ViewSetup: false } },
      ],
      users: [{ username: "a@example.com", profile: "Auditor" }],
    });
    const rows = await org.query(
      "SELECT Profile.Name, PermissionsModifyAllData, PermissionsViewSetup, PermissionsApiEnabled FROM PermissionSet WHERE IsOwnedByProfile = true",
    );
    const named = new Map(rows.map((row) => [(row["Profile"] as { Name: string }).Name, row]));
    expect(named.get("Auditor")).toMatchObject({
      PermissionsModifyAllData: false,
      PermissionsViewSetup: true,
    });
    expect(named.get("Standard User")).toMatchObject({
      PermissionsViewSetup: false,
      PermissionsApiEnabled: true,
    });
  });

  it("goes into a profile of the user's own where a user says so", async () => {
    await using org = await startLocalOrg({
      keyPair,
      users: [
        { username: "a@example.com" },
        { username: "b@example.com", bulkApiHardDelete: true, viewSetup: false },
      ],
    });
    const [user] = await org.query(
      "SELECT Profile.Name, Profile.PermissionsViewSetup FROM User WHERE Username = 'b@example.com'",
    );
    expect(user?.["Profile"]).toMatchObject({
      Name: "System Administrator of b@example.com",
      PermissionsViewSetup: false,
    });
  });
});
