import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bytes,
  cell,
  count,
  csvLine,
  displayWidth,
  duration,
  pathsOf,
  plainRecord,
  rowFormat,
  selectList,
  valueAt,
} from "../../src/format/index.ts";

describe("CSV", () => {
  it("reads back as it was, whatever the letters", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 2 }), (fields) => {
        expect(parse(csvLine(fields), { relax_quotes: false })).toEqual([fields]);
      }),
    );
  });
});

it("a row of one empty value is no blank line, which readers would skip", () => {
  expect(csvLine([""])).toBe('""\n');
  expect(parse(csvLine(["Site"]) + csvLine([""]) + csvLine(["Basel"]))).toEqual([["Site"], [""], ["Basel"]]);
});

describe("a cell", () => {
  it("never takes more columns than it may, nor moves the cursor", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 2, max: 40 }), (text, width) => {
        const shown = cell(text, width);
        expect(displayWidth(shown)).toBeLessThanOrEqual(width);
        expect(shown).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  it("counts wide letters twice", () => {
    expect([displayWidth("abc"), displayWidth("日本"), displayWidth("é"), displayWidth("👍")]).toEqual([
      3, 4, 1, 2,
    ]);
  });
});

describe("records", () => {
  const record = {
    attributes: { type: "Account" },
    Name: "Acme",
    Owner: { attributes: {}, Name: "Ada" },
    Contacts: { totalSize: 1, done: true, records: [{ attributes: {}, Id: "1" }] },
  };

  it("are freed from what marks them", () => {
    expect(plainRecord(record)).toEqual({ Name: "Acme", Owner: { Name: "Ada" }, Contacts: [{ Id: "1" }] });
  });

  it("are read by a path in any case", () => {
    expect(valueAt({ Owner: { Name: "Ada" } }, "owner.NAME")).toBe("Ada");
    expect(valueAt({ Owner: null }, "Owner.Name")).toBeUndefined();
  });

  it("have the paths of all of them", () => {
    expect(
      pathsOf([
        { A: 1, Owner: null },
        { A: 2, Owner: { Name: "x" } },
      ]),
    ).toEqual(["A", "Owner.Name"]);
  });
});

it.each([
  ["SELECT Id, Owner.Name FROM Account", ["Id", "Owner.Name"]],
  ["select Id from Account where Name = ' GROUP BY '", ["Id"]],
  ["SELECT Name, COUNT(Id) FROM Account GROUP BY Name", undefined],
  ["SELECT Name FROM Account GROUP BY Name", undefined],
  ["SELECT FIELDS(ALL) FROM Account LIMIT 1", undefined],
  ["SELECT Id, (SELECT Id FROM Contacts) FROM Account", undefined],
  ["nonsense", undefined],
])("the columns of %s are %j", (soql, columns) => {
  expect(selectList(soql)).toEqual(columns);
});

it("JSON is one list, however the rows come", () => {
  const json = rowFormat({ format: "json" });
  expect(JSON.parse(json.rows([{ a: 1 }]) + json.rows([]) + json.rows([{ a: 2 }]) + json.end())).toEqual([
    { a: 1 },
    { a: 2 },
  ]);
  expect(JSON.parse(rowFormat({ format: "json" }).end())).toEqual([]);
});

it.each([
  [count(1234567), "1,234,567"],
  [bytes(999), "999 B"],
  [bytes(1000), "1.0 kB"],
  [bytes(999_960), "1.0 MB"],
  [bytes(3_400_000), "3.4 MB"],
  [duration(4200), "4.2 s"],
  [duration(59_980), "1 min 0 s"],
  [duration(185_000), "3 min 5 s"],
  [duration(7_800_000), "2 h 10 min"],
])("%s is for people", (text, expected) => {
  expect(text).toBe(expected);
});
