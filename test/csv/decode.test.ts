import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type DecodeOptions, decodeCsv, decodeRows } from "../../src/csv/decode.ts";
import { COLUMN_DELIMITERS } from "../../src/csv/types.ts";
import { anyTable, anyValue, collect, oracle, splitAt, streamOf } from "./support.ts";

async function rowsOf(chunks: Iterable<Uint8Array>, options?: DecodeOptions): Promise<string[][]> {
  return (await collect(decodeCsv(streamOf(chunks), options))).flat();
}

const rowsOfText = (text: string, options?: DecodeOptions): Promise<string[][]> =>
  rowsOf([Buffer.from(text)], options);

const bytewise = (text: string): Uint8Array[] => Array.from(Buffer.from(text), (byte) => Uint8Array.of(byte));

it("decodes any table, cut anywhere", async () => {
  await fc.assert(
    fc.asyncProperty(anyTable, fc.array(fc.nat(), { maxLength: 12 }), async (table, places) => {
      const { columnDelimiter, bytes } = table;
      const rows = await rowsOf(splitAt(bytes, places), { columnDelimiter });
      const expected = [[...table.columns], ...table.rows];
      const blankLast = rows.length === expected.length + 1 && table.columns.length === 1;
      expect(rows.slice(0, blankLast ? -1 : undefined)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

it("agrees with csv-parse on any text that is CSV at all, and refuses none of it", async () => {
  const unit = fc.constantFrom('"', '""', ",", "\n", "\r\n", "a", "é", "\u{1f600}", '","', '"\n"', " ");
  await fc.assert(
    fc.asyncProperty(fc.string({ unit, maxLength: 30 }), fc.array(fc.nat()), async (text, places) => {
      const bytes = Buffer.from(`"A","B"\n${text}`);
      const expected = strictOracle(bytes);
      const rows = await rowsOf(splitAt(bytes, places)).catch(() => undefined);
      if (expected !== undefined) expect(rows).toEqual(expected);
    }),
    { numRuns: 2000 },
  );
});

/** What csv-parse makes of two columns of sound CSV; undefined where it refuses. */
function strictOracle(bytes: Buffer): string[][] | undefined {
  try {
    return parse(bytes, { record_delimiter: ["\r\n", "\n"], skip_empty_lines: true }) as string[][];
  } catch {
    return undefined;
  }
}

it("gives the same rows or the same error wherever bytes of any kind are cut", async () => {
  const outcome = (chunks: Uint8Array[]): Promise<unknown> =>
    rowsOf(chunks).catch(({ message, row, byteOffset }) => ({ message, row, byteOffset }));
  const bytes = fc.uint8Array({ maxLength: 40 });
  const likely = fc.array(fc.constantFrom(0, 10, 13, 34, 44, 65, 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80, 0xff));
  const any = fc.oneof(
    bytes,
    likely.map((list) => Uint8Array.from(list)),
  );
  await fc.assert(
    fc.asyncProperty(any, fc.array(fc.nat()), async (tail, places) => {
      const all = Buffer.concat([Buffer.from("A,B\n1,2\n"), tail]);
      expect(await outcome(splitAt(all, places))).toEqual(await outcome([all]));
    }),
    { numRuns: 500 },
  );
});

it("decodes a text of characters of four bytes, one byte at a time", async () => {
  expect(await rowsOf(bytewise('A,B\r\n"\u{1f600}\u{1f601}","\u{1f602}"\r\n'))).toEqual([
    ["A", "B"],
    ["\u{1f600}\u{1f601}", "\u{1f602}"],
  ]);
});

it("leaves out a byte order mark that comes in pieces, and no other character that begins like it", async () => {
  expect(await rowsOf(bytewise("\ufeffA\nx\n"))).toEqual([["A"], ["x"]]);
  expect(await rowsOf(bytewise('\ufeff"A"\n\ufeffx\n'))).toEqual([["A"], ["\ufeffx"]]);
  expect(await rowsOf(bytewise("\uff21\nx\n"))).toEqual([["\uff21"], ["x"]]);
});

it("leaves out NUL bytes and counts them, or keeps them", async () => {
  const counts = { droppedNulBytes: 0 };
  const chunks = [Buffer.from("A,B\n1\0,"), Buffer.from("\0"), Buffer.from('"\0x"\n')];
  expect(await rowsOf(chunks, { counts })).toEqual([
    ["A", "B"],
    ["1", "x"],
  ]);
  expect(counts).toEqual({ droppedNulBytes: 3 });
  expect((await rowsOf(chunks, { nulBytes: "keep" }))[1]).toEqual(["1\0", '\0"\0x"']);
});

it("skips blank lines between rows of several columns, and takes them for empty values of one", async () => {
  expect(await rowsOfText("A,B\n\n1,2\r\n\r\n")).toEqual([
    ["A", "B"],
    ["1", "2"],
  ]);
  expect(await rowsOfText("A\n\nx\n")).toEqual([["A"], [""], ["x"]]);
});

it.each([
  ["", []],
  ["A,B", [["A", "B"]]],
  ['"A","B"\r\n', [["A", "B"]]],
  ['A\n"a\r\nb"', [["A"], ["a\r\nb"]]],
  ['A\na"b"c\n', [["A"], ['a"b"c']]],
])("takes %j", async (text, rows) => {
  expect(await rowsOfText(text)).toEqual(rows);
  expect(await rowsOf(bytewise(text))).toEqual(rows);
});

it.each([
  ["too few fields", 'A,B\n"é",2\n3\n4,5\n', 2, 11],
  ["too many fields", "A,B\n1,2\n3,4,5\n", 2, 8],
  ["text after a closing quote", 'A,B\n1,2\n"3"x,4\n', 2, 8],
  ["an open quote at the end", 'A,B\r\n1,2\r\n"3,4\r\n', 2, 10],
])("refuses %s, with row and byte offset", async (_, text, row, byteOffset) => {
  for (const chunks of [[Buffer.from(text)], bytewise(text)]) {
    await expect(rowsOf(chunks)).rejects.toMatchObject({ code: "INPUT", row, byteOffset });
  }
});

it("refuses what is not UTF-8, and says where", async () => {
  const chunks = [Buffer.from("A\né\n"), Buffer.from("x\xe9y\n", "latin1")];
  await expect(rowsOf(chunks)).rejects.toMatchObject({ code: "INPUT", byteOffset: 6 });
  await expect(rowsOf([Buffer.from("A\n"), Buffer.from("é").subarray(0, 1)])).rejects.toMatchObject({
    code: "INPUT",
  });
});

it("takes rows far longer than its chunks and windows, and refuses one over the limit", async () => {
  const long = "0123456789,\n".repeat(100_000);
  const text = Buffer.from(`A,B\n1,"${long}"\n2,"é${long}"\n`);
  const chunks = Array.from({ length: Math.ceil(text.length / 5000) }, (_, at) =>
    text.subarray(at * 5000, (at + 1) * 5000),
  );
  expect(await rowsOf(chunks)).toEqual([
    ["A", "B"],
    ["1", long],
    ["2", `é${long}`],
  ]);
  await expect(rowsOf(chunks, { maxRowBytes: 1e6 })).rejects.toMatchObject({ code: "INPUT", row: 1 });
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
    expect(await rowsOfText(text)).toEqual(oracle(text, COLUMN_DELIMITERS.COMMA));
  }
});

it("decodes values of every kind in one row", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyValue, { minLength: 1, maxLength: 6 }), async (values) => {
      const quoted = values.map((value) => `"${value.replaceAll('"', '""')}"`).join(",");
      expect(await rowsOfText(`${values.map((_, at) => `F${at}`).join(",")}\n${quoted}\n`)).toEqual([
        values.map((_, at) => `F${at}`),
        values,
      ]);
    }),
  );
});

it("makes rows of another shape, without the header, wherever the bytes are cut", async () => {
  const text = 'A,B\n1,"2\n3"\n\n"4","5"\n"7","8\n9"\n6,é';
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 6 }), async (places) => {
      const headers: string[][] = [];
      const shape = (header: readonly string[]) => {
        headers.push([...header]);
        return {
          make: (values: readonly string[]) => values.join("|"),
          literal: (values: readonly string[]) => `${values[0]} + "|" + ${values[1]}`,
        };
      };
      const rows = (await collect(decodeRows(splitAt(Buffer.from(text), places), shape))).flat();
      expect(rows).toEqual(["1|2\n3", "4|5", "7|8\n9", "6|é"]);
      expect(headers).toEqual([["A", "B"]]);
    }),
  );
});
