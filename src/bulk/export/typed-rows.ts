import { recordMaker } from "../../csv/index.ts";
import { UnexpectedResponseError } from "../../errors/index.ts";
import type { BulkContext } from "../context.ts";
import type { ExportPlan } from "./export-plan.ts";
import type { RowBatch } from "./export-rows.ts";
import { fieldAt } from "./field-path.ts";
import type { RecordBatch } from "./row-iterator.ts";
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

/** Makes records of texts, their values converted by the types of their columns. */
export async function* typedBatches(
  batches: AsyncIterable<RowBatch>,
  { bulk, soql, options: { signal, resume } }: ExportPlan,
): AsyncGenerator<RecordBatch<Record<string, TypedValue>>> {
  let known: readonly string[] | undefined;
  let toRecord: Convert = () => ({});
  const place = { row: resume?.rows ?? 0 };
  for await (const { columns, rows } of batches) {
    if (columns.join() !== known?.join()) {
      const converters = await convertersOf(bulk, { soql, columns, signal });
      toRecord = converting(columns, converters, place);
      known = columns;
    }
    yield* converted(rows, toRecord);
  }
}
type Convert = (texts: readonly string[]) => Record<string, TypedValue>;

/** Converts rows. Those before one that cannot be converted are handed out before that is told. */
function* converted(
  rows: readonly (readonly string[])[],
  convert: Convert,
): Generator<RecordBatch<Record<string, TypedValue>>> {
  const records: Record<string, TypedValue>[] = [];
  try {
    for (const row of rows) records.push(convert(row));
  } catch (error) {
    yield { rows: records };
    throw error;
  }
  yield { rows: records };
}

function converting(
  columns: readonly string[],
  converters: readonly (Converter | undefined)[],
  place: { row: number },
): Convert {
  const toRecord = recordMaker<TypedValue>(columns);
  return (texts) => {
    place.row += 1;
    return toRecord(
      texts.map((text, at) => {
        const convert = converters[at];
        const value = text === "" ? null : convert === undefined ? text : convert(text);
        if (value === undefined) throw noValue(text, place.row, columns[at]);
        return value;
      }),
    );
  };
}

function noValue(text: string, row: number, column: string | undefined): UnexpectedResponseError {
  return new UnexpectedResponseError(
    `Row ${row} of the export: ${column} is ${JSON.stringify(text)}, which is no value of its type. ` +
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
