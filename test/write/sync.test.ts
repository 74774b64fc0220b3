import { csvStream, type Mapping, type SyncResult } from "kinetic-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenOrg, openOrg } from "../support/org.ts";

let here: OpenOrg;
beforeAll(async () => {
  here = await openOrg();
});
beforeEach(() => here.org.reset());
afterAll(() => here[Symbol.asyncDispose]());

const mapping: Mapping = {
  onError: "skip",
  where: { not: { from: "kind", equals: "test" } },
  fields: {
    Name: { from: "name", transforms: ["trim"] },
    NumberOfEmployees: { from: "staff.count", transforms: ["number"] },
    AnnualRevenue: { from: "revenue", transforms: ["number"], onError: "null" },
  },
};

/** Of ten rows: 0 filtered, 1 unmapped, 2 nulled, 3 refused by the org. */
const rows = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    kind: at % 10 === 0 ? "test" : "real",
    name: at % 10 === 3 ? "x".repeat(300) : ` row ${at} `,
    staff: { count: at % 10 === 1 ? "many" : String(at) },
    revenue: at % 10 === 2 ? "lots" : "2",
  }));

async function account(result: SyncResult) {
  const failures: unknown[] = [];
  for await (const { index, stage, error } of result.failures())
    failures.push([index, stage, error.code, error.fields]);
  const ids: unknown[] = [];
  for await (const { index, id } of result.succeeded()) {
    const [name] = here.org.rows("Account").filter((row) => row["Id"] === id);
    ids.push([index, name?.["Name"]]);
  }
  return { failures, ids };
}

describe("sync", () => {
  it.each(["record", "collections", "bulk"] as const)(
    "accounts for every row of the source, by its place, via %s",
    async (via) => {
      await using result = await here.sf.sync({
        source: rows(20),
        mapping,
        object: "Account",
        operation: "insert",
        via,
      });
      expect(result.totals).toEqual({
        rows: 20,
        filtered: 2,
        unmapped: 2,
        succeeded: 14,
        failed: 2,
        unknown: 0,
        unprocessed: 0,
      });
      expect(result.ok).toBe(false);
      const { failures, ids } = await account(result);
      expect(failures).toEqual([
        [1, "map", "INPUT", ["NumberOfEmployees"]],
        [11, "map", "INPUT", ["NumberOfEmployees"]],
        [3, "write", "STRING_TOO_LONG", ["Name"]],
        [13, "write", "STRING_TOO_LONG", ["Name"]],
      ]);
      expect(ids).toEqual([2, 4, 5, 6, 7, 8, 9, 12, 14, 15, 16, 17, 18, 19].map((at) => [at, `row ${at}`]));
      expect(result.nulled.map(({ index, error }) => [index, error.fields])).toEqual([
        [2, ["AnnualRevenue"]],
        [12, ["AnnualRevenue"]],
      ]);
      expect(new Set(here.org.rows("Account").map((row) => row["AnnualRevenue"]))).toEqual(
        new Set([null, 2]),
      );
    },
  );

  it("maps CSV, whose values become typed, and sends little of it by collections", async () => {
    const source = csvStream([Buffer.from('name,"staff.count"\n"a, b",7\n,8\n')] as never);
    const text: Mapping = {
      fields: {
        Name: { from: "name", default: "nobody" },
        NumberOfEmployees: { from: "staff.count", transforms: ["number"] },
      },
    };
    await using result = await here.sf.sync({
      source,
      mapping: text,
      object: "Account",
      operation: "insert",
    });
    expect([result.write.via, result.ok]).toEqual(["collections", true]);
    expect(here.org.rows("Account").map(({ Name, NumberOfEmployees }) => [Name, NumberOfEmployees])).toEqual([
      ["a, b", 7],
      ["nobody", 8],
    ]);
  });

  it.each([10, 2_500])("sends nothing of %i rows when a bad value is to fail the whole", async (count) => {
    const failing = { ...mapping, onError: "fail" } as const;
    const source = rows(count).map((row, at) => ({
      ...row,
      staff: { count: at === count - 1 ? "many" : "1" },
    }));
    const sync = here.sf.sync({ source, mapping: failing, object: "Account", operation: "insert" });
    await expect(sync).rejects.toMatchObject({ code: "INPUT", row: count, column: "NumberOfEmployees" });
    expect(here.org.rows("Account")).toEqual([]);
    expect(here.org.jobs()).toEqual([]);
  });

  it("names a mapped row that cannot be written by its place in the source", async () => {
    const source = [
      { kind: "test" },
      { kind: "real", id: "001000000000001AAA", name: "a" },
      { kind: "real", id: "short", name: "b" },
    ];
    const update: Mapping = { ...mapping, fields: { Id: "id", Name: "name" } };
    const sync = here.sf.sync({ source, mapping: update, object: "Account", operation: "update" });
    await expect(sync).rejects.toMatchObject({ code: "INPUT", row: 3, column: "Id" });
    await expect(sync).rejects.toThrow(/\(row 3, column Id\)/);
  });

  it("deletes by a mapped id, and writes nothing where nothing is left", async () => {
    const [id] = here.org.insert("Account", [{ Name: "x" }]);
    const byId: Mapping = { where: { from: "gone", equals: "yes" }, fields: { Id: "id", Name: "name" } };
    await using none = await here.sf.sync({
      source: [{ id, gone: "no" }],
      mapping: byId,
      object: "Account",
      operation: "delete",
    });
    expect([none.ok, none.totals.rows, none.totals.filtered]).toEqual([true, 1, 1]);
    await using one = await here.sf.sync({
      source: [{ id, gone: "yes", name: "x" }],
      mapping: byId,
      object: "Account",
      operation: "delete",
      via: "bulk",
    });
    expect(one.totals.succeeded).toBe(1);
  });

  it("refuses a mapping that cannot work before a row is read", async () => {
    let read = 0;
    const source = (function* () {
      read += 1;
      yield {};
    })();
    const sync = here.sf.sync({ source, mapping: { fields: {} }, object: "Account", operation: "insert" });
    await expect(sync).rejects.toMatchObject({ code: "CONFIGURATION" });
    expect(read).toBe(0);
  });
});

describe("a dry run", () => {
  it("maps and checks all rows by bulk, and sends nothing", async () => {
    const bulk = { dryRun: true };
    const sync = { source: rows(10), mapping, object: "Account", operation: "insert", bulk } as const;
    await using result = await here.sf.sync({ ...sync, via: "bulk" });
    expect(result.totals).toMatchObject({ rows: 10, filtered: 1, unmapped: 1, succeeded: 0, unprocessed: 8 });
    expect(here.org.jobs()).toEqual([]);
  });

  it("is refused where the rows would not go by bulk, for they would be written", async () => {
    const write = here.sf.write("Account", "insert", [{ Name: "Acme" }], { bulk: { dryRun: true } });
    await expect(write).rejects.toThrow(/go by record, which has no dry run; set via to "bulk"/);
    expect(here.org.rows("Account")).toEqual([]);
  });
});
