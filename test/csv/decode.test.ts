import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeCsv } from "../../src/csv/decode.ts";
import { COLUMN_DELIMITERS } from "../../src/csv/types.ts";
import { anyTable, collect, oracle, splitAt, streamOf } from "./support.ts";

it("decodes any table, cut anywhere", async () => {
  await fc.assert(
    fc.asyncProperty(anyTable, fc.array(fc.nat(), { maxLength: 12 }), async (table, places) => {
      const { columnDelimiter, bytes } = table;
      const batches = await collect(decodeCsv(streamOf(splitAt(bytes, places)), { columnDelimiter }));
      const expected = [[...table.columns], ...table.rows];
      const blankLast = batches.flat().length === expected.length + 1 && table.columns.length === 1;
      expect(batches.flat().slice(0, blankLast ? -1 : undefined)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

it("decodes a text of characters of four bytes, one byte at a time", async () => {
  const bytes = Buffer.from('A,B\r\n"\u{1f600}\u{1f601}","\u{1f602}"\r\n');
  const chunks = Array.from(bytes, (byte) => Uint8Array.of(byte));
  expect((await collect(decodeCsv(chunks))).flat()).toEqual([
    ["A", "B"],
    ["\u{1f600}\u{1f601}", "\u{1f602}"],
  ]);
});

it("leaves out NUL bytes and counts them", async () => {
  const counts = { droppedNulBytes: 0 };
  const chunks = [Buffer.from("A,B\n1\0,"), Buffer.from("\0"), Buffer.from('"\0x"\n')];
  expect((await collect(decodeCsv(chunks, { counts }))).flat()).toEqual([
    ["A", "B"],
    ["1", "x"],
  ]);
  expect(counts).toEqual({ droppedNulBytes: 3 });
});

it("skips blank lines between rows of several columns, and takes them for empty values of one", async () => {
  expect((await collect(decodeCsv([Buffer.from("A,B\n\n1,2\n\n")]))).flat()).toEqual([
    ["A", "B"],
    ["1", "2"],
  ]);
  expect((await collect(decodeCsv([Buffer.from("A\n\nx\n")]))).flat()).toEqual([["A"], [""], ["x"]]);
});

it("refuses what ends inside quotes, and what is not UTF-8", async () => {
  await expect(collect(decodeCsv([Buffer.from('A\n"x\n')]))).rejects.toMatchObject({
    code: "INPUT",
    byteOffset: 2,
  });
  await expect(collect(decodeCsv([Buffer.from("A\n\xe9\n", "latin1")]))).rejects.toMatchObject({
    code: "INPUT",
  });
});

it("agrees with csv-parse on quoting of every kind", async () => {
  const texts = [
    'a,b\n"x",y\n',
    'a,b\n"",""\n',
    'a,b\n"""","a"","",b"\n',
    'a,b\n"1\n2","3\r\n4"\n',
    "a,b\n,\n",
  ];
  for (const text of texts) {
    expect((await collect(decodeCsv([Buffer.from(text)]))).flat()).toEqual(
      oracle(text, COLUMN_DELIMITERS.COMMA),
    );
  }
});
