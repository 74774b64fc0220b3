import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../src/store/types.ts";
import { column, openOrg, seed } from "./fixture.ts";

let store: Store;

beforeAll(() => {
  store = openOrg();
  const acme = seed(store, "Account", { Name: "Acme", Industry: "Energy", NumberOfEmployees: 10 });
  const rows = [
    {
      Name: "Alpha",
      Size__c: 1.5,
      Count__c: 1,
      Live__c: true,
      Colour__c: "Red",
      Tags__c: "a;b",
      Account__c: acme,
    },
    { Name: "beta", Size__c: -2, Count__c: 2, Live__c: false, Colour__c: "Green", Tags__c: "b" },
    { Name: "Éclair", Count__c: 3, Live__c: true, Day__c: "2026-11-22", At__c: "2026-11-22T00:00:00.000Z" },
    { Name: "100% pure_x", Day__c: "2026-11-15", At__c: "2026-11-21T23:59:59.999Z", Ext__c: "Key" },
    { Name: "O'Reilly \\ back", Day__c: "2025-12-31", At__c: "2025-12-31T12:00:00.000Z" },
  ];
  for (const row of rows) seed(store, "Widget__c", row);
});
afterAll(() => store.close());

const names = (where: string): unknown[] => column(store, `SELECT Name FROM Widget__c WHERE ${where}`);

describe("comparisons", () => {
  it.each([
    ["Name = 'alpha'", ["Alpha"]],
    ["Name = 'éCLAIR'", ["Éclair"]],
    ["Name = 'O\\'Reilly \\\\ back'", ["O'Reilly \\ back"]],
    ["Name < 'b'", ["Alpha", "100% pure_x"]],
    ["Name >= 'o'", ["Éclair", "O'Reilly \\ back"]],
    ["Ext__c = 'key'", []],
    ["Ext__c = 'Key'", ["100% pure_x"]],
    ["Size__c = 1.5", ["Alpha"]],
    ["Size__c < 0", ["beta"]],
    ["Count__c >= 2", ["beta", "Éclair"]],
    ["Count__c <> 2 AND Count__c != null", ["Alpha", "Éclair"]],
    ["Live__c = TRUE", ["Alpha", "Éclair"]],
    ["Live__c != true", ["beta", "100% pure_x", "O'Reilly \\ back"]],
    ["Count__c = null", ["100% pure_x", "O'Reilly \\ back"]],
    ["Colour__c = ''", ["Éclair", "100% pure_x", "O'Reilly \\ back"]],
    ["Colour__c IN ('RED', 'green')", ["Alpha", "beta"]],
    ["Name IN ('ALPHA', 'ÉCLAIR')", ["Alpha", "Éclair"]],
    ["Count__c IN (1, 3)", ["Alpha", "Éclair"]],
    ["Count__c IN (1, null)", ["Alpha", "100% pure_x", "O'Reilly \\ back"]],
  ])("%s", (where, expected) => {
    expect(names(where)).toEqual(expected);
  });

  it("counts a row without a value as different, as Salesforce does", () => {
    expect(names("Colour__c != 'Red'")).toHaveLength(4);
    expect(names("Colour__c NOT IN ('Red', 'Green')")).toHaveLength(3);
    expect(names("(NOT Colour__c LIKE 'R%')")).toHaveLength(4);
  });

  it("finds long lists without overflowing SQLite's expression depth", () => {
    const list = Array.from({ length: 3000 }, (_, i) => `'x${i}'`).join(",");
    expect(names(`Name IN (${list}, 'beta')`)).toEqual(["beta"]);
    expect(names(`Name NOT IN (${list}, 'beta')`)).toHaveLength(4);
  });
});

describe("LIKE", () => {
  it.each([
    ["Name LIKE 'AL%'", ["Alpha"]],
    ["Name LIKE '_eta'", ["beta"]],
    ["Name LIKE '%\\%%'", ["100% pure_x"]],
    ["Name LIKE '%e\\_x'", ["100% pure_x"]],
    ["Name LIKE '%e\\_'", []],
    ["Name LIKE 'é%'", ["Éclair"]],
    ["Name LIKE '%\\\\%'", ["O'Reilly \\ back"]],
    ["Name LIKE '%\\'R%'", ["O'Reilly \\ back"]],
  ])("%s", (where, expected) => {
    expect(names(where)).toEqual(expected);
  });
});

describe("AND, OR, NOT", () => {
  it.each([
    ["Live__c = true AND (Name = 'Alpha' OR Name = 'beta')", ["Alpha"]],
    ["(Name = 'Alpha' AND Live__c = true) OR Name = 'beta'", ["Alpha", "beta"]],
    ["Name != 'Alpha' AND (NOT (Name = 'beta' OR Live__c = true)) AND Ext__c = null", ["O'Reilly \\ back"]],
    ["NOT Name LIKE '%a%'", ["100% pure_x"].filter((name) => !name.includes("a"))],
    ["(NOT (NOT Name = 'Alpha'))", ["Alpha"]],
    ["((Name = 'Alpha')) OR (((Name = 'beta')))", ["Alpha", "beta"]],
  ])("%s", (where, expected) => {
    expect(names(where)).toEqual(expected);
  });
});

describe("dates", () => {
  it.each([
    ["Day__c = 2026-11-22", ["Éclair"]],
    ["Day__c = TODAY", ["Éclair"]],
    ["Day__c < TODAY", ["100% pure_x", "O'Reilly \\ back"]],
    ["Day__c = LAST_N_DAYS:7", ["Éclair", "100% pure_x"]],
    ["Day__c = LAST_WEEK", ["100% pure_x"]],
    ["Day__c = LAST_YEAR", ["O'Reilly \\ back"]],
    ["Day__c != THIS_YEAR AND Day__c != null", ["O'Reilly \\ back"]],
    ["At__c = TODAY", ["Éclair"]],
    ["At__c = YESTERDAY", ["100% pure_x"]],
    ["At__c >= 2026-11-22T00:00:00Z", ["Éclair"]],
    ["At__c >= 2026-11-22T01:00:00+01:00", ["Éclair"]],
    ["At__c < 2026-11-21T15:59:59.000-0800", ["O'Reilly \\ back"]],
    ["CALENDAR_YEAR(Day__c) = 2025", ["O'Reilly \\ back"]],
    ["Day__c IN (2026-11-22, 2025-12-31)", ["Éclair", "O'Reilly \\ back"]],
    ["Day__c IN (TODAY, LAST_YEAR)", ["Éclair", "O'Reilly \\ back"]],
  ])("%s", (where, expected) => {
    expect(names(where)).toEqual(expected);
  });

  it("lets days begin where the user's time zone says", () => {
    const soql = "SELECT Name FROM Widget__c WHERE At__c = TODAY";
    expect(column(store, soql, { timeZone: "America/Los_Angeles" })).toEqual([]);
    expect(column(store, soql, { timeZone: "Asia/Tokyo" })).toEqual(["Éclair", "100% pure_x"]);
  });
});

describe("relationships and lists", () => {
  it.each([
    ["Account__r.Name = 'acme'", ["Alpha"]],
    ["Account__r.Name = null AND Live__c = true", ["Éclair"]],
    ["Widget__c.Account__r.Industry = 'Energy'", ["Alpha"]],
    ["Tags__c INCLUDES ('b')", ["Alpha", "beta"]],
    ["Tags__c INCLUDES ('a;b', 'c')", ["Alpha"]],
    ["Tags__c EXCLUDES ('a')", ["beta", "Éclair", "100% pure_x", "O'Reilly \\ back"]],
    ["Tags__c = 'a;b'", ["Alpha"]],
    ["Account__c IN (SELECT Id FROM Account WHERE NumberOfEmployees > 5)", ["Alpha"]],
    ["Account__c NOT IN (SELECT Id FROM Account) AND Live__c = true", ["Éclair"]],
    ["toLabel(Colour__c) = 'rouge'", ["Alpha"]],
    ["toLabel(Colour__c) NOT IN ('Rouge', 'Vert') AND Live__c = true", ["Éclair"]],
  ])("%s", (where, expected) => {
    expect(names(where)).toEqual(expected);
  });

  it("finds parents by their children", () => {
    const soql =
      "SELECT Name FROM Account WHERE Id IN (SELECT Account__c FROM Widget__c WHERE Live__c = true)";
    expect(column(store, soql)).toEqual(["Acme"]);
    expect(column(store, soql.replace("true", "false"))).toEqual([]);
  });

  it("reads through relationships that may point to several objects", () => {
    expect(names("Owner.Name = 'ada ADMIN'")).toHaveLength(5);
    expect(names("Owner.Type = 'User'")).toHaveLength(5);
    expect(names("Owner.Type != 'User'")).toEqual([]);
  });
});
