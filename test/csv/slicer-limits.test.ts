import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { type CsvSource, csvFile, csvStream } from "kinetic-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { COLUMN_DELIMITERS, type CsvSlice } from "../../src/csv/types.ts";
import { anyDelimiter, anyValue, collect, oracle, splitAt, streamOf } from "./support.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kinetic-slicer-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A CSV whose rows end in LF or CRLF, each as it likes; the header decides what goes on the wire. */
const anyMixedCsv = fc.record({
  columnDelimiter: anyDelimiter,
  endings: fc.array(fc.constantFrom("\n", "\r\n"), { minLength: 1, maxLength: 4 }),
  rows: fc.array(fc.tuple(anyValue, anyValue), { minLength: 1, maxLength: 20 }),
});

const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;

interface Expected {
  readonly slices: readonly { readonly firstRow: number; readonly rows: number; readonly bytes: number }[];
  /** The first row that no job can take. */
  readonly misfit: number | undefined;
}

/** Cuts greedily by sizes alone: as many rows as fit, then the next slice. */
function plan(header: number, sizes: readonly number[], maxBytes: number): Expected {
  const slices: { firstRow: number; rows: number; bytes: number }[] = [];
  for (const [at, size] of sizes.entries()) {
    if (header + size > maxBytes) return { slices, misfit: at + 1 };
    const last = slices.at(-1);
    if (last === undefined || last.bytes + size > maxBytes) {
      slices.push({ firstRow: at + 1, rows: 1, bytes: header + size });
    } else {
      last.rows += 1;
      last.bytes += size;
    }
  }
  return { slices, misfit: undefined };
}

it("fills each slice up to any limit, from a file or from a stream cut anywhere, or names the first row too long", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyMixedCsv,
      fc.oneof(fc.integer({ min: 20, max: 120 }), fc.integer({ min: 20, max: 2000 }), fc.constant(1e8)),
      fc.option(fc.array(fc.nat(), { maxLength: 8 }), { nil: undefined }),
      async ({ columnDelimiter, endings, rows }, maxBytes, places) => {
        const delimiter = COLUMN_DELIMITERS[columnDelimiter];
        const ending = (at: number): string => endings[at % endings.length] ?? "\n";
        const wire = (row: readonly string[]): string => row.map(quoted).join(delimiter) + ending(0);
        const lines = [["A", "B"], ...rows].map((row, at) => row.map(quoted).join(delimiter) + ending(at));
        const bytes = Buffer.from(lines.join(""));
        const header = Buffer.byteLength(wire(["A", "B"]));
        const sizes = rows.map((row) => Buffer.byteLength(wire(row)));
        const expected = plan(header, sizes, maxBytes);

        let source: CsvSource;
        if (places === undefined) {
          const path = join(folder, `${randomUUID()}.csv`);
          await writeFile(path, bytes);
          source = csvFile(path, { columnDelimiter });
        } else source = csvStream(streamOf(splitAt(bytes, places)), { columnDelimiter });
        const open = await source.open();
        try {
          const cut = collect<CsvSlice>(open.slices({ maxBytes }));
          if (expected.misfit !== undefined) {
            const error = { code: "INPUT", row: expected.misfit };
            await expect(cut).rejects.toMatchObject(error);
            return;
          }
          const slices = await cut;
          expect(slices.map(({ firstRow, rows, bytes }) => ({ firstRow, rows, bytes }))).toEqual(
            expected.slices,
          );
          const bodies = await Promise.all(slices.map((slice) => buffer(open.body(slice))));
          expect(bodies.map(({ length }) => length)).toEqual(slices.map(({ bytes }) => bytes));
          expect(bodies.flatMap((body) => oracle(body, delimiter).slice(1))).toEqual(rows);
        } finally {
          await open.close();
        }
      },
    ),
    { numRuns: 120 },
  );
});

it("keeps every byte of fields in Latin-1", async () => {
  // From 0x80 to 0x9f it is read as Windows-1252, as everybody does; source.test.ts has those.
  const anyByte = fc.oneof(fc.integer({ min: 1, max: 0x7f }), fc.integer({ min: 0xa0, max: 0xff }));
  const anyField = fc.array(fc.oneof(anyByte, fc.constantFrom(10, 13, 34, 44)), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyField, { minLength: 1, maxLength: 10 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      async (fields, places) => {
        const line = (field: readonly number[]): number[] => [
          0x34,
          0x2c,
          0x22,
          ...field.flatMap((byte) => (byte === 0x22 ? [0x22, 0x22] : [byte])),
          0x22,
          0x0a,
        ];
        const bytes = Buffer.from([...Buffer.from("A,B\n"), ...fields.flatMap(line)]);
        const open = await csvStream(streamOf(splitAt(bytes, places)), { encoding: "latin1" }).open();
        try {
          const slices = await collect(open.slices({ maxBytes: 60 }));
          const bodies = await Promise.all(slices.map((slice) => buffer(open.body(slice))));
          expect(bodies.flatMap((body) => oracle(body, ",").slice(1))).toEqual(
            fields.map((field) => ["4", Buffer.from(field).toString("latin1")]),
          );
        } finally {
          await open.close();
        }
      },
    ),
    { numRuns: 60 },
  );
});
