import { accessToken, SalesforceClient } from "kinetic-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenOrg, openOrg } from "../support/org.ts";

const BOT = "bot@example.com";
const PROFILE = "Minimum Access - API Only Integrations";
let here: OpenOrg;
beforeAll(async () => {
  here = await openOrg({
    users: [
      { username: "admin@example.com" },
      { username: BOT, profile: PROFILE, permissionSets: ["Readers", "Writers"] },
    ],
    permissionSets: [
      { name: "Readers", objects: { Account: "read" }, fields: { "Account.Site": "read" } },
      { name: "Writers", objects: { Account: "read-write" }, fields: {} },
      { name: "Nothing" },
    ],
  });
});
afterAll(() => here[Symbol.asyncDispose]());

/** The names of those who grant each right. */
async function granted(question: Parameters<SalesforceClient["explainPermissions"]>[0]) {
  const { grants } = await here.sf.explainPermissions(question);
  return Object.fromEntries(
    grants.map(({ permission, target = "", grantedBy }) => [
      `${permission} ${target}`.trim(),
      grantedBy.map(({ name }) => name).sort(),
    ]),
  );
}

describe("explainPermissions", () => {
  it("adds up what the profile and all permission sets grant, and says which of them", async () => {
    const { subject, sources, grants } = await here.sf.explainPermissions({
      user: BOT,
      object: "Account",
      field: "Site",
      system: "ApiEnabled",
    });
    expect(subject).toEqual({ type: "user", name: BOT });
    expect(sources.map(({ type, name }) => [type, name]).sort()).toEqual([
      ["permissionSet", "Readers"],
      ["permissionSet", "Writers"],
      ["profile", PROFILE],
    ]);
    for (const { id } of sources) expect(id).toMatch(/^0PS\w{15}$/);
    expect(grants.map(({ kind, permission, target }) => [kind, permission, target])).toEqual([
      ...["read", "create", "edit", "delete", "viewAll", "modifyAll"].map((one) => [
        "object",
        one,
        "Account",
      ]),
      ["field", "read", "Account.Site"],
      ["field", "edit", "Account.Site"],
      ["system", "ApiEnabled", undefined],
    ]);
    expect(
      await granted({ user: BOT, object: "Account", field: "Site", system: "ApiEnabled" }),
    ).toMatchObject({
      "read Account": ["Readers", "Writers"],
      "create Account": ["Writers"],
      "viewAll Account": [],
      "read Account.Site": expect.arrayContaining(["Readers"]),
      ApiEnabled: [PROFILE],
    });
  });

  it("agrees with what the user may really do", async () => {
    const auth = accessToken({ token: here.org.accessToken(BOT), instanceUrl: here.org.url });
    await using bot = new SalesforceClient({ apiVersion: "68.0", auth });
    const report = await granted({ user: BOT, object: "Account" });
    const { id } = await bot.sobject("Account").create({ Name: "Acme" });
    expect(report["create Account"]).not.toEqual([]);
    expect(report["modifyAll Account"]).toEqual([]);
    await here.sf.sobject("Account").delete(id);
    await expect(bot.sobject("Case").create({ Subject: "x" })).rejects.toMatchObject({
      code: expect.any(String),
    });
    expect((await granted({ user: BOT, object: "Case" }))["create Case"]).toEqual([]);
  });

  it("speaks of the user of the client where nobody is named", async () => {
    const { subject, grants } = await here.sf.explainPermissions({ system: "PermissionsApiEnabled" });
    expect(subject.type).toBe("user");
    expect(subject.name).toMatch(/@/);
    expect(grants).toEqual([
      { kind: "system", permission: "ApiEnabled", always: false, grantedBy: [expect.any(Object)] },
    ]);
  });

  it("finds a user by id, a permission set by its API name, and a profile by its name", async () => {
    const [row] = await here.org.query(`SELECT Id FROM User WHERE Username = '${BOT}'`);
    const byId = await here.sf.explainPermissions({ user: String(row?.["Id"]), object: "Account" });
    expect(byId.subject.name).toBe(BOT);
    expect(await granted({ permissionSet: "Readers", object: "Account" })).toMatchObject({
      "read Account": ["Readers"],
      "edit Account": [],
    });
    const admin = await here.sf.explainPermissions({ profile: "System Administrator", object: "Account" });
    expect(admin.grants.every(({ grantedBy }) => grantedBy.length === 1)).toBe(true);
  });

  it("tells that a field cannot be hidden, which no row says", async () => {
    const { grants } = await here.sf.explainPermissions({ user: BOT, object: "Account", field: "Name" });
    expect(grants.filter(({ kind }) => kind === "field")).toEqual([
      { kind: "field", permission: "read", target: "Account.Name", always: true, grantedBy: [] },
    ]);
  });

  it("says that nothing is granted rather than nothing", async () => {
    const found = await granted({ permissionSet: "Nothing", object: "Account", system: "ViewSetup" });
    expect(Object.values(found)).toEqual(Array.from({ length: 7 }, () => []));
  });

  it.each<[string, Parameters<SalesforceClient["explainPermissions"]>[0], object]>([
    ["nothing to explain", {}, { code: "INPUT", message: expect.stringContaining("nothing to explain") }],
    [
      "a field without its object",
      { field: "Site" },
      { code: "INPUT", message: expect.stringContaining("needs object") },
    ],
    ["two subjects", { user: "a", profile: "b", object: "Account" }, { code: "INPUT" }],
    ["an object that is no name", { object: "Account'" }, { code: "INPUT", column: "object" }],
    ["a permission that is no name", { system: "Api Enabled" }, { code: "INPUT", column: "system" }],
    ["a permission that there is not", { system: "FlyToTheMoon" }, { code: "INPUT", column: "system" }],
    [
      "nobody of that name, however it is written",
      { user: "x' OR Name != '", object: "Account" },
      { code: "NOT_FOUND", message: expect.stringContaining("There is no user x' OR Name != '") },
    ],
    ["a set that there is not", { permissionSet: "None", object: "Account" }, { code: "NOT_FOUND" }],
  ])("refuses %s", (_, question, error) =>
    expect(here.sf.explainPermissions(question)).rejects.toMatchObject(error),
  );
});
