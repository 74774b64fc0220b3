import { parse } from "csv-parse/sync";
import fc from "fast-check";
import {
  COLUMN_DELIMITERS,
  type ColumnDelimiter,
  type CsvSlice,
  type OpenCsvSource,
} from "../../src/csv/types.ts";

/** Splits bytes at arbitrary places into fresh buffers, some of them empty. */
export function splitAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const cuts = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...cuts].map((from, index) => bytes.slice(from, cuts[index] ?? bytes.length));
}

/** Gives chunks one after the other. */
export async function* streamOf<T>(chunks: Iterable<T>): AsyncGenerator<T> {
  yield* chunks;
}

/** Parses with csv-parse, the oracle. */
export function oracle(text: Uint8Array | string, delimiter: string): string[][] {
  return parse(text as Buffer, { delimiter, relax_column_count: true, record_delimiter: ["\r\n", "\n"] });
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

export async function rowsOf(open: OpenCsvSource, slice: CsvSlice): Promise<(readonly string[])[]> {
  return (await collect(open.rows(slice))).flat();
}

/** Values made of what makes CSV hard, and of characters of one to four bytes. */
export const anyValue: fc.Arbitrary<string> = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '"',
      ",",
      ";",
      "\t",
      "|",
      "^",
      "`",
      "\n",
      "\r",
      "\r\n",
      " ",
      "a",
      "é",
      "€",
      "\u{1f600}",
      "\ufeff",
    ),
    fc.string({ unit: "binary", minLength: 1, maxLength: 3 }).filter((text) => !text.includes("\0")),
  ),
  maxLength: 12,
});

export const anyDelimiter: fc.Arbitrary<ColumnDelimiter> = fc.constantFrom(
  ...(Object.keys(COLUMN_DELIMITERS) as ColumnDelimiter[]),
);

/** A table with a header of plain names, and how to write it. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly columnDelimiter: ColumnDelimiter;
  readonly lineEnding: "LF" | "CRLF";
  readonly bytes: Buffer;
}

/** Tables of any shape, written with all values quoted or only those that need it, with or without a last line ending. */
export const anyTable: fc.Arbitrary<Table> = fc
  .record({
    width: fc.integer({ min: 1, max: 5 }),
    columnDelimiter: anyDelimiter,
    lineEnding: fc.constantFrom("LF", "CRLF"),
    quoteAll: fc.boolean(),
    bom: fc.boolean(),
    tail: fc.constantFrom("", "ending", "blank"),
  })
  .chain((style) =>
    fc
      .array(fc.array(anyValue, { minLength: style.width, maxLength: style.width }), {
        minLength: 1,
        maxLength: 40,
      })
      .map((rows) => tableOf(rows, style)),
  );

interface Style {
  width: number;
  columnDelimiter: ColumnDelimiter;
  lineEnding: "LF" | "CRLF";
  quoteAll: boolean;
  bom: boolean;
  tail: string;
}

function tableOf(rows: readonly (readonly string[])[], style: Style): Table {
  const columns = Array.from({ length: style.width }, (_, index) => `Field${index}__c`);
  const ending = style.lineEnding === "LF" ? "\n" : "\r\n";
  const delimiter = COLUMN_DELIMITERS[style.columnDelimiter];
  const write = (value: string): string => {
    const quoted = style.quoteAll || /["\r\n]/.test(value) || value.includes(delimiter) || value === "";
    return quoted ? `"${value.replaceAll('"', '""')}"` : value;
  };
  const lines = [columns, ...rows].map((row) => row.map(write).join(delimiter));
  const tail = { ending, blank: ending + ending }[style.tail] ?? "";
  const { columnDelimiter, lineEnding } = style;
  const bytes = Buffer.from(`${style.bom ? "\ufeff" : ""}${lines.join(ending)}${tail}`);
  return { columns, rows, columnDelimiter, lineEnding, bytes };
}
