import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, localOrg, orgConfig } from "../harness.ts";

let org: LocalOrg;
beforeAll(async () => {
  org = await localOrg({
    objects: [
      { name: "Invoice__c", fields: [{ name: "Total__c", type: "double", precision: 10, scale: 2 }] },
    ],
    rows: { Account: [{ Id: "001000000000001", Name: "Acme" }] },
  });
});
afterAll(() => org.close());

/** Calls that fail, and after which the call that the answer names must succeed. */
const REPAIRS: readonly (readonly [what: string, name: string, args: Record<string, unknown>])[] = [
  ["a misspelt field", "sf_query", { soql: "SELECT Id, Nmae FROM Account" }],
  ["a misspelt field in a condition", "sf_query", { soql: "SELECT Id FROM Account WHERE Industri = 'x'" }],
  ["a field without its ending", "sf_query", { soql: "SELECT Total FROM Invoice__c" }],
  ["a field like no other", "sf_query", { soql: "SELECT Zzyzx FROM Account" }],
  ["a misspelt object", "sf_query", { soql: "SELECT Id FROM Acount" }],
  ["an object without its ending", "sf_query", { soql: "SELECT Id FROM Invoice" }],
  ["what is no SOQL", "sf_query", { soql: "SELECT * FROM Account" }],
  ["a misspelt object of a describe", "sf_describe", { object: "Acount" }],
  ["a misspelt object of a record", "sf_get_record", { object: "Acount", id: "001000000000001" }],
  [
    "a misspelt field of a record",
    "sf_get_record",
    { object: "Account", id: "001000000000001", fields: ["Nmae"] },
  ],
  ["a record that is not there", "sf_get_record", { object: "Account", id: "001000000000999" }],
  ["a system permission that there is not", "sf_permissions", { system: "ApiEnabld" }],
];

describe("an error", () => {
  it.each(REPAIRS)("about %s names a call that helps", async (_, name, args) => {
    await using host = await connect([orgConfig(org)]);
    const failed = await host.call(name, args);
    expect(failed.isError).toBe(true);
    const { next } = failed.data["error"] as { next?: { tool: string; args: Record<string, unknown> } };
    expect(next, failed.text).toBeDefined();
    expect(failed.text).toContain(`Next: ${next?.tool} ${JSON.stringify(next?.args)}`);
    const repaired = await host.call(next?.tool ?? "", next?.args);
    expect(repaired.text).not.toMatch(/^No object/);
    expect(repaired.isError, repaired.text).toBe(false);
  });

  it("corrects the call itself where only one name is near", async () => {
    await using host = await connect([orgConfig(org)]);
    const { data } = await host.call("sf_query", {
      soql: "SELECT Id, Nmae FROM Account WHERE Name != 'Nmae'",
    });
    expect(data["error"]).toMatchObject({
      hint: "Account has Name.",
      next: { tool: "sf_query", args: { soql: "SELECT Id, Name FROM Account WHERE Name != 'Nmae'" } },
    });
  });

  it("names no tool that is not offered", async () => {
    await using host = await connect([orgConfig(org)], { settings: { excludeTools: ["sf_describe"] } });
    const { data } = await host.call("sf_query", { soql: "SELECT Zzyzx FROM Account" });
    expect(data["error"]).not.toHaveProperty("next");
  });
});
