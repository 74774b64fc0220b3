import { type OpenCsvSource, recordMaker } from "../../csv/index.ts";
import type { BulkContext } from "../context.ts";
import type { ResultName } from "../jobs/jobs-api.ts";
import { type Correlation, correlate } from "./correlate.ts";
import type { LedgerEntry } from "./ledger.ts";
import { type SpooledResult, spoolResult } from "./result-spool.ts";
import { IdStore, TextStore } from "./text-store.ts";

/** A result row, tied to the input row that it is about. */
export interface TiedRow {
  /** Input row, from 1; `undefined` when the server changed the row so much that it cannot be told. */
  readonly row: number | undefined;
  /** Whether `row` is one of several equal input rows that had different fates. */
  readonly ambiguous: boolean;
  readonly record: Readonly<Record<string, string>>;
  readonly id: string | undefined;
  /** `sf__Error` or `sf__Created`. */
  readonly text: string;
}

/** What tying needs of a load. */
export interface TieSource {
  readonly bulk: BulkContext;
  readonly source: OpenCsvSource;
  readonly key: string | undefined;
}

/** Which result of which slice to tie. */
export interface TieRequest {
  readonly entry: LedgerEntry;
  readonly name: ResultName;
  readonly expected: number;
  readonly signal?: AbortSignal | undefined;
  /** Rows of the slice, from 0, that results of other lists have: 1 for each. Those tied here are added. */
  readonly taken?: Uint8Array | undefined;
}

/** Rows that were read together. */
export type TiedBatch = readonly TiedRow[];

/** Yields the rows of a job's result with their input rows: in the input's order, those that cannot be told last. */
export async function* tiedBatches(from: TieSource, request: TieRequest): AsyncGenerator<TiedBatch> {
  const { entry, signal } = request;
  const spooled = await spool(from, request);
  if (spooled === undefined) return;
  try {
    const { slice } = entry;
    const { resultOf, tied, facts } = await tie(from, request, spooled);
    const toRecord = recordMaker<string>(from.source.columns);
    let index = 0;
    for await (const batch of from.source.rows(slice)) {
      signal?.throwIfAborted();
      const rows: TiedRow[] = [];
      for (const fields of batch) {
        const result = (resultOf[index] ?? 0) - 1;
        index += 1;
        if (result === -1) continue;
        const { id, text } = facts(result);
        const ambiguous = tied[result] === 2;
        rows.push({ row: slice.firstRow + index - 1, ambiguous, record: toRecord(fields), id, text });
      }
      if (rows.length > 0) yield rows;
    }
    yield* untied(spooled, tied, facts);
  } finally {
    await spooled.remove();
  }
}

/** A result list of a slice, tied. */
export interface TiedList {
  readonly name: ResultName;
  /** What the list says about a row of the slice, from 0. */
  of(index: number): Facts | undefined;
}

/** Ties a whole list at once and keeps no more of it than ids and texts; `undefined` for a list without rows. */
export async function tieList(from: TieSource, request: TieRequest): Promise<TiedList | undefined> {
  const spooled = await spool(from, request);
  if (spooled === undefined) return undefined;
  try {
    const { resultOf, facts } = await tie(from, request, spooled);
    const of: TiedList["of"] = (index) => {
      const result = (resultOf[index] ?? 0) - 1;
      return result === -1 ? undefined : facts(result);
    };
    return { name: request.name, of };
  } finally {
    await spooled.remove();
  }
}

async function spool(
  { bulk, source }: TieSource,
  { entry, name, expected, signal }: TieRequest,
): Promise<SpooledResult | undefined> {
  if (entry.job === undefined || expected === 0) return undefined;
  return spoolResult(bulk, { job: entry.job, name, dialect: source.dialect, expected, signal });
}

async function tie(
  { source, key }: TieSource,
  { entry, signal, taken }: TieRequest,
  spooled: SpooledResult,
): Promise<Correlation & { readonly facts: FactsReader }> {
  const facts = await readFacts(spooled);
  const correlation = await correlate({
    inputColumns: source.columns,
    inputRows: () => source.rows(entry.slice),
    inputCount: entry.slice.rows,
    resultColumns: spooled.columns,
    resultRows: spooled.rows,
    resultCount: spooled.count,
    key,
    signal,
    taken,
  });
  return { ...correlation, facts };
}

/** Yields the rows of a slice that the server did not get to: all of them, where nothing was sent or begun. */
export async function* unprocessedBatches(
  from: TieSource,
  entry: LedgerEntry,
  { signal, taken }: Pick<TieRequest, "signal" | "taken">,
): AsyncGenerator<TiedBatch> {
  const expected = entry.counts?.unprocessed ?? entry.slice.rows;
  if (expected === entry.slice.rows) yield* wholeSlice(from.source, entry, signal);
  else yield* tiedBatches(from, { entry, name: "unprocessedrecords", expected, signal, taken });
}

/** Yields all rows of a slice, for jobs that did not get to any. */
async function* wholeSlice(
  source: OpenCsvSource,
  { slice }: LedgerEntry,
  signal?: AbortSignal,
): AsyncGenerator<TiedBatch> {
  const toRecord = recordMaker<string>(source.columns);
  let first = slice.firstRow;
  for await (const batch of source.rows(slice)) {
    signal?.throwIfAborted();
    const from = first;
    yield batch.map((fields, at) => ({
      row: from + at,
      ambiguous: false,
      record: toRecord(fields),
      id: undefined,
      text: "",
    }));
    first += batch.length;
  }
}

type Facts = Pick<TiedRow, "id" | "text">;
type FactsReader = (result: number) => Facts;

async function readFacts(spooled: SpooledResult): Promise<FactsReader> {
  const idColumn = spooled.columns.indexOf("sf__Id");
  const textColumn = spooled.columns.findIndex((name) => name === "sf__Error" || name === "sf__Created");
  const ids = new IdStore(spooled.count);
  const texts = new TextStore(spooled.count);
  let index = 0;
  for await (const batch of spooled.rows()) {
    for (const fields of batch) {
      ids.set(index, fields[idColumn] ?? "");
      texts.set(index, fields[textColumn] ?? "");
      index += 1;
    }
  }
  return (result) => ({ id: ids.get(result), text: texts.get(result) });
}

async function* untied(
  spooled: SpooledResult,
  tied: Uint8Array,
  facts: FactsReader,
): AsyncGenerator<TiedBatch> {
  if (tied.every((mark) => mark !== 0)) return;
  const columns = spooled.columns.filter((name) => !name.startsWith("sf__"));
  const places = columns.map((name) => spooled.columns.indexOf(name));
  const toRecord = recordMaker<string>(columns);
  let index = 0;
  for await (const batch of spooled.rows()) {
    const rows: TiedRow[] = [];
    for (const fields of batch) {
      if (tied[index] === 0) {
        const own = places.map((place) => fields[place] ?? "");
        rows.push({ row: undefined, ambiguous: false, record: toRecord(own), ...facts(index) });
      }
      index += 1;
    }
    if (rows.length > 0) yield rows;
  }
}
