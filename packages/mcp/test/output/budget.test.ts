import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerBytes, fitTable, goodResult } from "../../src/output/index.ts";

const value = fc.oneof(
  fc.string({ maxLength: 300, unit: "binary" }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const record = fc.dictionary(fc.stringMatching(/^[A-Za-z]\w{0,30}$/), value, { minKeys: 1, maxKeys: 40 });

describe("the budget of an answer", () => {
  it("holds the whole answer on the wire, whatever the records hold", () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 60 }),
        fc.integer({ min: 4096, max: 40_000 }),
        (records, maxBytes) => {
          const { columns, rows } = fitTable(records, maxBytes);
          const result = goodResult({ summary: "x".repeat(100), data: { columns, rows } });
          expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThanOrEqual(maxBytes);
          expect(rows.length).toBeGreaterThanOrEqual(Math.min(1, records.length));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("shows all rows where they fit", () => {
    const records = Array.from({ length: 100 }, (_, at) => ({ Id: at }));
    expect(fitTable(records, 32_768).rows).toHaveLength(100);
  });

  it("cuts the values of a record so wide that it would not fit", () => {
    const wide = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`F${at}`, "x".repeat(1900)]));
    const { rows, columns, maxCell } = fitTable([wide], 32_768);
    expect(columns).toHaveLength(60);
    expect(maxCell).toBe(120);
    expect(answerBytes(rows)).toBeLessThan(32_768);
  });

  it("leaves columns out of a record with hundreds of fields", () => {
    const wide = Object.fromEntries(
      Array.from({ length: 900 }, (_, at) => [`Field_number_${at}__c`, "x".repeat(90)]),
    );
    const { rows, columns } = fitTable([wide], 16_384);
    expect(rows).toHaveLength(1);
    expect(columns.length).toBeLessThan(900);
    expect(rows[0]).toHaveLength(columns.length);
    expect(answerBytes([columns, rows])).toBeLessThan(16_384);
  });
});
