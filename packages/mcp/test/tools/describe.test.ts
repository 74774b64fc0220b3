import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, localOrg, orgConfig } from "../harness.ts";

let org: LocalOrg;
beforeAll(async () => {
  org = await localOrg({
    objects: [
      {
        name: "Wide__c",
        fields: Array.from({ length: 400 }, (_, at) => ({
          name: `Field${at}__c`,
          type: "string",
          length: 50,
        })),
      },
    ],
  });
  org.insert("RecordType", [
    { SobjectType: "Account", DeveloperName: "Partner", Name: "A partner", IsActive: true },
    { SobjectType: "Account", DeveloperName: "Old", Name: "Old", IsActive: false },
  ]);
});
afterAll(() => org.close());

describe("sf_describe", () => {
  it("lists the objects that are like a word", async () => {
    await using host = await connect([orgConfig(org)]);
    const { data } = await host.call("sf_describe", { find: "opportun" });
    const names = (data["rows"] as string[][]).map(([name]) => name);
    expect(names).toContain("OpportunityLineItem");
    expect(names).not.toContain("Account");
  });

  it("tells the fields of an object in short, its children and the record types that may be used", async () => {
    await using host = await connect([orgConfig(org)]);
    const { data, bytes } = await host.call("sf_describe", { object: "Account" });
    expect(data).toMatchObject({ object: "Account", columns: ["name", "type", "flags", "about"] });
    const rows = data["rows"] as string[][];
    expect(rows.find(([name]) => name === "Name")?.[2]).toMatch(/r/);
    expect(rows.find(([name]) => name === "Industry")?.[3]).toMatch(/^Agriculture \| .* \| \+\d+$/);
    expect(rows.find(([name]) => name === "ParentId")?.[3]).toBe("Parent → Account");
    expect(data["children"]).toContain("Contacts: Contact.AccountId");
    expect(data["recordTypes"]).toEqual([expect.stringMatching(/^Partner: 012\w{15}$/)]);
    expect(bytes).toBeLessThan(16_384);
  });

  it("tells single fields in full", async () => {
    await using host = await connect([orgConfig(org)]);
    const { data } = await host.call("sf_describe", { object: "Account", fields: ["Industry"] });
    expect(data).toMatchObject({ columns: ["name", "type", "flags", "about", "label", "help"] });
    expect(data["rows"]).toHaveLength(1);
    expect(data["children"]).toBeUndefined();
    expect((data["rows"] as string[][])[0]?.[3]).not.toContain("| +");
  });

  it("keeps to the budget, and says what is missing", async () => {
    await using host = await connect([orgConfig(org)], { settings: { maxBytes: 4000 } });
    for (const args of [{}, { object: "Wide__c" }, { object: "Account" }]) {
      const { data, bytes } = await host.call("sf_describe", args);
      expect(bytes).toBeLessThanOrEqual(4000);
      expect(String(data["notices"])).toMatch(/^\+\d+ more/);
    }
  });

  it("hides what the policy denies", async () => {
    const settings = { policy: { denyObjects: ["Contact"], denyFields: ["Account.Industry"] } };
    await using host = await connect([orgConfig(org)], { settings });
    const { data, text } = await host.call("sf_describe", { object: "Account" });
    expect(data["object"]).toBe("Account");
    expect(text).not.toMatch(/Industry|Contact\.AccountId/);
    expect(await host.call("sf_describe", { object: "Contact" })).toMatchObject({ isError: true });
  });
});
