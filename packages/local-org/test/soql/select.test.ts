import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../src/store/types.ts";
import { column, count, openOrg, query, seed } from "./fixture.ts";

const BASE = "/services/data/v60.0/sobjects";
let store: Store;
const ids = { acme: "", bolt: "", ann: "", bob: "", cid: "", lead: "" };

beforeAll(() => {
  store = openOrg();
  ids.acme = seed(store, "Account", { Name: "Acme", BillingCity: "Rome", AnnualRevenue: 1234 });
  ids.bolt = seed(store, "Account", { Name: "Bolt", ParentId: ids.acme });
  ids.ann = seed(store, "Contact", { FirstName: "Ann", LastName: "Ames", AccountId: ids.acme });
  ids.bob = seed(store, "Contact", { LastName: "Bean", AccountId: ids.acme });
  ids.cid = seed(store, "Contact", { LastName: "Cole" });
  ids.lead = seed(store, "Lead", { LastName: "Lee", Company: "Led", Status: "Open - Not Contacted" });
  seed(store, "Task", { Subject: "call ann", WhoId: ids.ann, WhatId: ids.acme });
  seed(store, "Task", { Subject: "call lee", WhoId: ids.lead });
  seed(store, "Task", { Subject: "rest" });
  for (const [Name, Colour__c, Count__c] of [
    ["w1", "Blue", 3],
    ["w2", "Red", 1],
    ["w3", null, 2],
    ["w4", "Green", null],
    ["w5", "Red", 5],
  ] as const)
    seed(store, "Widget__c", {
      Name,
      Colour__c,
      Count__c,
      Account__c: ids.acme,
      At__c: `2026-0${Name.slice(1)}-03T04:05:06.000Z`,
      Place__Latitude__s: Name === "w1" ? 1.5 : null,
      Place__Longitude__s: Name === "w1" ? -2 : null,
    });
});
afterAll(() => store.close());

describe("records", () => {
  it("spells names as the schema does and comes in the order of the SELECT clause", () => {
    expect(query(store, "select NAME, id from ACCOUNT where name = 'acme'")).toEqual([
      { attributes: { type: "Account", url: `${BASE}/Account/${ids.acme}` }, Name: "Acme", Id: ids.acme },
    ]);
    const [record] = query(store, "SELECT Name, Id FROM Account");
    expect(Object.keys(record ?? {})).toEqual(["attributes", "Name", "Id"]);
  });

  it("gives values their REST form", () => {
    const soql = "SELECT At__c, Live__c, Count__c, Place__c, Colour__c FROM Widget__c WHERE Name = 'w1'";
    expect(query(store, soql)[0]).toMatchObject({
      At__c: "2026-01-03T04:05:06.000+0000",
      Live__c: false,
      Count__c: 3,
      Place__c: { latitude: 1.5, longitude: -2 },
      Colour__c: "Blue",
    });
    expect(column(store, "SELECT Place__c FROM Widget__c WHERE Name = 'w2'")).toEqual([null]);
  });

  it("puts addresses together", () => {
    expect(column(store, "SELECT BillingAddress FROM Account")).toEqual([
      expect.objectContaining({ city: "Rome", country: null, postalCode: null, street: null }),
      null,
    ]);
  });

  it("nests parents, null where there is none", () => {
    expect(query(store, "SELECT Name, Parent.Name, Parent.Owner.Name FROM Account")).toEqual([
      { attributes: expect.anything(), Name: "Acme", Parent: null },
      {
        attributes: expect.anything(),
        Name: "Bolt",
        Parent: {
          attributes: { type: "Account", url: `${BASE}/Account/${ids.acme}` },
          Name: "Acme",
          Owner: { attributes: expect.objectContaining({ type: "User" }), Name: "Ada Admin" },
        },
      },
    ]);
  });

  it("knows what a polymorphic parent is", () => {
    expect(
      query(store, "SELECT Subject, Who.Name, Who.Type, What.Name FROM Task ORDER BY Subject"),
    ).toMatchObject([
      {
        Who: { attributes: { type: "Contact" }, Name: "Ann Ames", Type: "Contact" },
        What: { attributes: { type: "Account" }, Name: "Acme" },
      },
      { Who: { attributes: { type: "Lead" }, Name: "Lee", Type: "Lead" }, What: null },
      { Who: null, What: null },
    ]);
  });

  it("answers TYPEOF with the fields of what is there", () => {
    const soql =
      "SELECT TYPEOF Who WHEN Contact THEN LastName, AccountId ELSE Name END, Subject FROM Task ORDER BY Subject";
    expect(query(store, soql)).toMatchObject([
      { Who: { attributes: { type: "Contact" }, LastName: "Ames", AccountId: ids.acme } },
      { Who: { attributes: { type: "Lead" }, Name: "Lee" } },
      { Who: null },
    ]);
  });

  it("lists children, null where there are none", () => {
    const soql =
      "SELECT Name, (SELECT Contact.LastName FROM Account.Contacts ORDER BY LastName DESC) FROM Account";
    expect(query(store, soql)).toMatchObject([
      {
        Name: "Acme",
        Contacts: { totalSize: 2, done: true, records: [{ LastName: "Bean" }, { LastName: "Ames" }] },
      },
      { Name: "Bolt", Contacts: null },
    ]);
    const limited =
      "SELECT Name, (SELECT Name FROM Widgets__r WHERE Count__c != null ORDER BY Name LIMIT 2) FROM Account";
    expect(query(store, limited)[0]).toMatchObject({
      Widgets__r: { totalSize: 2, done: true, records: [{ Name: "w1" }, { Name: "w2" }] },
    });
  });

  it("goes down several levels", () => {
    const soql =
      "SELECT Name, (SELECT LastName, (SELECT Subject FROM Tasks) FROM Contacts) FROM Account WHERE Name = 'Acme'";
    expect(query(store, soql)[0]).toMatchObject({
      Contacts: {
        records: [{ LastName: "Ames", Tasks: { records: [{ Subject: "call ann" }] } }, { Tasks: null }],
      },
    });
  });

  it("leaves rows in the recycle bin out unless they are asked for", () => {
    const gone = seed(store, "Account", { Name: "Gone" });
    store.delete("Account", gone, { userId: "005000000000000AAA" });
    expect(count(store, "SELECT Id FROM Account")).toBe(2);
    expect(
      column(store, "SELECT Name, IsDeleted FROM Account WHERE IsDeleted = true", { includeDeleted: true }),
    ).toEqual(["Gone"]);
    store.delete("Account", gone, { userId: "005000000000000AAA", hard: true });
  });

  it("knows the FIELDS() keywords, labels and formats", () => {
    const [all] = query(store, "SELECT FIELDS(ALL) FROM Widget__c LIMIT 1");
    expect(all).toMatchObject({ Name: "w1", Colour__c: "Blue", OwnerId: "005000000000000AAA" });
    const [custom] = query(store, "SELECT FIELDS(CUSTOM) FROM Widget__c LIMIT 1");
    expect(custom).toMatchObject({ Colour__c: "Blue" });
    expect(custom).not.toHaveProperty("Name");
    const [standard] = query(store, "SELECT FIELDS(STANDARD), Count__c FROM Widget__c LIMIT 1");
    expect(standard).toMatchObject({ Name: "w1", Count__c: 3 });
    expect(standard).not.toHaveProperty("Colour__c");
    expect(column(store, "SELECT toLabel(Colour__c) FROM Widget__c ORDER BY Name")).toEqual([
      "Bleu",
      "Rouge",
      null,
      "Vert",
      "Rouge",
    ]);
    expect(column(store, "SELECT FORMAT(AnnualRevenue) Revenue FROM Account")).toEqual(["$1,234.00", null]);
  });
});

describe("order, limit and offset", () => {
  it.each([
    ["ORDER BY Count__c", ["w4", "w2", "w3", "w1", "w5"]],
    ["ORDER BY Count__c DESC", ["w4", "w5", "w1", "w3", "w2"]],
    ["ORDER BY Count__c NULLS LAST", ["w2", "w3", "w1", "w5", "w4"]],
    ["ORDER BY Count__c DESC NULLS LAST", ["w5", "w1", "w3", "w2", "w4"]],
    ["ORDER BY Colour__c", ["w3", "w2", "w5", "w4", "w1"]],
    ["ORDER BY Colour__c DESC NULLS LAST, Name DESC", ["w1", "w4", "w5", "w2", "w3"]],
    ["ORDER BY Account__r.Name, Name DESC", ["w5", "w4", "w3", "w2", "w1"]],
    ["ORDER BY Name DESC LIMIT 2", ["w5", "w4"]],
    ["ORDER BY Name LIMIT 2 OFFSET 3", ["w4", "w5"]],
    ["LIMIT 0", []],
  ])("%s", (tail, expected) => {
    expect(column(store, `SELECT Name FROM Widget__c ${tail}`)).toEqual(expected);
  });

  it("counts what the limit and the offset leave", () => {
    expect(count(store, "SELECT COUNT() FROM Widget__c")).toBe(5);
    expect(count(store, "SELECT Id FROM Widget__c LIMIT 3")).toBe(3);
    expect(count(store, "SELECT Id FROM Widget__c OFFSET 4")).toBe(1);
    expect(count(store, "SELECT Id FROM Widget__c LIMIT 3 OFFSET 9")).toBe(0);
  });
});

describe("aggregates", () => {
  const rows = (soql: string): unknown[] =>
    query(store, soql).map(({ attributes, ...rest }) => {
      expect(attributes).toEqual({ type: "AggregateResult" });
      return rest;
    });

  it("numbers what has no alias and keeps the names of the rest", () => {
    expect(
      rows("SELECT COUNT(Id), MAX(Count__c) top, MIN(Name), SUM(Count__c), AVG(Count__c) FROM Widget__c"),
    ).toEqual([{ expr0: 5, top: 5, expr1: "w1", expr2: 11, expr3: 2.75 }]);
  });

  it("groups, filters groups and orders them", () => {
    expect(
      rows(
        "SELECT Colour__c, COUNT(Id) n FROM Widget__c GROUP BY Colour__c HAVING COUNT(Id) > 0 ORDER BY COUNT(Id) DESC, Colour__c",
      ),
    ).toEqual([
      { Colour__c: "Red", n: 2 },
      { Colour__c: null, n: 1 },
      { Colour__c: "Green", n: 1 },
      { Colour__c: "Blue", n: 1 },
    ]);
    expect(
      rows("SELECT Colour__c FROM Widget__c GROUP BY Colour__c HAVING COUNT(Id) > 1 AND Colour__c LIKE 'r%'"),
    ).toEqual([{ Colour__c: "Red" }]);
    expect(rows("SELECT Colour__c FROM Widget__c GROUP BY Colour__c HAVING NOT (COUNT(Id) = 1)")).toEqual([
      { Colour__c: "Red" },
    ]);
    expect(rows("SELECT Account__r.Name, COUNT(Id) FROM Widget__c GROUP BY Account__r.Name")).toEqual([
      { Name: "Acme", expr0: 5 },
    ]);
    expect(
      rows("SELECT COUNT(Id) n, Colour__c FROM Widget__c GROUP BY Colour__c ORDER BY n DESC LIMIT 1"),
    ).toEqual([{ n: 2, Colour__c: "Red" }]);
  });

  it("takes dates apart", () => {
    expect(
      rows(
        "SELECT CALENDAR_QUARTER(At__c) q, COUNT(Id) n FROM Widget__c GROUP BY CALENDAR_QUARTER(At__c) ORDER BY CALENDAR_QUARTER(At__c)",
      ),
    ).toEqual([
      { q: 1, n: 3 },
      { q: 2, n: 2 },
    ]);
    const parts =
      "CALENDAR_MONTH,CALENDAR_YEAR,DAY_IN_MONTH,DAY_IN_WEEK,DAY_IN_YEAR,DAY_ONLY,FISCAL_QUARTER,FISCAL_YEAR,HOUR_IN_DAY,WEEK_IN_MONTH,WEEK_IN_YEAR";
    const calls = parts.split(",").map((name) => `${name}(At__c)`);
    const soql = `SELECT ${calls.join(",")} FROM Widget__c WHERE Name = 'w2' GROUP BY ${calls.join(",")}`;
    expect(Object.values(rows(soql)[0] ?? {})).toEqual([2, 2026, 3, 3, 34, "2026-02-03", 1, 2026, 4, 1, 5]);
  });

  it("counts distinct values without regard to case", () => {
    seed(store, "Lead", { LastName: "A", Company: "one" });
    seed(store, "Lead", { LastName: "B", Company: "ONE" });
    expect(rows("SELECT COUNT_DISTINCT(Company) n FROM Lead WHERE Company LIKE 'one'")).toEqual([{ n: 1 }]);
  });
});
