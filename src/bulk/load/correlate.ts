import { sameColumn } from "./columns.ts";
import { normaliseValue, RowHasher } from "./row-hash.ts";
import { RowTable } from "./row-table.ts";

/** Rows that can be read again and again, in the same order: batches of fields, without the header. */
export type RowReader = () => AsyncIterable<readonly (readonly string[])[]>;

/** What to tie together. */
export interface CorrelationInput {
  readonly inputColumns: readonly string[];
  readonly inputRows: RowReader;
  readonly inputCount: number;
  readonly resultColumns: readonly string[];
  readonly resultRows: RowReader;
  readonly resultCount: number;
  /** Column that is unique in the input. */
  readonly key?: string | undefined;
  /** Input rows, from 0, that belong to results of other lists: 1 for each. Those tied here are added. */
  readonly taken?: Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Which result belongs to which input row. */
export interface Correlation {
  /** For each input row of the slice (from 0) the number of its result plus 1, or 0. */
  readonly resultOf: Int32Array;
  /** For each result row 1 when it is tied, 2 when it is tied to one of several equal input rows, else 0. */
  readonly tied: Uint8Array;
}

/** Marks results that the current matcher tied, until it is known whether others could have had them. */
const NEWLY_TIED = 3;

interface Matcher {
  readonly inputColumns: readonly number[];
  readonly resultColumns: readonly number[];
  readonly normalise?: ((value: string) => string) | undefined;
}

/**
 * Ties result rows, which the server returns in any order, to input rows: by the key column where there is one, else
 * by content as it was sent, else by content with numbers, times and booleans brought to one spelling. Memory: about
 * 40 bytes per result row and 4 per input row.
 */
export async function correlate(input: CorrelationInput): Promise<Correlation> {
  const correlation: Correlation = {
    resultOf: new Int32Array(input.inputCount),
    tied: new Uint8Array(input.resultCount),
  };
  let left = input.resultCount;
  for (const matcher of matchersFor(input)) {
    if (left === 0) break;
    left -= await matchBy(matcher, input, correlation);
  }
  return correlation;
}

function matchersFor({ inputColumns, resultColumns, key }: CorrelationInput): Matcher[] {
  const shared = inputColumns.flatMap((name, at) => {
    const result = resultColumns.findIndex((other) => sameColumn(other, name));
    return result === -1 ? [] : [{ name, at, result }];
  });
  const use = key === undefined ? shared : shared.filter(({ name }) => sameColumn(name, key));
  if (use.length === 0) return [];
  const columns = { inputColumns: use.map(({ at }) => at), resultColumns: use.map(({ result }) => result) };
  return [columns, { ...columns, normalise: normaliseValue }];
}

async function matchBy(
  matcher: Matcher,
  input: CorrelationInput,
  { resultOf, tied }: Correlation,
): Promise<number> {
  const hasher = new RowHasher();
  const table = new RowTable(input.resultCount);
  await eachRow(input.resultRows, input.signal, (row, index) => {
    if (tied[index] !== 0) return;
    hasher.hash(row, matcher.resultColumns, matcher.normalise);
    table.add(index, hasher.high, hasher.low);
  });
  let found = 0;
  await eachRow(input.inputRows, input.signal, (row, index) => {
    if (resultOf[index] !== 0 || input.taken?.[index] === 1) return;
    hasher.hash(row, matcher.inputColumns, matcher.normalise);
    const result = table.take(hasher.high, hasher.low);
    if (result === -1) return;
    resultOf[index] = result + 1;
    if (input.taken !== undefined) input.taken[index] = 1;
    tied[result] = NEWLY_TIED;
    found += 1;
  });
  for (let result = 0; result < tied.length; result += 1) {
    if (tied[result] === NEWLY_TIED) tied[result] = table.isAmbiguous(result) ? 2 : 1;
  }
  return found;
}

/** Walks through rows with their numbers, from 0. */
export async function eachRow(
  read: RowReader,
  signal: AbortSignal | undefined,
  visit: (row: readonly string[], index: number) => void,
): Promise<number> {
  let index = 0;
  for await (const batch of read()) {
    signal?.throwIfAborted();
    for (const row of batch) {
      visit(row, index);
      index += 1;
    }
  }
  return index;
}
