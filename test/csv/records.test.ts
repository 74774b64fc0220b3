import { buffer } from "node:stream/consumers";
import { type CsvSource, dateOnly, InputError, ids, type RecordsOptions, records } from "kinetic-core";
import { expect, it } from "vitest";

async function textOf(source: CsvSource): Promise<string> {
  const open = await source.open();
  try {
    const bodies: Buffer[] = [];
    for await (const slice of open.slices({ maxBytes: 1e6 })) bodies.push(await buffer(open.body(slice)));
    expect(bodies).toHaveLength(1);
    return bodies.join("");
  } finally {
    await open.close();
  }
}

async function refusal(rows: Iterable<object>, options?: RecordsOptions): Promise<InputError> {
  const error = await textOf(records(rows, options)).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InputError);
  return error as InputError;
}

it("writes each kind of value in the form that Salesforce reads", async () => {
  const record = {
    Null: null,
    Undefined: undefined,
    Empty: "",
    Text: 'say "hi", ok',
    Yes: true,
    No: false,
    Number: -12.5,
    Big: 123456789012345678901234567890n,
    Large: 1e21,
    Small: 1.5e-7,
    At: new Date(0),
    On: dateOnly("2024-02-29T10:00:00+02:00"),
    Picklist: ["a", "b c"],
    Account: { Ext__c: "x", attributes: { type: "Account" } },
    "Lead:Who.Email": "a@b.c",
    attributes: { type: "Contact", url: "/services" },
  };
  expect(await textOf(records([record]))).toBe(
    "Null,Undefined,Empty,Text,Yes,No,Number,Big,Large,Small,At,On,Picklist,Account.Ext__c,Lead:Who.Email\n" +
      '#N/A,,,"say ""hi"", ok",true,false,-12.5,123456789012345678901234567890,1000000000000000000000,0.00000015,' +
      "1970-01-01T00:00:00.000Z,2024-02-29,a;b c,x,a@b.c\n",
  );
});

it("takes the union of the columns of the first records, and refuses a later one", async () => {
  expect(await textOf(records([{ A: 1 }, { B: 2 }]))).toBe("A,B\n1,\n,2\n");
  const error = await refusal([{ A: 1 }, { A: 2, B: 2 }], { sampleSize: 1 });
  expect(error).toMatchObject({ source: "records", row: 2, column: "B" });
});

it("writes a parent that is null into each of its columns", async () => {
  const rows = [{ A: 1, Account: { X__c: "x", Y__c: "y" } }, { Account: null }];
  expect(await textOf(records(rows))).toBe("A,Account.X__c,Account.Y__c\n1,x,y\n,#N/A,#N/A\n");
});

it.each([
  [{ A: Number.NaN }],
  [{ A: Number.POSITIVE_INFINITY }],
  [{ A: new Date(Number.NaN) }],
  [{ A: new Date(8.64e15) }],
  [{ A: ["a;b"] }],
  [{ A: [1] }],
  [{ A: { B: { C: 1 } } }, "A.B"],
  [{ A: new Map() }],
  [{ A: () => 1 }],
  [{ A: Symbol("a") }],
  [{ A: "\ud800" }],
])("refuses %o, naming row and column", async (record, column = "A") => {
  expect(await refusal([{ [column]: "fine" }, record], { columns: [column] })).toMatchObject({
    row: 2,
    column,
  });
});

it("writes ids as a column Id and refuses what is none", async () => {
  expect(await textOf(ids(["001000000000001AAA"]))).toBe("Id\n001000000000001AAA\n");
  await expect(textOf(ids(new Set(["001000000000001AAA", "1"])))).rejects.toMatchObject({
    row: 2,
    column: "Id",
  });
});

it("quotes the empty value of a single column, so that the row is no blank line", async () => {
  expect(await textOf(records([{ A: "" }, { A: "x" }]))).toBe('A\n""\nx\n');
});
