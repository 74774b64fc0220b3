import { type EncodeOptions, encodeRecords } from "./encode.ts";
import { problem } from "./problem.ts";
import { csvStream } from "./source.ts";
import type { CsvSource, CsvSourceOptions } from "./types.ts";

/** Settings of {@link records}. */
export interface RecordsOptions
  extends EncodeOptions,
    Pick<CsvSourceOptions, "nulBytes" | "spoolDirectory"> {}

/** Settings of {@link ids}. */
export interface IdsOptions extends Pick<CsvSourceOptions, "name" | "spoolDirectory"> {}

/**
 * Makes a source of records. They are encoded as `encodeRecords` says, and kept in a temporary file like a
 * stream. An array may be opened any number of times, anything else once.
 *
 * @throws InputError from `open` and `slices`, naming row and column, at a record that cannot be encoded
 * @example
 * ```ts
 * const source = records([{ Name: "Acme", Site: null }, { Name: "Globex", NumberOfEmployees: 12 }]);
 * await using result = await sf.bulk.load({ object: "Account", operation: "insert", source });
 * ```
 */
export function records(
  rows: Iterable<object> | AsyncIterable<object>,
  options: RecordsOptions = {},
): CsvSource {
  const { columnDelimiter = "COMMA", lineEnding = "LF", name = "records" } = options;
  const make = (): CsvSource =>
    csvStream(encodeRecords(rows, options), { ...options, columnDelimiter, lineEnding, name });
  if (!Array.isArray(rows)) return make();
  return { name, open: (opening) => make().open(opening) };
}

/**
 * Makes a source of record ids, as `delete` and `hardDelete` take them: one column `Id`.
 *
 * @throws InputError from `open` and `slices`, naming the row, at a value that is no id of 15 or 18 characters
 * @example
 * ```ts
 * const source = ids(["001000000000001AAA"]);
 * await using result = await sf.bulk.load({ object: "Account", operation: "delete", source });
 * ```
 */
export function ids(values: Iterable<string> | AsyncIterable<string>, options: IdsOptions = {}): CsvSource {
  const { name = "ids" } = options;
  const make = (): CsvSource => records(idRecords(values, name), { ...options, name, columns: ["Id"] });
  if (!Array.isArray(values)) return make();
  return { name, open: (opening) => make().open(opening) };
}

async function* idRecords(
  values: Iterable<string> | AsyncIterable<string>,
  source: string,
): AsyncGenerator<object> {
  let row = 0;
  for await (const id of values) {
    row += 1;
    if (typeof id !== "string" || !/^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(id)) {
      throw problem("record-value", "the value is no record id of 15 or 18 characters", {
        source,
        row,
        column: "Id",
      });
    }
    yield { Id: id };
  }
}
