import type { OpenCsvSource } from "../../csv/index.ts";
import type { BulkContext } from "../context.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { LoadRound } from "./load-run.ts";
import { type Outcome, sliceOutcomes, UNPROCESSED } from "./slice-outcomes.ts";
import { IdStore, TextStore } from "./text-store.ts";

/** What the rounds of a load are read from. */
export interface RoundReader {
  readonly bulk: BulkContext;
  readonly key: string | undefined;
  readonly rounds: readonly LoadRound[];
  /** Runs a reader with the source of a round open. */
  readonly read: <T>(
    round: number,
    reader: (source: OpenCsvSource) => AsyncGenerator<T>,
  ) => AsyncGenerator<T>;
  readonly signal?: AbortSignal | undefined;
}

/** What became of the rows that were sent again, by their input rows: what the last round says. */
export class RetriedOutcomes {
  readonly #places = new Map<number, number>();
  readonly #ids = new IdStore(1024);
  readonly #errors = new TextStore(1024);

  /** Reads the results of all rounds but the first. */
  static async gather(reader: RoundReader): Promise<RetriedOutcomes> {
    const outcomes = new RetriedOutcomes();
    for (const [number, { entries, origins }] of reader.rounds.entries()) {
      if (origins === undefined) continue;
      for (const entry of entries) {
        for await (const { row, outcome } of roundOutcomes(reader, number, entry)) {
          const origin = origins.of(row).row;
          if (origin !== undefined) outcomes.#set(origin, outcome);
        }
      }
    }
    return outcomes;
  }

  /** The outcome of an input row; `undefined` when it was not sent again. */
  of(row: number): Outcome | undefined {
    const place = this.#places.get(row);
    if (place === undefined) return undefined;
    return { id: this.#ids.get(place) ?? "", error: this.#errors.get(place) };
  }

  #set(row: number, { id, error }: Outcome): void {
    const place = this.#places.get(row) ?? this.#places.size;
    this.#places.set(row, place);
    this.#ids.set(place, id);
    this.#errors.set(place, error);
  }
}

interface RoundOutcome {
  /** Row of the round. */
  readonly row: number;
  readonly outcome: Outcome;
}

async function* roundOutcomes(
  { bulk, key, read, signal }: RoundReader,
  round: number,
  entry: LedgerEntry,
): AsyncGenerator<RoundOutcome> {
  const { firstRow, rows } = entry.slice;
  yield* read(round, async function* (source) {
    const outcomes =
      entry.counts === undefined
        ? () => UNPROCESSED
        : await sliceOutcomes({ bulk, source, key }, entry, signal);
    for (let index = 0; index < rows; index += 1) yield { row: firstRow + index, outcome: outcomes(index) };
  });
}
