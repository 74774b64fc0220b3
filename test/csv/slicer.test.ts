import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { csvStream } from "kinetic-core";
import { expect, it } from "vitest";
import { COLUMN_DELIMITERS, type CsvSlice } from "../../src/csv/types.ts";
import { anyTable, collect, oracle, rowsOf, splitAt, streamOf } from "./support.ts";

it("cuts any table into slices that hold exactly its rows, within the limits", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyTable,
      fc.array(fc.nat(), { maxLength: 8 }),
      fc.record({
        room: fc.integer({ min: 0, max: 2000 }),
        maxRecords: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
      }),
      async (table, places, { room, maxRecords }) => {
        const delimiter = COLUMN_DELIMITERS[table.columnDelimiter];
        const header = table.columns.map((name) => `"${name}"`).join(delimiter).length + 2;
        const longest = Math.max(...table.rows.map((row) => Buffer.byteLength(JSON.stringify(row)))) * 2;
        const maxBytes = header + longest + room;
        const { columnDelimiter } = table;
        const open = await csvStream(streamOf(splitAt(table.bytes, places)), { columnDelimiter }).open();
        try {
          expect(open.columns).toEqual(table.columns);
          const slices: CsvSlice[] = await collect(open.slices({ maxBytes, maxRecords }));
          const rows: string[][] = [];
          let next = 1;
          for (const [index, slice] of slices.entries()) {
            const body = await buffer(open.body(slice));
            const [names, ...own] = oracle(body, delimiter);
            expect(names).toEqual(table.columns);
            expect(own).toHaveLength(slice.rows);
            expect(await rowsOf(open, slice)).toEqual(own);
            expect(slice).toMatchObject({ index, firstRow: next, bytes: body.length });
            expect(body.length).toBeLessThanOrEqual(maxBytes);
            expect(slice.rows).toBeLessThanOrEqual(maxRecords ?? slice.rows);
            rows.push(...own);
            next += slice.rows;
          }
          expect(rows).toEqual(table.rows);
        } finally {
          await open.close();
        }
      },
    ),
    { numRuns: 150 },
  );
});

it("goes on after any slice as if it had cut the ones before", async () => {
  await fc.assert(
    fc.asyncProperty(anyTable, fc.integer({ min: 1, max: 5 }), async (table, maxRecords) => {
      const { columnDelimiter } = table;
      const open = await csvStream(streamOf([table.bytes]), { columnDelimiter }).open();
      const limits = { maxBytes: 1e6, maxRecords };
      const slices = await collect(open.slices(limits));
      for (const [index, after] of slices.entries()) {
        expect(await collect(open.slices({ ...limits, after }))).toEqual(slices.slice(index + 1));
      }
      await open.close();
    }),
    { numRuns: 30 },
  );
});
