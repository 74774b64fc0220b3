import fc from "fast-check";
import { createMapper, type FieldMapping, type Mapping, type MappingFunctions } from "kinetic-core";
import { describe, expect, it } from "vitest";

/** Maps one value into the field `F`. */
function mapOne(
  value: unknown,
  field: Omit<FieldMapping, "from">,
  functions: MappingFunctions = {},
): unknown {
  const row = createMapper({ fields: { F: { from: "v", ...field } } }, { functions }).map({ v: value }, 6);
  return row.status === "mapped" ? row.fields["F"] : row.status;
}

const by = (...transforms: FieldMapping["transforms"] & object) => ({ transforms });

describe("mapping", () => {
  it("renames, reads nested values, and sets constants, defaults and references", () => {
    const mapper = createMapper({
      fields: {
        Name: "company.name",
        Site: "lines.1.city",
        Dotted__c: "a.b",
        Listed__c: { from: ["a.b"] },
        Type: { value: "Customer" },
        Rating: { from: "rating", default: "Cold" },
        "Owner.Username": "owner",
      },
    });
    const source = {
      company: { name: "Acme" },
      lines: [{}, { city: "Basel" }],
      "a.b": 1,
      a: { b: 2 },
      owner: "ada",
    };
    expect(mapper.map(source, 0)).toEqual({
      index: 0,
      status: "mapped",
      errors: [],
      fields: {
        Name: "Acme",
        Site: "Basel",
        Dotted__c: 1,
        Listed__c: 1,
        Type: "Customer",
        Rating: "Cold",
        Owner: { Username: "ada" },
      },
    });
    expect(mapper.fields).toEqual([
      "Name",
      "Site",
      "Dotted__c",
      "Listed__c",
      "Type",
      "Rating",
      "Owner.Username",
    ]);
    expect(createMapper({ fields: { F: "constructor.name" } }).map({}, 0)).toMatchObject({ fields: {} });
  });

  it("leaves alone, empties or demands what is missing", () => {
    const values = [undefined, "", null, " "];
    const each = (field: object) => values.map((value) => mapOne(value, { transforms: ["trim"], ...field }));
    expect(each({})).toEqual([undefined, undefined, null, undefined]);
    expect(each({ blank: "null" })).toEqual([null, null, null, null]);
    expect(each({ default: "d" })).toEqual(["d", "d", "d", "d"]);
    for (const value of values)
      expect(() => mapOne(value, { transforms: ["trim"], required: true })).toThrow(
        /F is missing.*row 7, column F/,
      );
  });

  it.each<[unknown, FieldMapping["transforms"] & object, unknown]>([
    [" a ", ["trim", "upperCase"], "A"],
    ["ÄB", ["lowerCase"], "äb"],
    [17, ["text"], "17"],
    ["-1.50", ["number"], -1.5],
    ["1.234.567,8", [{ number: { decimal: ",", group: "." } }], 1_234_567.8],
    ["123456789012345678", ["number"], /more digits/],
    ["9007199254740992", ["number"], 9_007_199_254_740_992],
    ["1e3", ["number"], /no number/],
    ["1,5", ["number"], /no number/],
    ["12.34", [{ number: { decimal: ",", group: "." } }], /no number/],
    [Number.NaN, ["number"], /no number/],
    ["Yes", ["boolean"], true],
    [0, ["boolean"], false],
    ["ja", [{ boolean: { true: ["JA"], false: ["nein"] } }], true],
    ["maybe", ["boolean"], /neither true nor false/],
    ["2026-11-22", ["date"], "2026-11-22"],
    ["2026-11-22T23:59:59-08:00", ["date"], "2026-11-22"],
    [new Date("2026-11-22T01:00:00Z"), ["date"], "2026-11-22"],
    ["22.11.2026", [{ date: { format: "dd.MM.yyyy" } }], "2026-11-22"],
    ["1/2/2026", [{ date: { format: "M/d/yyyy" } }], "2026-01-02"],
    ["30.02.2026", [{ date: { format: "dd.MM.yyyy" } }], /no date of the form/],
    ["22.11.26", [{ date: { format: "dd.MM.yyyy" } }], /no date of the form/],
    ["2026-02-30", ["date"], /no date like/],
    ["2026-11-22T09:30:00+0100", ["datetime"], "2026-11-22T08:30:00.000Z"],
    ["2026-11-22T09:30", ["datetime"], /without an offset/],
    ["2026-11-22T09:30", [{ datetime: { timeZone: "-08:00" } }], "2026-11-22T17:30:00.000Z"],
    ["2026-11-22T24:30:00Z", ["datetime"], /no time of a day/],
    [
      "22.07.2026 09:30",
      [{ datetime: { format: "dd.MM.yyyy HH:mm", timeZone: "Europe/Zurich" } }],
      "2026-07-22T07:30:00.000Z",
    ],
    [
      "29.03.2026 02:30",
      [{ datetime: { format: "dd.MM.yyyy HH:mm", timeZone: "Europe/Zurich" } }],
      /put forward/,
    ],
    [
      "25.10.2026 02:30",
      [{ datetime: { format: "dd.MM.yyyy HH:mm", timeZone: "Europe/Zurich" } }],
      "2026-10-25T00:30:00.000Z",
    ],
    [1, [{ lookup: { table: { 1: "Hot" } } }], "Hot"],
    [2, [{ lookup: { table: { 1: "Hot" }, otherwise: null } }], null],
    ["toString", [{ lookup: { table: {} } }], /not in the table/],
    [{}, ["trim"], /no text/],
  ])("%j by %j becomes %j", (value, transforms, wanted) => {
    if (wanted instanceof RegExp) expect(() => mapOne(value, { transforms })).toThrow(wanted);
    else expect(mapOne(value, { transforms })).toEqual(wanted);
  });

  it("reads back every moment that a zone's clocks show", () => {
    const format = "yyyy-MM-dd HH:mm:ss";
    const timeZone = "America/New_York";
    const wall = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (second) => {
        const text = wall.format(second * 1000);
        const read = Date.parse(String(mapOne(text, by({ datetime: { format, timeZone } }))));
        expect(wall.format(read)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it("calls functions by name, with the whole record, and never for what is missing", () => {
    const join = (value: unknown, source: Readonly<Record<string, unknown>>) => `${value}-${source["v"]}`;
    expect(mapOne("a", by({ custom: "join" }), { join })).toBe("a-a");
    expect(mapOne("", by({ custom: "join" }), { join })).toBeUndefined();
    const refuse = () => {
      throw new Error("not today");
    };
    expect(() => mapOne("a", by({ custom: "refuse" }), { refuse })).toThrow(/refuse refuses: not today/);
  });

  it("chooses rows and fields by conditions", () => {
    const mapper = createMapper({
      where: { not: { from: "kind", in: ["test", "demo"] } },
      fields: {
        Name: "name",
        Swiss__c: {
          value: true,
          when: {
            all: [
              { from: "country", equals: "CH" },
              { from: "zip", present: true },
            ],
          },
        },
        Old__c: {
          value: 1,
          when: {
            any: [
              { from: "n", equals: 1 },
              { from: "m", equals: null },
            ],
          },
        },
      },
    });
    const map = (source: object) => {
      const row = mapper.map(source, 0);
      return row.status === "mapped" ? row.fields : row.status;
    };
    expect(map({ kind: "test" })).toBe("filtered");
    expect(map({ name: "a", country: "CH", zip: 4000, m: "x" })).toEqual({ Name: "a", Swiss__c: true });
    expect(map({ name: "a", country: "CH", n: "1", m: "x" })).toEqual({ Name: "a", Old__c: 1 });
  });

  it("fails, skips or empties for a bad value, as the field says or else the mapping, and names all of a row", async () => {
    const fields = {
      A: { from: "a", transforms: ["number"] },
      B: { from: "b", transforms: ["number"], onError: "null" },
      C: { from: "c", transforms: ["number"] },
    } as const;
    const rows = [{ a: 1 }, { a: "x", b: "y", c: "z" }, { b: "y" }];
    const found: unknown[] = [];
    for await (const row of createMapper({ onError: "skip", fields }).apply(rows))
      found.push([
        row.index,
        row.status,
        "errors" in row ? row.errors.map(({ column, row: at }) => `${column}${at}`) : [],
      ]);
    expect(found).toEqual([
      [0, "mapped", []],
      [1, "skipped", ["A2", "B2", "C2"]],
      [2, "mapped", ["B3"]],
    ]);
    const failing = createMapper({ fields }).apply(rows);
    await failing.next();
    await expect(failing.next()).rejects.toMatchObject({ code: "INPUT", row: 2, column: "A" });
  });

  it("says everything that is wrong with a mapping at once, by its place", () => {
    const mapping = {
      onError: "ignore",
      where: { from: "x" },
      colour: 1,
      fields: {
        "No Name": "a",
        Both: { from: "a", value: 1 },
        Neither: {},
        Bad: {
          from: "a",
          transforms: [
            "trimm",
            { custom: "gone" },
            { date: { format: "yy" } },
            { datetime: { format: "yyyy-MM-dd" } },
          ],
        },
        Zone: { from: "a", transforms: [{ datetime: { timeZone: "Mars/Base" } }] },
        Typo: { frm: "a" },
        Owner: "a",
        "Owner.Username": "b",
        List: 17,
      },
    };
    const make = () => createMapper(mapping as unknown as Mapping);
    expect(make).toThrow(expect.objectContaining({ code: "CONFIGURATION" }));
    try {
      make();
    } catch (error) {
      const settings = (error as { problems: { setting: string }[] }).problems.map(({ setting }) => setting);
      expect([...new Set(settings)].sort()).toEqual([
        "fields.Bad.transforms[0]",
        "fields.Bad.transforms[1]",
        "fields.Bad.transforms[2]",
        "fields.Bad.transforms[3]",
        "fields.Both",
        "fields.List",
        "fields.Neither",
        "fields.No Name",
        "fields.Owner.Username",
        "fields.Typo",
        "fields.Zone.transforms[0]",
        "mapping",
        "onError",
        "where",
      ]);
    }
    expect(() => createMapper({} as Mapping)).toThrow(/at least one field/);
  });

  it("is the same mapping after a way through JSON", () => {
    const mapping: Mapping = {
      fields: {
        A: {
          from: ["a"],
          transforms: ["trim", { lookup: { table: { x: 1 } } }],
          when: { from: "b", equals: 1 },
        },
      },
    };
    const again = createMapper(JSON.parse(JSON.stringify(mapping)));
    expect(again.map({ a: " x ", b: 1 }, 0)).toEqual(createMapper(mapping).map({ a: " x ", b: 1 }, 0));
  });
});
