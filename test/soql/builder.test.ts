import { parseQuery } from "@jetstreamapp/soql-parser-js";
import fc from "fast-check";
import { like, type SoqlOperator, selectFrom, soqlDate } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { openOrg } from "../support/org.ts";

describe("selectFrom", () => {
  it("writes every clause, in the order that SOQL asks for", () => {
    const query = selectFrom("Account")
      .for("view")
      .offset(5)
      .limit(10)
      .orderBy("Name", { direction: "desc", nulls: "last" })
      .orderBy("Owner.Name")
      .scope("mine")
      .where("Name", "!=", null)
      .select("Id", "Owner.Name")
      .children("Contacts", (contacts) =>
        contacts.select("LastName").where("Email", "LIKE", like`%${"_"}`).limit(1),
      );
    expect(query.soql).toBe(
      "SELECT Id, Owner.Name, (SELECT LastName FROM Contacts WHERE Email LIKE '%\\_' LIMIT 1) FROM Account " +
        "USING SCOPE mine WHERE Name != null ORDER BY Name DESC NULLS LAST, Owner.Name ASC LIMIT 10 OFFSET 5 FOR VIEW",
    );
    expect(`${query}`).toBe(query.soql);
  });

  it("writes groups", () => {
    const query = selectFrom("Opportunity")
      .select("StageName")
      .aggregate("COUNT", "Id", "n")
      .aggregate("SUM", "Amount")
      .groupBy("StageName", "CALENDAR_YEAR(CloseDate)")
      .having("COUNT(Id)", ">", 1)
      .orderBy("COUNT(Id)");
    expect(query.soql).toBe(
      "SELECT StageName, COUNT(Id) n, SUM(Amount) FROM Opportunity GROUP BY StageName, CALENDAR_YEAR(CloseDate) " +
        "HAVING COUNT(Id) > 1 ORDER BY COUNT(Id) ASC",
    );
  });

  it("puts conditions into parentheses where they need them", () => {
    const query = selectFrom("Account")
      .select("Id")
      .where("Site", "=", "x")
      .where((make) =>
        make.or(
          make.is("Name", "=", "a"),
          make.and(
            make.is("AnnualRevenue", ">", 5),
            make.not(make.is("CreatedDate", "<", soqlDate("2026-01-01"))),
          ),
          make.not(make.or(make.is("Id", "IN", ["a", "b"]), make.is("Name", "=", "c"))),
        ),
      );
    expect(query.soql).toBe(
      "SELECT Id FROM Account WHERE Site = 'x' AND (Name = 'a' OR (AnnualRevenue > 5 AND (NOT CreatedDate < 2026-01-01)) " +
        "OR (NOT (Id IN ('a', 'b') OR Name = 'c')))",
    );
  });

  it("never changes: what is built upon it leaves it as it was", () => {
    const base = selectFrom("Account").select("Id");
    const before = base.soql;
    const one = base.select("Name").where("Name", "=", "a").limit(1);
    const other = base.where("Name", "=", "b");
    expect(base.soql).toBe(before);
    expect(one.soql).toBe("SELECT Id, Name FROM Account WHERE Name = 'a' LIMIT 1");
    expect(other.soql).toBe("SELECT Id FROM Account WHERE Name = 'b'");
  });

  it("selects a field once, in whatever case it is named again", () => {
    const query = selectFrom("Account")
      .select("Id", "Name", "id")
      .fields("standard")
      .select("NAME")
      .fields("standard");
    expect(query.soql).toBe("SELECT Id, Name, FIELDS(STANDARD) FROM Account");
  });

  it("takes another query behind IN, and nothing that only looks like one", () => {
    const inner = selectFrom("Case").select("AccountId").where("Subject", "=", "it's");
    expect(selectFrom("Account").select("Id").where("Id", "NOT IN", inner).soql).toBe(
      "SELECT Id FROM Account WHERE Id NOT IN (SELECT AccountId FROM Case WHERE Subject = 'it\\'s')",
    );
    const forged = { soql: "SELECT Id FROM User" };
    expect(() => selectFrom("Account").where("Id", "IN", forged)).toThrow(/list/);
    expect(() => selectFrom("Account").where("Id", "=", inner)).toThrow(/only IN and NOT IN/);
  });

  it.each<[string, () => unknown, RegExp]>([
    ["an object that is none", () => selectFrom("Account a"), /not an API name/],
    ["a field that is none", () => selectFrom("Account").select("Id FROM User"), /not the API name/],
    [
      "a field of a condition",
      () => selectFrom("Account").where("Name = 'x' OR Name", "=", "y"),
      /not a field/,
    ],
    [
      "an operator",
      () => selectFrom("Account").where("Name", "= 'x' OR Name =" as SoqlOperator, "y"),
      /not an operator/,
    ],
    ["a list where one value is needed", () => selectFrom("Account").where("Name", "=", ["a"]), /one value/],
    ["one value where a list is needed", () => selectFrom("Account").where("Name", "IN", "a"), /a list/],
    ["an empty list", () => selectFrom("Account").where("Name", "IN", []), /empty list/],
    ["an alias", () => selectFrom("Account").aggregate("COUNT", "Id", "n, Name"), /not an API name/],
    ["a limit", () => selectFrom("Account").limit(1.5), /LIMIT 1.5/],
    ["an offset beyond the platform's", () => selectFrom("Account").offset(2_001), /OFFSET 2001/],
    ["a scope", () => selectFrom("Account").scope("mine WHERE"), /not an API name/],
    [
      "an order",
      () => selectFrom("Account").orderBy("Name", { direction: "up" as "asc" }),
      /direction takes/,
    ],
    ["a query of nothing", () => selectFrom("Account").soql, /selects nothing/],
    ["a join of nothing", () => selectFrom("Account").where((make) => make.or()), /was given none/],
  ])("refuses %s", (_, build, message) => {
    expect(build).toThrow(message);
  });

  it("writes what the parser reads, whatever the values", () => {
    const value = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
        const query = values.reduce(
          (made, one) =>
            made.where((make) => make.or(make.is("Name", "=", one), make.not(make.is("Site", "=", one)))),
          selectFrom("Account").select("Id").where("Id", "!=", null),
        );
        expect(parseQuery(query.limit(7).soql).limit).toBe(7);
      }),
      { numRuns: 100 },
    );
  });

  it("runs in the org", async () => {
    const rows = {
      Account: [{ Name: "a", Industry: "Energy" }, { Name: "b", Industry: "Energy" }, { Name: "c" }],
    };
    await using here = await openOrg({ rows });
    const base = selectFrom("Account").where("Name", "IN", ["a", "b", "c"]);
    const named = base
      .select("Name")
      .where((make) => make.not(make.is("Name", "=", "a")))
      .orderBy("Name");
    expect((await here.sf.query(named.soql).all()).map((row) => row["Name"])).toEqual(["b", "c"]);
    const grouped = base
      .select("Industry")
      .aggregate("COUNT", "Id", "n")
      .groupBy("Industry")
      .having("COUNT(Id)", ">", 1);
    expect(await here.sf.query(grouped.soql).all()).toMatchObject([{ Industry: "Energy", n: 2 }]);
  });
});
