import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { csvStream } from "kinetic-core";
import { expect, it } from "vitest";
import { COLUMN_DELIMITERS, type CsvEncoding, type CsvSlice } from "../../src/csv/types.ts";
import { anyTable, collect, oracle, splitAt, streamOf } from "./support.ts";

/** Writes a text in UTF-16 of either byte order, with its byte order mark. */
function utf16(text: string, encoding: CsvEncoding): Buffer {
  const bytes = Buffer.from(`\ufeff${text.replace(/^\ufeff/, "")}`, "utf16le");
  return encoding === "utf-16be" ? bytes.swap16() : bytes;
}

it("loads any table in UTF-16 as the UTF-8 that it would have been, cut anywhere", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyTable,
      fc.constantFrom<CsvEncoding>("utf-16le", "utf-16be"),
      fc.array(fc.nat(), { maxLength: 10 }),
      async (table, encoding, places) => {
        const { columnDelimiter, columns, rows } = table;
        const bytes = utf16(table.bytes.toString(), encoding);
        const open = await csvStream(streamOf(splitAt(bytes, places)), { columnDelimiter, encoding }).open();
        try {
          const slices: CsvSlice[] = await collect(open.slices({ maxBytes: 1e6, maxRecords: 7 }));
          const bodies = await Promise.all(slices.map((slice) => buffer(open.body(slice))));
          const found = bodies.map((body) => oracle(body, COLUMN_DELIMITERS[columnDelimiter]));
          for (const [header] of found) expect(header).toEqual(columns);
          expect(found.flatMap(([, ...own]) => own)).toEqual(rows);
        } finally {
          await open.close();
        }
      },
    ),
    { numRuns: 50 },
  );
});

it.each<[CsvEncoding, string, Buffer]>([
  ["utf-16le", "half a character at the end", Buffer.from("A\nx\n", "utf16le").subarray(0, 7)],
  ["utf-16le", "half of a surrogate pair", Buffer.from("A\nx\ud83dy\n", "utf16le")],
  ["utf-16be", "half of a surrogate pair", Buffer.from("A\nx\ud83dy\n", "utf16le").swap16()],
])("refuses %s with %s, naming the source", async (encoding, _, bytes) => {
  const open = csvStream(streamOf([bytes]), { encoding, name: "in.csv" }).open();
  const cut = open.then((source) => collect(source.slices({ maxBytes: 1000 })).finally(() => source.close()));
  await expect(cut).rejects.toMatchObject({ code: "INPUT", source: "in.csv" });
});
