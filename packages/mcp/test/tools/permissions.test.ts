import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, localOrg, orgConfig } from "../harness.ts";

let org: LocalOrg;
beforeAll(async () => {
  org = await localOrg({
    users: [
      { username: "admin@example.com" },
      {
        username: "bot@example.com",
        profile: "Minimum Access - API Only Integrations",
        permissionSets: ["Readers"],
      },
    ],
    permissionSets: [{ name: "Readers", objects: { Account: "read" }, fields: { "Account.Site": "read" } }],
  });
});
afterAll(() => org.close());

const BOT = { user: "bot@example.com" };

describe("sf_permissions", () => {
  it("says what is granted by whom, and what is not", async () => {
    await using host = await connect([orgConfig(org)]);
    const { data } = await host.call("sf_permissions", {
      ...BOT,
      object: "Account",
      field: "Site",
      system: "ApiEnabled",
    });
    expect(data).toMatchObject({
      subject: "user bot@example.com",
      missing: [
        "create Account",
        "edit Account",
        "delete Account",
        "viewAll Account",
        "modifyAll Account",
        "edit Account.Site",
      ],
    });
    expect(data["grantedBy"]).toContainEqual({ permission: "read Account", by: ["permission set Readers"] });
    expect(data["grantedBy"]).toContainEqual({
      permission: "read Account.Site",
      by: ["permission set Readers"],
    });
    expect(data["grantedBy"]).toContainEqual({
      permission: "ApiEnabled",
      by: ["profile Minimum Access - API Only Integrations"],
    });
  });

  it("knows the fields that cannot be hidden", async () => {
    await using host = await connect([orgConfig(org)]);
    const { data } = await host.call("sf_permissions", { ...BOT, object: "Account", field: "Name" });
    expect(data["effective"]).toContain("read Account.Name");
  });

  it("explains a permission set or a profile", async () => {
    await using host = await connect([orgConfig(org)]);
    const set = await host.call("sf_permissions", { permissionSet: "Readers", object: "Account" });
    expect(set.data).toMatchObject({ subject: "permission set Readers", effective: ["read Account"] });
    const profile = await host.call("sf_permissions", { profile: "System Administrator", object: "Account" });
    expect(profile.data).toMatchObject({ missing: [] });
  });

  it.each([
    ["nothing to explain", {}, "nothing to explain"],
    ["a field without its object", { field: "Site" }, "field needs object"],
    ["two subjects", { user: "a", profile: "b", object: "Account" }, "exclude each other"],
    [
      "a user that there is not",
      { user: "nobody@example.com", object: "Account" },
      "There is no user nobody@example.com",
    ],
    [
      "a user named to break out",
      { user: "x' OR Name != '", object: "Account" },
      "There is no user x' OR Name",
    ],
  ])("says what is wrong with %s", async (_, args, text) => {
    await using host = await connect([orgConfig(org)]);
    expect(await host.call("sf_permissions", args)).toMatchObject({
      isError: true,
      text: expect.stringContaining(text),
    });
  });
});
