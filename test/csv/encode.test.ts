import fc from "fast-check";
import { expect, it } from "vitest";
import { encodeRecords, rowWriter } from "../../src/csv/encode.ts";
import { COLUMN_DELIMITERS } from "../../src/csv/types.ts";
import { anyDelimiter, anyValue, collect, oracle } from "./support.ts";

it("writes rows that csv-parse reads back, whatever the values", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(anyValue, { minLength: 3, maxLength: 3 }), { minLength: 1 }),
      anyDelimiter,
      fc.constantFrom("LF", "CRLF"),
      (rows, columnDelimiter, lineEnding) => {
        const text = rows.map(rowWriter({ columnDelimiter, lineEnding })).join("");
        const bytes = Buffer.from(`x\n${text}`);
        expect(oracle(bytes, COLUMN_DELIMITERS[columnDelimiter]).slice(1)).toEqual(rows);
      },
    ),
  );
});

it("encodes records of strings so that csv-parse reads them back", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ A: anyValue, B: anyValue }), { minLength: 1 }), async (records) => {
      const bytes = Buffer.concat(await collect(encodeRecords(records)));
      expect(oracle(bytes, ",")).toEqual([["A", "B"], ...records.map((record) => [record.A, record.B])]);
    }),
  );
});

it("encodes texts of any length by any delimiter so that csv-parse reads them back", async () => {
  const text = fc
    .tuple(anyValue, fc.nat({ max: 60 }), anyValue)
    .map(([from, length, to]) => from + "x".repeat(length) + to);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ A: text, B: text }), { minLength: 1 }),
      anyDelimiter,
      async (records, columnDelimiter) => {
        const bytes = Buffer.concat(await collect(encodeRecords(records, { columnDelimiter })));
        const [, ...rows] = oracle(bytes, COLUMN_DELIMITERS[columnDelimiter]);
        expect(rows).toEqual(records.map(({ A, B }) => [A, B]));
      },
    ),
    { numRuns: 200 },
  );
});

it("quotes blanks at the edges", async () => {
  expect(rowWriter({})([" a", "b\t", "c d"])).toBe('" a","b\t",c d\n');
  const long = "x".repeat(100);
  const bytes = Buffer.concat(await collect(encodeRecords([{ A: ` ${long}`, B: `${long}\t`, C: long }])));
  expect(bytes.toString()).toBe(`A,B,C\n" ${long}","${long}\t",${long}\n`);
});

it("writes the same bytes whether a record looks like the columns or has to be looked at key by key", async () => {
  // Long texts are looked at as a whole, short ones letter by letter.
  const long = fc.tuple(anyValue, anyValue).map(([from, to]) => `${from}${"x".repeat(30)}${to}`);
  const value = fc.oneof(
    anyValue,
    long,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.string({ unit: "binary" }),
  );
  const rows = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(rows, anyDelimiter, async (list, columnDelimiter) => {
      const options = { columns: ["A", "B", "C"], columnDelimiter };
      const outcome = async (records: object[]): Promise<unknown> => {
        try {
          return Buffer.concat(await collect(encodeRecords(records, options))).toString();
        } catch (error) {
          const { message, row, column } = error as { message: string; row: number; column: string };
          return { message, row, column };
        }
      };
      const straight = await outcome(list.map(([A, B, C]) => ({ A, B, C })));
      expect(await outcome(list.map(([A, B, C]) => ({ A, C, B })))).toEqual(straight);
    }),
    { numRuns: 500 },
  );
});

it("names row and column of half a surrogate pair, and writes rows far longer than its memory", async () => {
  const lone = collect(
    encodeRecords([
      { A: "x", B: "y" },
      { A: "x", B: "\ud83d" },
    ]),
  );
  await expect(lone).rejects.toMatchObject({ code: "INPUT", row: 2, column: "B" });
  const long = "é".repeat(300_000);
  const bytes = Buffer.concat(await collect(encodeRecords([{ A: long, B: `${"x".repeat(200_000)},` }])));
  expect(oracle(bytes, ",")[1]).toEqual([long, `${"x".repeat(200_000)},`]);
});
