import { rowWriter } from "../../csv/index.ts";
import { AtomicFile } from "../export/export-file.ts";
import type { LedgerEntry } from "./ledger.ts";
import { RetriedOutcomes, type RoundReader } from "./retried-outcomes.ts";
import { type Outcome, sliceOutcomes, UNTOLD } from "./slice-outcomes.ts";

/** What `toFile` of a load's result wrote. */
export interface OutcomeFileSummary {
  readonly rows: number;
  readonly bytes: number;
  /** Rows whose outcome cannot be told from the server's lists; name a `key` column to have none. */
  readonly untold: number;
}

const CHUNK_CHARS = 256 * 1024;

/**
 * Writes the input with `sf__Id` and `sf__Error` before its columns, in the order of the input. Memory: some 80 bytes for
 * each row of one job at a time, and some 150 for each row that was sent again.
 */
export async function writeOutcomes(path: string, load: RoundReader): Promise<OutcomeFileSummary> {
  const file = await AtomicFile.create(path);
  try {
    const counts = { rows: 0, untold: 0 };
    for await (const text of outcomeTexts(load, counts)) await file.write(Buffer.from(text));
    await file.commit();
    return { ...counts, bytes: file.position };
  } catch (error) {
    await file.discard();
    throw error;
  }
}

async function* outcomeTexts(
  load: RoundReader,
  counts: { rows: number; untold: number },
): AsyncGenerator<string> {
  const [first] = load.rounds;
  if (first === undefined) return;
  const write = rowWriter(first.source.dialect);
  const retried = await RetriedOutcomes.gather(load);
  let text = write(["sf__Id", "sf__Error", ...first.source.columns]);
  for (const entry of first.entries) {
    for await (const { fields, outcome } of outcomeRows(load, entry, retried)) {
      counts.rows += 1;
      if (outcome === UNTOLD) counts.untold += 1;
      text += write([outcome.id, outcome.error, ...fields]);
      if (text.length < CHUNK_CHARS) continue;
      load.signal?.throwIfAborted();
      yield text;
      text = "";
    }
  }
  yield text;
}

interface OutcomeRow {
  readonly fields: readonly string[];
  readonly outcome: Outcome;
}

/** Reads the rows of a slice again, each with its outcome. */
async function* outcomeRows(
  { bulk, key, read, signal }: RoundReader,
  entry: LedgerEntry,
  retried: RetriedOutcomes,
): AsyncGenerator<OutcomeRow> {
  yield* read(0, async function* (source) {
    const outcomes = await sliceOutcomes({ bulk, source, key }, entry, signal);
    let index = 0;
    for await (const batch of source.rows(entry.slice)) {
      for (const fields of batch) {
        yield { fields, outcome: retried.of(entry.slice.firstRow + index) ?? outcomes(index) };
        index += 1;
      }
    }
  });
}
