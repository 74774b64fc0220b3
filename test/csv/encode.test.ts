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

it("quotes blanks at the edges", () => {
  expect(rowWriter({})([" a", "b\t", "c d"])).toBe('" a","b\t",c d\n');
});
