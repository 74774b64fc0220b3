import { recordMaker } from "../../csv/index.ts";
import { UnexpectedResponseError } from "../../errors/index.ts";
import type { BulkContext } from "../context.ts";
import type { ExportPlan } from "./export-plan.ts";
import type { RowBatch } from "./export-rows.ts";
import { fieldAt } from "./field-path.ts";
import { readSelection } from "./select-list.ts";

/** A value of a typed row. */
export type TypedValue = string | number | boolean | Date | null;

/** Reads the text of one field; `undefined` when it is none of its type. */
type Converter = (text: string) => TypedValue | undefined;

function toNumber(text: string): number | undefined {
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

function toBoolean(text: string): boolean | undefined {
  if (text === "true" || text === "1") return true;
  return text === "false" || text === "0" ? false : undefined;
}

function toMoment(text: string): Date | undefined {
  const date = new Date(text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Field types whose values are not texts (Object Reference, "Field Types"). */
const CONVERTERS: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ["int", toNumber],
  ["long", toNumber],
  ["double", toNumber],
  ["currency", toNumber],
  ["percent", toNumber],
  ["boolean", toBoolean],
  ["datetime", toMoment],
]);

/** Converts batches of texts by the types of their columns. */
export async function* typedRows(
  batches: AsyncIterable<RowBatch>,
  { bulk, soql, options: { signal } }: ExportPlan,
): AsyncGenerator<Record<string, TypedValue>> {
  let columns: readonly string[] | undefined;
  let converters: readonly (Converter | undefined)[] = [];
  let toRecord = recordMaker<TypedValue>([]);
  let row = 0;
  for await (const batch of batches) {
    if (batch.columns !== columns) {
      if (columns?.join() !== batch.columns.join()) {
        converters = await convertersOf(bulk, { soql, columns: batch.columns, signal });
        toRecord = recordMaker(batch.columns);
      }
      columns = batch.columns;
    }
    for (const texts of batch.rows) {
      row += 1;
      yield toRecord(
        texts.map((text, at) => convert(text, converters[at], { row, column: batch.columns[at] })),
      );
    }
  }
}

function convert(
  text: string,
  converter: Converter | undefined,
  place: { readonly row: number; readonly column: string | undefined },
): TypedValue {
  if (text === "") return null;
  const value = converter === undefined ? text : converter(text);
  if (value !== undefined) return value;
  throw new UnexpectedResponseError(
    `Row ${place.row} of the export: ${place.column} is ${JSON.stringify(text)}, which is no value of its type. ` +
      "Leave .typed() out to get the texts as they are",
  );
}

async function convertersOf(
  { describe }: BulkContext,
  {
    soql,
    columns,
    signal,
  }: { readonly soql: string; readonly columns: readonly string[]; readonly signal: AbortSignal | undefined },
): Promise<(Converter | undefined)[]> {
  const { object } = readSelection(soql);
  if (describe === undefined || object === undefined) return [];
  const converters: (Converter | undefined)[] = [];
  for (const column of columns) {
    const field = await fieldAt({ describe, object, signal }, column);
    converters.push(CONVERTERS.get(field?.type ?? ""));
  }
  return converters;
}
