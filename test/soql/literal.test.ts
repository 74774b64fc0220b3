import { parseQuery, type ValueCondition } from "@jetstreamapp/soql-parser-js";
import fc from "fast-check";
import { dateLiteral, fieldName, like, rawSoql, type SoqlValue, soql, soqlDate } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { openOrg } from "../support/org.ts";

describe("soql", () => {
  it.each<[string, Parameters<typeof soql>[1], string]>([
    ["a text", "Acme", "'Acme'"],
    ["a quote", "O'Hara", "'O\\'Hara'"],
    ["a backslash before a quote", "\\'", "'\\\\\\''"],
    ["a line break", "a\nb", "'a\\nb'"],
    ["a number", 12.5, "12.5"],
    ["true", true, "true"],
    ["null", null, "null"],
    ["a date-time", new Date(Date.UTC(2026, 10, 22, 1, 2, 3)), "2026-11-22T01:02:03.000Z"],
    ["a date", soqlDate("2026-11-22"), "2026-11-22"],
    ["a list", ["a", "b'"], "('a', 'b\\'')"],
    ["a list of numbers", [1, 2], "(1, 2)"],
    ["a field name", fieldName("Owner.Name"), "Owner.Name"],
    ["a date literal", dateLiteral("LAST_N_DAYS:30"), "LAST_N_DAYS:30"],
    ["a number beyond 1e21", 1.5e21, "1500000000000000000000"],
    ["a number near zero", 1e-7, "0.0000001"],
    ["a bigint", 9_007_199_254_740_993n, "9007199254740993"],
    ["raw text", rawSoql("LIMIT 1"), "LIMIT 1"],
  ])("writes %s as a literal", (_, value, expected) => {
    expect(soql`x = ${value} y`).toBe(`x = ${expected} y`);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, new Date(Number.NaN), [] as string[]])(
    "refuses what has no literal: %s",
    (value) => {
      expect(() => soql`${value}`).toThrow(/literal/);
    },
  );

  it.each(["Name; DROP", "a b", "", "1x", "A..B"])("takes no field name that is none: %j", (name) => {
    expect(() => fieldName(name)).toThrow(/API name/);
  });

  it("refuses undefined, for it is a value that somebody forgot", () => {
    const forgotten = undefined as unknown as SoqlValue;
    expect(() => soql`SELECT Id FROM Account WHERE Name = ${forgotten}`).toThrow(
      /undefined has no SOQL literal; null/,
    );
    expect(() => soql`SELECT Id FROM Account WHERE Name IN ${[forgotten] as SoqlValue}`).toThrow(/undefined/);
  });

  it.each<[string, unknown]>([
    ["raw SOQL", { rawSoql: "x' OR Name != '" }],
    ["a day", { soqlDate: "2026-01-01 OR Name != null" }],
    ["a list in a list", [["a"]]],
    ["a symbol", Symbol("a")],
    ["a function", () => "a"],
    ["a year beyond 9999", new Date(Date.UTC(12_000, 0, 1))],
  ])("takes nothing from outside for %s", (_, value) => {
    expect(() => soql`SELECT Id FROM Account WHERE Name = ${value as SoqlValue}`).toThrow();
  });

  it.each(["2026-13-01", "2026-02-30", "26-1-1", "2026-11-22T00:00:00Z"])(
    "takes no day that is none: %s",
    (text) => {
      expect(() => soqlDate(text)).toThrow(/not a date/);
    },
  );

  it.each(["TODAY OR Id != null", "today", "LAST_N_DAYS:x", ""])(
    "takes no date literal that is none: %j",
    (text) => {
      expect(() => dateLiteral(text)).toThrow(/not a date literal/);
    },
  );

  it("escapes the wildcards of values in LIKE as the platform asks, with one backslash", () => {
    expect(soql`Name LIKE ${like`%${"50%_\\'"}_`}`).toBe("Name LIKE '%50\\%\\_\\\\\\'_'");
  });

  it("lets no text end its own quotes, and the parser reads back what was written", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom("'", "\\", '"', "%", "\n", "a", ")", " OR ") }),
    );
    fc.assert(
      fc.property(text, text, (a, b) => {
        const query = parseQuery(
          soql`SELECT Id FROM Account WHERE Name = ${a} AND Site IN ${[b, a]} LIMIT 1`,
        );
        const first = query.where as {
          left: ValueCondition;
          right: { left: ValueCondition; right?: unknown };
        };
        expect(unquoted(first.left.value as string)).toBe(a);
        expect((first.right.left.value as string[]).map(unquoted)).toEqual([b, a]);
        expect(first.right.right).toBeUndefined();
        expect(query.limit).toBe(1);
      }),
      { numRuns: 300 },
    );
  });

  it("finds in the org exactly the rows that have the value", async () => {
    const names = ["it's", "a\\b", "50%", "50x", "a_b", "aXb", "\\'", 'say "x"', "x' OR Name != '", "%", "_"];
    await using here = await openOrg({ rows: { Account: names.map((Name) => ({ Name })) } });
    const found = async (query: string) => (await here.sf.query(query).all()).map((row) => row["Name"]);
    for (const name of names) {
      expect(await found(soql`SELECT Name FROM Account WHERE Name = ${name}`)).toEqual([name]);
      expect(await found(soql`SELECT Name FROM Account WHERE Name LIKE ${like`${name}`}`)).toEqual([name]);
    }
    expect(await found(soql`SELECT Name FROM Account WHERE Name LIKE ${like`50${"%"}%`}`)).toEqual(["50%"]);
    expect(
      await found(soql`SELECT Name FROM Account WHERE Name IN ${["%", "\\'"]} ORDER BY Name`),
    ).toHaveLength(2);
  });
});

/** Takes a literal apart as the platform does (SOQL and SOSL Reference, "Quoted String Escape Sequences"). */
function unquoted(literal: string): string {
  const letters: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };
  expect(literal).toMatch(/^'[\s\S]*'$/);
  return literal.slice(1, -1).replace(/\\([\s\S])/g, (_, letter: string) => letters[letter] ?? letter);
}
