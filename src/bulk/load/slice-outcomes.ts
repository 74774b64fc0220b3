import type { LedgerEntry } from "./ledger.ts";
import { type TiedList, type TieSource, tieList } from "./tied-rows.ts";

/** What became of one row. */
export interface Outcome {
  /** `sf__Id`; empty where there is none. */
  readonly id: string;
  /** `sf__Error`; empty for a stored row. */
  readonly error: string;
}

/** Rows that the server did not get to. */
export const UNPROCESSED: Outcome = Object.freeze({
  id: "",
  error: "UNPROCESSED:The row was not processed:--",
});

/** Rows whose result cannot be told from others. */
export const UNTOLD: Outcome = Object.freeze({
  id: "",
  error: "UNTOLD:The result of this row cannot be told from others: name a key column with unique values:--",
});

/**
 * Fetches all results of a slice and says for each of its rows, from 0, what became of it. Each row has one outcome, also
 * among equal rows with different fates: refused ones first, as rows are chosen that are sent again.
 */
export async function sliceOutcomes(
  from: TieSource,
  entry: LedgerEntry,
  signal: AbortSignal | undefined,
): Promise<(index: number) => Outcome> {
  const { counts, slice } = entry;
  if (counts === undefined || counts.unprocessed === slice.rows) return () => UNPROCESSED;
  const taken = new Uint8Array(slice.rows);
  const tie = (name: TiedList["name"], expected: number): Promise<TiedList | undefined> =>
    tieList(from, { entry, name, expected, signal, taken });
  const failed = await tie("failedResults", counts.failed);
  const unprocessed = await tie("unprocessedrecords", counts.unprocessed);
  const succeeded = await tie("successfulResults", counts.succeeded);
  return (index) => {
    const refused = failed?.of(index);
    if (refused !== undefined) return { id: refused.id ?? "", error: refused.text };
    if (unprocessed?.of(index) !== undefined) return UNPROCESSED;
    const stored = succeeded?.of(index);
    return stored === undefined ? UNTOLD : { id: stored.id ?? "", error: "" };
  };
}
