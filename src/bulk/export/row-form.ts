import { recordMaker } from "../../csv/index.ts";

/** Rows of one form that arrived together. */
export interface Batch<R> {
  readonly columns: readonly string[];
  readonly rows: readonly R[];
}

/** Says what rows with these columns become. The list of values is used again for the next row. */
export type RowForm<R> = (columns: readonly string[]) => (values: readonly string[]) => R;

/** Each row as the list of its values. */
export const asLists: RowForm<readonly string[]> = () => (values) => values.slice();

/** Each row as a record of texts. Made for one export: all of its pages have the same columns. */
export function asRecords(): RowForm<Record<string, string>> {
  let known: string | undefined;
  let make = recordMaker<string>([]);
  return (columns) => {
    const names = columns.join("\n");
    if (names !== known) make = recordMaker(columns);
    known = names;
    return make;
  };
}

/** Brings batches of lists into another form. */
export async function* reformed<R>(
  batches: AsyncIterable<Batch<readonly string[]>>,
  form: RowForm<R>,
): AsyncGenerator<Batch<R>> {
  for await (const { columns, rows } of batches) yield { columns, rows: rows.map(form(columns)) };
}
