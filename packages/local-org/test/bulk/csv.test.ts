import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { javaDouble } from "../../src/bulk/csv.ts";

describe("numbers as Java writes them", () => {
  it.each([
    [0, "0.0"],
    [12, "12.0"],
    [-1.5, "-1.5"],
    [0.001, "0.001"],
    [0.00099, "9.9E-4"],
    [9_999_999, "9999999.0"],
    [10_000_000, "1.0E7"],
    [350_000_000, "3.5E8"],
    [912_260_031, "9.12260031E8"],
    [-12_345_678.9, "-1.23456789E7"],
  ])("%d is %s", (value, text) => {
    expect(javaDouble(value)).toBe(text);
  });

  it("can be read back without loss", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(javaDouble(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});
