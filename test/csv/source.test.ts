import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import {
  type CsvSlice,
  type CsvSource,
  csvFile,
  csvStream,
  InputError,
  type OpenCsvSource,
} from "kinetic-core";
import { afterAll, beforeAll, expect, it } from "vitest";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "csv-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function fileOf(content: string | Uint8Array): Promise<string> {
  const path = join(folder, `${++files}.csv`);
  await writeFile(path, content);
  return path;
}

async function slicesOf(open: OpenCsvSource, maxBytes = 1e6, maxRecords?: number): Promise<CsvSlice[]> {
  const slices: CsvSlice[] = [];
  for await (const slice of open.slices({ maxBytes, maxRecords })) slices.push(slice);
  return slices;
}

async function bodiesOf(source: CsvSource, maxBytes?: number, maxRecords?: number): Promise<string[]> {
  const open = await source.open();
  try {
    const bodies: string[] = [];
    for (const slice of await slicesOf(open, maxBytes, maxRecords)) {
      const body = await buffer(open.body(slice));
      expect(body.length).toBe(slice.bytes);
      bodies.push(body.toString());
    }
    return bodies;
  } finally {
    await open.close();
  }
}

async function refusal(source: CsvSource, maxBytes?: number): Promise<InputError> {
  const error = await bodiesOf(source, maxBytes).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InputError);
  return error as InputError;
}

it("gives a small file as one slice, byte for byte", async () => {
  const text = 'Id,Name\n1,"a, ""b""\nc"\n2,\n';
  expect(await bodiesOf(csvFile(await fileOf(text)))).toEqual([text]);
});

it("repeats the header and keeps under the limits", async () => {
  const path = await fileOf("Id,Name\r\n1,a\r\n2,b\r\n3,c\r\n");
  expect(await bodiesOf(csvFile(path), 19)).toEqual(["Id,Name\r\n1,a\r\n2,b\r\n", "Id,Name\r\n3,c\r\n"]);
  expect(await bodiesOf(csvFile(path), 1000, 1)).toHaveLength(3);
});

it("strips a byte order mark, blank lines at the end, and takes a last row without line ending", async () => {
  expect(await bodiesOf(csvFile(await fileOf("\ufeffId;Name\n1;a\n\n\n")))).toEqual(["Id;Name\n1;a\n"]);
  expect(await bodiesOf(csvFile(await fileOf("Id\tName\n1\ta")))).toEqual(["Id\tName\n1\ta"]);
});

it("gives every row the line ending of the header", async () => {
  expect(await bodiesOf(csvFile(await fileOf('A,B\n1,"x\r\ny"\r\n2,z\n')))).toEqual([
    'A,B\n1,"x\r\ny"\n2,z\n',
  ]);
  expect(await bodiesOf(csvFile(await fileOf("A,B\r\n1,x\n2,z\r\n")))).toEqual(["A,B\r\n1,x\r\n2,z\r\n"]);
});

it("spools a stream so that its bodies can be read again", async () => {
  const chunks = ["A,B\n1,", "\ud83d", "\ude00\n2,y\n"];
  async function* stream(): AsyncGenerator<string> {
    yield* chunks;
  }
  const open = await csvStream(stream()).open();
  const [slice] = await slicesOf(open);
  for (let time = 0; time < 2; time++) {
    expect((await buffer(open.body(slice as CsvSlice))).toString()).toBe("A,B\n1,\u{1f600}\n2,y\n");
  }
  const rows: (readonly string[])[] = [];
  for await (const batch of open.rows(slice as CsvSlice)) rows.push(...batch);
  expect(rows).toEqual([
    ["1", "\u{1f600}"],
    ["2", "y"],
  ]);
  await open.close();
});

it.each([
  ["", /empty/, {}],
  ["Id,Name\n", /no rows/, {}],
  ["Id,id\n1,2\n", /same name/, {}],
  ["Id,\n1,2\n", /no name/, { column: 2 }],
  ["Id,Name\n1,a\n2\n", /1 field, .* 2 columns/, { row: 2, byteOffset: 12 }],
  ['Id,Name\n1,"a\n2,b\n', /never closed/, { row: 1, byteOffset: 10 }],
  ['Id,Name\n1,"a"x\n', /text follows/, { row: 1, byteOffset: 13, column: 2 }],
  ['Id,Name\n1,a"x"\n', /quote stands inside/, { row: 1, byteOffset: 11 }],
  ["Id,Name\n1,a\n2,b\0\n", /NUL/, { row: 2, byteOffset: 15 }],
  [Buffer.from("Id,Name\n1,a\n2,\xe9\n", "latin1"), /0xe9 is not UTF-8/, { row: 2, byteOffset: 14 }],
  ["Id,Name\n\n1,a\n", /blank line/, { row: 1, byteOffset: 8 }],
  ["Id,Name\n1,a\rb\n", /carriage return/, { row: 1, byteOffset: 12 }],
  ["Id,Name\r1,a\r", /carriage return alone/, {}],
  [Buffer.from("\ufeffId", "utf16le"), /utf-16le/, {}],
])("refuses %j with the place of the fault", async (content, message, place) => {
  const error = await refusal(csvFile(await fileOf(content), { name: "in.csv" }));
  expect(error.message).toMatch(message);
  expect(error).toMatchObject({ source: "in.csv", ...place });
});

it("refuses a row that does not fit, a missing file and a directory", async () => {
  expect(await refusal(csvFile(await fileOf("Id\n1234567890\n")), 10)).toMatchObject({
    row: 1,
    byteOffset: 3,
  });
  expect((await refusal(csvFile(join(folder, "none.csv")))).message).toMatch(/no such file/);
  expect((await refusal(csvFile(folder))).message).toMatch(/directory/);
});
