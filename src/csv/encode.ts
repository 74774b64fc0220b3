import { writePlainRow } from "./plain-row.ts";
import { problem } from "./problem.ts";
import { quoter } from "./quote.ts";
import { RecordColumns } from "./record-columns.ts";
import { RowBytes } from "./row-bytes.ts";
import { COLUMN_DELIMITERS, type CsvDialect } from "./types.ts";

const CHUNK_BYTES = 64 * 1024;

/** Settings of `encodeRecords`. */
export interface EncodeOptions extends Partial<CsvDialect> {
  /**
   * Columns, in order, as the fields are named in the header: `Name`, `Account.Ext__c`, `Lead:Who.Email`.
   * @default the keys of the first `sampleSize` records, in the order in which they appear
   */
  readonly columns?: readonly string[] | undefined;
  /**
   * How many records to look at for columns, where none are declared.
   * @default 100
   */
  readonly sampleSize?: number | undefined;
  /** Name of the records in messages. @default "records" */
  readonly name?: string | undefined;
}

/** Defaults of `encodeRecords`. */
export const ENCODE_DEFAULTS: Readonly<{ sampleSize: number; name: string } & CsvDialect> = Object.freeze({
  columnDelimiter: "COMMA",
  lineEnding: "LF",
  sampleSize: 100,
  name: "records",
});

type AnyIterable<T> = Iterable<T> | AsyncIterable<T>;

/** Returns a function that writes rows in a dialect. */
export function rowWriter(dialect: Partial<CsvDialect>): (values: readonly string[]) => string {
  const delimiter = COLUMN_DELIMITERS[dialect.columnDelimiter ?? ENCODE_DEFAULTS.columnDelimiter];
  const ending = (dialect.lineEnding ?? ENCODE_DEFAULTS.lineEnding) === "CRLF" ? "\r\n" : "\n";
  const quote = quoter(delimiter);
  return (values) => {
    let row = "";
    for (let index = 0; index < values.length; index++) {
      if (index > 0) row += delimiter;
      row += quote(values[index] as string);
    }
    // A row of one empty value would be a blank line.
    return row === "" ? `""${ending}` : row + ending;
  };
}

/**
 * Encodes records as UTF-8 CSV with a header, in chunks.
 *
 * | value | in the CSV |
 * | --- | --- |
 * | `null` | `#N/A`: Salesforce sets the field to null |
 * | `undefined`, a missing key, `""` | empty: Salesforce leaves the field alone |
 * | string | as it is; the string `"#N/A"` is taken for null by Salesforce, and cannot be stored over Bulk API 2.0 |
 * | boolean | `true`, `false` |
 * | number, bigint | digits, never an exponent; NaN and Infinity are refused |
 * | `Date` | ISO 8601 in UTC with milliseconds, for date-time fields; for date fields use {@link dateOnly} |
 * | array of strings | `a;b`, for multi-select picklists; an empty one is `#N/A` |
 * | `{ Account: { Ext__c: "x" } }` | `x` in the column `Account.Ext__c`; one level deep |
 * | `{ Account: null }` | `#N/A` in every column `Account.…`, where there are some |
 * | `attributes: { type, url }` | left out: that is how queries mark records |
 * | anything else | refused |
 *
 * @throws InputError naming row and column, when a value has no form in CSV, or a key is not among the columns
 */
export async function* encodeRecords(
  records: AnyIterable<object>,
  options: EncodeOptions = {},
): AsyncGenerator<Uint8Array> {
  const writer = new RecordWriter(options);
  // What needs no waiting is not waited for: a turn of the event loop costs more than a record.
  if (Symbol.iterator in records) {
    for (const record of records) if (writer.add(record) >= CHUNK_BYTES) yield writer.take();
  } else {
    for await (const record of records) if (writer.add(record) >= CHUNK_BYTES) yield writer.take();
  }
  writer.end();
  yield writer.take();
}

/** Gathers records, first to learn their columns, then as rows. */
class RecordWriter {
  readonly #source: string;
  readonly #sampleSize: number;
  readonly #bytes: RowBytes;
  #names: readonly string[] = [];
  #columns: RecordColumns | undefined;
  #sample: object[] = [];
  /** Number of the next data row. */
  #row = 1;

  constructor(options: EncodeOptions) {
    const { columnDelimiter = ENCODE_DEFAULTS.columnDelimiter, lineEnding = ENCODE_DEFAULTS.lineEnding } =
      options;
    this.#source = options.name ?? ENCODE_DEFAULTS.name;
    this.#sampleSize = options.sampleSize ?? ENCODE_DEFAULTS.sampleSize;
    this.#bytes = new RowBytes({ columnDelimiter, lineEnding });
    if (options.columns !== undefined) this.#begin(options.columns);
  }

  /** Takes a record in, and returns how many bytes wait. */
  add(record: object): number {
    if (this.#columns !== undefined) this.#addRow(this.#columns, record);
    else if (this.#sample.push(record) >= this.#sampleSize) this.#endSample();
    return this.#bytes.length;
  }

  /** Says that no more records come. */
  end(): void {
    if (this.#columns !== undefined) return;
    if (this.#sample.length === 0)
      throw problem("csv-empty", "there are no records", { source: this.#source });
    this.#endSample();
  }

  /** Returns what waits. */
  take(): Uint8Array {
    return this.#bytes.take();
  }

  #endSample(): void {
    const columns = this.#begin(RecordColumns.discover(this.#sample));
    for (const record of this.#sample) this.#addRow(columns, record);
    this.#sample = [];
  }

  #begin(names: readonly string[]): RecordColumns {
    const columns = new RecordColumns(names, this.#source);
    this.#names = names;
    this.#columns = columns;
    this.#write(names, 0);
    return columns;
  }

  #addRow(columns: RecordColumns, record: object): void {
    if (!writePlainRow(record, this.#names, this.#bytes))
      this.#write(columns.values(record, this.#row), this.#row);
    this.#row += 1;
  }

  #write(values: readonly string[], row: number): void {
    for (const [index, value] of values.entries()) {
      if (this.#bytes.add(value)) continue;
      throw problem("record-value", "the text holds half of a surrogate pair, which has no form in UTF-8", {
        source: this.#source,
        row,
        column: this.#names[index],
      });
    }
    this.#bytes.endRow();
  }
}
