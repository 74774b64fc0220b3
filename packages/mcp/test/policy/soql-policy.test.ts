import { describe, expect, it } from "vitest";
import { checkSoql, compilePolicy, refuseSideEffects } from "../../src/policy/index.ts";

const reference = (relationshipName: string, ...referenceTo: string[]) => ({ relationshipName, referenceTo });
const ORG: Record<
  string,
  {
    fields: ReturnType<typeof reference>[];
    childRelationships: { relationshipName: string; childSObject: string }[];
  }
> = {
  Account: {
    fields: [reference("Owner", "User"), reference("Parent", "Account")],
    childRelationships: [
      { relationshipName: "Contacts", childSObject: "Contact" },
      { relationshipName: "Cases", childSObject: "Case" },
    ],
  },
  Contact: { fields: [reference("Account", "Account"), reference("Owner", "User")], childRelationships: [] },
  Case: { fields: [reference("Owner", "User", "Group")], childRelationships: [] },
  User: { fields: [reference("Manager", "User")], childRelationships: [] },
  Group: { fields: [], childRelationships: [] },
};
const lookup = async (object: string) => {
  const found = Object.entries(ORG).find(([name]) => name.toLowerCase() === object.toLowerCase());
  if (!found) throw new Error(`no ${object}`);
  return found[1];
};

const policy = compilePolicy({
  allowObjects: ["Account", "Contact", "Case", "User"],
  denyFields: ["Account.AnnualRevenue", "Salary__c"],
  maskFields: ["User.Email", "Contact.Email"],
});
const check = (soql: string) => checkSoql(soql, policy, lookup);

describe("the policy inside SOQL", () => {
  it.each([
    "SELECT Id, Name FROM Account",
    "SELECT a.Id FROM Account a WHERE a.Name LIKE 'x%'",
    "SELECT Id, Owner.Name, (SELECT Id FROM Contacts) FROM Account ORDER BY Parent.Name",
    "SELECT COUNT(Id) n, Industry FROM Account GROUP BY Industry HAVING COUNT(Id) > 1",
    "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName = 'AnnualRevenue')",
  ])("lets %s through", async (soql) => {
    await expect(check(soql)).resolves.toBeDefined();
  });

  it.each([
    ["another object", "SELECT Id FROM Opportunity"],
    ["another object, in other letters", "select id from OPPORTUNITY"],
    ["a denied field", "SELECT AnnualRevenue FROM Account"],
    ["a denied field in other letters", "SELECT annualrevenue FROM account"],
    ["a denied field in a condition", "SELECT Id FROM Account WHERE AnnualRevenue > 5"],
    [
      "a denied field in a negated group",
      "SELECT Id FROM Account WHERE NOT (Name = 'a' OR AnnualRevenue > 5)",
    ],
    ["a denied field in an order", "SELECT Id FROM Account ORDER BY AnnualRevenue"],
    ["a denied field in a function", "SELECT SUM(AnnualRevenue) s FROM Account"],
    ["a denied field in a group", "SELECT COUNT(Id) n FROM Account GROUP BY AnnualRevenue"],
    [
      "a denied field in a having",
      "SELECT Industry FROM Account GROUP BY Industry HAVING SUM(AnnualRevenue) > 1",
    ],
    ["a denied field over a path", "SELECT Account.AnnualRevenue FROM Contact"],
    ["a denied field over two paths", "SELECT Account.Parent.AnnualRevenue FROM Contact"],
    ["a denied field by an alias", "SELECT a.AnnualRevenue FROM Account a"],
    ["a denied field of every object", "SELECT Salary__c FROM Contact"],
    ["a denied field in a child query", "SELECT Id, (SELECT Salary__c FROM Contacts) FROM Account"],
    [
      "a denied field in a semi-join",
      "SELECT Id FROM Contact WHERE AccountId IN (SELECT Id FROM Account WHERE AnnualRevenue > 5)",
    ],
    ["a parent that may be a denied object", "SELECT Owner.Name FROM Case"],
    ["all fields at once", "SELECT FIELDS(ALL) FROM Account LIMIT 200"],
    ["a path that nobody knows", "SELECT Boss.Name FROM Account"],
    ["what is no SOQL", "SELECT FROM WHERE"],
    ["a filter by a masked field", "SELECT Id FROM Contact WHERE Email = 'a@b.c'"],
    ["an order by a masked field", "SELECT Id FROM Contact ORDER BY Email"],
    ["a function of a masked field", "SELECT MAX(Email) FROM Contact"],
  ])("refuses %s", async (_, soql) => {
    await expect(check(soql)).rejects.toMatchObject({ code: "POLICY" });
  });

  it("tells which columns to hide, over paths and in children", async () => {
    const masked = await check(
      "SELECT Owner.Email, Owner.Manager.Email, (SELECT Email FROM Contacts) FROM Account",
    );
    expect([...masked].sort()).toEqual(["contacts.email", "owner.email", "owner.manager.email"]);
  });

  it("looks into nothing where there is no policy", async () => {
    const none = () => Promise.reject(new Error("asked"));
    await expect(checkSoql("no SOQL at all", compilePolicy({}), none)).resolves.toEqual(new Set());
  });
});

describe("clauses with side effects", () => {
  it.each(["FOR VIEW", "for reference", "FOR  UPDATE", "UPDATE TRACKING", "UPDATE VIEWSTAT"])(
    "refuses %s",
    (clause) => {
      expect(() => refuseSideEffects(`SELECT Id FROM Account ${clause}`)).toThrow(/changes or locks/);
    },
  );

  it("does not mind the words in a text", () => {
    expect(() =>
      refuseSideEffects(String.raw`SELECT Id FROM Account WHERE Name = 'it\'s FOR UPDATE'`),
    ).not.toThrow();
  });
});
