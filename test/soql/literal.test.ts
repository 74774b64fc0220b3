import fc from "fast-check";
import { escapeLike, fieldName, rawSoql, soql, soqlDate } from "kinetic-core";
import { describe, expect, it } from "vitest";

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

  it("escapes the wildcards of LIKE", () => {
    expect(soql`Name LIKE ${`${escapeLike("50%_\\")}%`}`).toBe("Name LIKE '50\\\\%\\\\_\\\\\\\\%'");
  });

  it("lets no text end its own quotes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const written = soql`${text}`;
        const inside = written.slice(1, -1);
        expect(inside.replace(/\\./gs, "")).not.toMatch(/['\\]/);
      }),
    );
  });
});
