import { SalesforceClient } from "kinetic-core";
import { startLocalOrg } from "kinetic-local-org";
import { describe, expect, it } from "vitest";
import { INVOICE } from "./invoice.ts";
import type { Org } from "./org/index.ts";

/** A typed client of a local org with a few rows. */
async function openTyped() {
  const org = await startLocalOrg({
    keyPair: { privateKey: "unused", publicKey: "unused" },
    objects: [INVOICE],
  });
  const authenticate = async () => ({ token: org.accessToken(), instanceUrl: org.url });
  const sf = new SalesforceClient<Org>({ apiVersion: "68.0", auth: { flow: "local", authenticate } });
  const parent = await sf
    .sobject("Account")
    .create({ Name: "Parent", Industry: "Energy", NumberOfEmployees: 3 });
  const child = await sf
    .sobject("Account")
    .create({ Name: "Child", Industry: "Energy", ParentId: parent.id });
  await sf.sobject("Contact").create({ LastName: "Muster", AccountId: child.id });
  const close = async (): Promise<void> => {
    await sf.close();
    await org.close();
  };
  return { sf, child, [Symbol.asyncDispose]: close };
}

/** What a query returns is what its type says: the members are read as the compiler allows, with nothing cast. */
describe("rows of a typed client", () => {
  it("have fields, parents and children", async () => {
    await using here = await openTyped();
    const rows = await here.sf
      .query(
        "SELECT Id, Name, Owner.Name, Parent.Name, (SELECT LastName, Account.Name FROM Contacts) FROM Account ORDER BY Name",
      )
      .all();
    const seen = rows.map((row) => [
      row.attributes.type,
      row.Name,
      row.Owner.Name,
      row.Parent?.Name,
      row.Contacts?.records.map((contact) => [contact.LastName, contact.Account?.Name]),
    ]);
    expect(seen).toEqual([
      ["Account", "Child", "Ada Admin", "Parent", [["Muster", "Child"]]],
      ["Account", "Parent", "Ada Admin", undefined, undefined],
    ]);
  });

  it("have the members of groups by their aliases, their last names, or in the order of those without a name", async () => {
    await using here = await openTyped();
    const { sf } = here;
    const [group] = await sf
      .query(
        "SELECT Industry, COUNT(Id) n, MAX(NumberOfEmployees), SUM(NumberOfEmployees) total, MIN(Name) FROM Account GROUP BY Industry",
      )
      .all();
    expect([
      group?.attributes.type,
      group?.Industry,
      group?.n,
      group?.expr0,
      group?.total,
      group?.expr1,
    ]).toEqual(["AggregateResult", "Energy", 2, 3, 3, "Child"]);
    const named = await sf
      .query(
        "SELECT Parent.Name, Owner.Name who FROM Account GROUP BY Parent.Name, Owner.Name ORDER BY Parent.Name",
      )
      .all();
    expect(named.map((row) => [row.Name, row.who])).toEqual([
      [null, "Ada Admin"],
      ["Parent", "Ada Admin"],
    ]);
    expect(await sf.query("SELECT COUNT() FROM Account").count()).toBe(2);
  });

  it("have shown values under the field's name, and all fields behind FIELDS()", async () => {
    await using here = await openTyped();
    const shown = await here.sf
      .query("SELECT toLabel(Industry), FORMAT(NumberOfEmployees) people FROM Account WHERE Name = 'Parent'")
      .first();
    expect([shown?.Industry, shown?.people]).toEqual(["Energy", "3"]);
    const every = await here.sf.query("SELECT FIELDS(ALL) FROM Account WHERE Name = 'Child' LIMIT 1").first();
    expect([every?.Name, every?.IsDeleted, every?.Industry]).toEqual(["Child", false, "Energy"]);
    const record = await here.sf.sobject("Account").retrieve(here.child.id, { fields: ["Name"] });
    expect(record.Name).toBe("Child");
  });
});
