import { LIST_FORM, type RowForm, recordForm } from "../../csv/index.ts";

/** Rows of one form that arrived together. */
export interface Batch<R> {
  readonly columns: readonly string[];
  readonly rows: readonly R[];
}

/** Says what rows with these columns become. */
export type FormOf<R> = (columns: readonly string[]) => RowForm<R>;

/** Each row as the list of its values. */
export const asLists: FormOf<readonly string[]> = () => LIST_FORM;

/** Each row as a record of texts. Made for one export: all of its pages have the same columns. */
export function asRecords(): FormOf<Record<string, string>> {
  let known: string | undefined;
  let form = recordForm([]);
  return (columns) => {
    const names = columns.join("\n");
    if (names !== known) form = recordForm(columns);
    known = names;
    return form;
  };
}

/** Brings batches of lists into another form. */
export async function* reformed<R>(
  batches: AsyncIterable<Batch<readonly string[]>>,
  form: FormOf<R>,
): AsyncGenerator<Batch<R>> {
  for await (const { columns, rows } of batches) yield { columns, rows: rows.map(form(columns).make) };
}
