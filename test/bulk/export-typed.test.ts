import { bulkSafeFields, type SalesforceClient } from "kinetic-core";
import { expect, it, vi } from "vitest";
import { bulkClient } from "./client.ts";
import { type FakeOrg, type FakeOrgOptions, startFakeOrg } from "./fake-org.ts";
import { openOrg } from "./open-org.ts";

const FIELDS = [
  { name: "Id", type: "id" },
  { name: "Int__c", type: "int" },
  { name: "Double__c", type: "double" },
  { name: "Flag__c", type: "boolean" },
  { name: "Day__c", type: "date" },
  { name: "Moment__c", type: "datetime" },
  { name: "Name", type: "string" },
  { name: "Place__c", type: "location" },
  { name: "Place__Latitude__s", type: "double", compoundFieldName: "Place__c" },
  { name: "Body", type: "base64" },
];

async function withOrg(
  options: FakeOrgOptions,
  test: (sf: SalesforceClient, fake: FakeOrg) => Promise<void>,
): Promise<void> {
  const fake = await startFakeOrg({ fields: FIELDS, ...options });
  const sf = bulkClient(fake.url);
  try {
    await test(sf, fake);
  } finally {
    await sf.close();
    await fake.close();
  }
}

async function list<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

it.each([
  ["Int__c", "100.0", 100],
  ["Int__c", "0.0", 0],
  ["Double__c", "1.0E7", 10_000_000],
  ["Double__c", "-0.5", -0.5],
  ["Double__c", "", null],
  ["Flag__c", "true", true],
  ["Flag__c", "false", false],
  ["Day__c", "2026-11-25", "2026-11-25"],
  ["Moment__c", "2026-11-25T10:00:00.000Z", new Date(Date.UTC(2026, 10, 25, 10))],
  ["Moment__c", "2026-11-25T10:00:00.000+0100", new Date(Date.UTC(2026, 10, 25, 9))],
  ["Name", "007", "007"],
  ["Name", "", null],
  ["Account.Unknown__c", "1", "1"],
])("reads %s %j as %j", (column, text, value) =>
  withOrg({ columns: [column], rows: [[text]] }, async (sf) => {
    const rows = sf.bulk.export(`SELECT ${column} FROM Thing__c`).typed();
    expect(await list(rows)).toEqual([{ [column]: value }]);
  }),
);

it("says which row and column hold no value of their type", () =>
  withOrg(
    {
      columns: ["Id", "Int__c"],
      rows: [
        ["a", "1"],
        ["b", "many"],
      ],
    },
    async (sf) => {
      await expect(list(sf.bulk.export("SELECT Id, Int__c FROM Thing__c").typed())).rejects.toThrow(
        /Row 2 .*Int__c is "many"/,
      );
    },
  ));

it("names the selected fields that Bulk API 2.0 does not return before a job is made, and what to select", () =>
  withOrg({ rows: [] }, async (sf, fake) => {
    const rows = list(sf.bulk.export("SELECT Id, t.Place__c, Body FROM Thing__c t WHERE Name = 'Body'"));
    await expect(rows).rejects.toMatchObject({ code: "REQUEST_REJECTED" });
    await expect(rows).rejects.toThrow(/Place__c, .*\(select Place__Latitude__s instead\); Body, binary/);
    expect(fake.calls).toEqual([]);
  }));

it("exports all fields that bulkSafeFields names, with the values that REST gives", async () => {
  await using here = await openOrg({
    rows: {
      Account: [
        { Name: "Acme", NumberOfEmployees: 7, AnnualRevenue: 1.5, BillingCity: "Basel" },
        { Name: 'says "no",\nand yes', Description: "é" },
      ],
    },
  });
  const describe = await here.sf.describe("Account");
  const fields = bulkSafeFields(describe);
  expect(describe.fields.map(({ name }) => name)).toContain("BillingAddress");
  expect(fields).not.toContain("BillingAddress");
  const soql = `SELECT ${fields.join(", ")}, Owner.Name, Parent.Name FROM Account`;
  const moments = describe.fields.filter(({ type }) => type === "datetime").map(({ name }) => name);
  const expected = (await here.sf.query<Record<string, unknown>>(soql).all()).map((record) => {
    const { attributes: _, Owner, Parent: __, ...values } = record;
    for (const name of moments) {
      if (typeof values[name] === "string") values[name] = new Date(values[name].replace("+0000", "Z"));
    }
    return { ...values, "Owner.Name": (Owner as { Name: string }).Name, "Parent.Name": null };
  });
  expect(await list(here.sf.bulk.export(soql).typed())).toEqual(expected);
});

it("falls back to REST where told so: the same rows, and one warning", async () => {
  await using here = await openOrg({
    rows: { Account: [{ Name: "Acme", AnnualRevenue: 1.25, NumberOfEmployees: 5 }, { Name: 'b"\n' }] },
  });
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
  const soql =
    "SELECT Id, Name, NumberOfEmployees, AnnualRevenue, CreatedDate, Owner.Name, Parent.Name FROM Account";
  const bulk = await list(here.sf.bulk.export(soql));
  expect(warn).not.toHaveBeenCalled();
  const jobs = here.org.jobs().length;
  const rest = here.sf.bulk.export(`${soql} LIMIT 10 OFFSET 0`, { fallbackToRest: true });
  expect(await list(rest)).toEqual(bulk);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(String(warn.mock.calls[0]?.[0])).toMatch(/OFFSET.*by REST/);
  expect(await list(rest.typed())).toEqual(await list(here.sf.bulk.export(soql).typed()));
  const bytes = Buffer.concat(await list(rest.csv())).toString();
  expect(bytes).toBe(Buffer.concat(await list(here.sf.bulk.export(soql).csv())).toString());
  expect(here.org.jobs()).toHaveLength(jobs + 2);
  warn.mockRestore();
});

it("gives groups and compound fields by REST, but never the children of a row", async () => {
  await using here = await openOrg({
    rows: { Account: [{ Name: "A", BillingCity: "Basel" }, { Name: "A" }] },
  });
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
  const options = { fallbackToRest: true };
  const groups = here.sf.bulk.export("SELECT Name, COUNT(Id) total FROM Account GROUP BY Name", options);
  expect(await list(groups)).toEqual([{ Name: "A", total: "2" }]);
  const addresses = here.sf.bulk.export("SELECT Name, BillingAddress FROM Account ORDER BY Id", options);
  expect((await list(addresses))[0]).toMatchObject({ Name: "A", "BillingAddress.city": "Basel" });
  expect(() => here.sf.bulk.export("SELECT (SELECT Id FROM Contacts) FROM Account", options)).toThrow(
    /child/,
  );
  warn.mockRestore();
});

it("falls back when the org says that the object is not for Bulk API 2.0, and only then", () =>
  withOrg(
    {
      end: () => ({
        state: "Failed",
        errorMessage: "InvalidEntity : Entity 'Thing__c' is not supported by the Bulk API.",
      }),
    },
    async (sf) => {
      const rows = list(sf.bulk.export("SELECT Id FROM Thing__c"));
      await expect(rows).rejects.toMatchObject({ code: "JOB" });
      const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
      // REST of this org has no rows.
      expect(await list(sf.bulk.export("SELECT Id FROM Thing__c", { fallbackToRest: true }))).toEqual([]);
      expect(warn).toHaveBeenCalledTimes(1);
      warn.mockRestore();
    },
  ));
