import { type CsvSource, type OpenCsvSource, records } from "../../csv/index.ts";
import { isKineticError, parseRowError } from "../../errors/index.ts";
import { settleDelay } from "../jobs/settle.ts";
import type { SavedRound } from "./checkpoint-state.ts";
import type { RetryRows } from "./load-options.ts";
import {
  type LoadRound,
  type LoadSession,
  makeRound,
  type Resubmission,
  type RowOrigins,
} from "./load-run.ts";
import { isWholesaleRefusal } from "./round.ts";
import { type Scanned, scanInput } from "./scan.ts";
import { type TiedBatch, type TiedRow, tiedBatches, unprocessedBatches } from "./tied-rows.ts";

/** Defaults of {@link RetryRows}. */
export const RETRY_DEFAULTS: Readonly<{ rounds: number }> = Object.freeze({ rounds: 3 });

/** Bytes of rows that are put in order by their parent at a time. */
const GROUP_WINDOW_CHARS = 16 * 1024 * 1024;

/**
 * Says which rows of a round are sent again; `undefined` when none can be. Rows that a former run interrupted always
 * are; refused ones and those that the server did not get to, as often as the caller wants.
 */
export function resubmissionFor(
  round: LoadRound,
  retry: RetryRows | undefined,
  number: number,
): Resubmission | undefined {
  const isWanted = retry !== undefined && number <= (retry.rounds ?? RETRY_DEFAULTS.rounds);
  const codes = new Set(retry?.codes ?? []);
  const resubmission: Resubmission = {
    failed: (error) => isWanted && (error.transient || codes.has(error.code)),
    unprocessed: (entry) => entry.interrupted === true || (isWanted && !isWholesaleRefusal(entry)),
  };
  const anything = round.entries.some(
    (entry) =>
      entry.counts !== undefined &&
      ((isWanted && entry.counts.failed > 0) ||
        (entry.counts.unprocessed > 0 && resubmission.unprocessed(entry))),
  );
  return anything ? resubmission : undefined;
}

/** Makes a round of what the last one left over; `undefined` when there is nothing to send again. */
export async function nextRound(session: LoadSession): Promise<LoadRound | undefined> {
  const { plan, rounds, halt, bulk } = session;
  const number = rounds.length;
  const before = rounds[number - 1];
  const saved = session.saved?.rounds[number];
  const retry = saved === undefined ? plan.retryRows : saved.retry;
  const resubmission = before && resubmissionFor(before, retry, number);
  if (before === undefined || resubmission === undefined) return undefined;
  // Whatever locked the rows needs time to end.
  if (saved === undefined) await bulk.runtime.sleep(settleDelay(number + 2, bulk.runtime.random), halt);
  const leftovers = gatherLeftovers(session, before, { resubmission, groupBy: retry?.groupBy });
  const scanned = await scanLeftovers(session, leftovers, saved);
  if (scanned === undefined) return undefined;
  const { origins, taken } = leftovers;
  const round = makeRound({ ...scanned, retry, origins, taken });
  before.resubmission = resubmission;
  rounds.push(round);
  await session.save();
  return round;
}

async function scanLeftovers(
  { plan, limits, progress, opened, halt }: LoadSession,
  { source: from, taken }: Leftovers,
  saved: SavedRound | undefined,
): Promise<(Scanned & { readonly source: OpenCsvSource }) | undefined> {
  try {
    const source = await from.open({ signal: halt });
    opened.push(source);
    return { source, ...(await scanInput({ source, from, plan, limits, progress, saved })) };
  } catch (error) {
    if (taken.failed + taken.unprocessed === 0 && isKineticError(error, "INPUT")) return undefined;
    throw error;
  }
}

/** Rows of a round that are to be sent again, as a source of their own. */
export interface Leftovers {
  readonly source: CsvSource;
  readonly origins: OriginList;
  readonly taken: { failed: number; unprocessed: number };
}

/** Gathers the rows that are sent again. They are read from the results while the source is being opened and scanned. */
export function gatherLeftovers(
  session: LoadSession,
  round: LoadRound,
  { resubmission, groupBy }: { readonly resubmission: Resubmission; readonly groupBy: string | undefined },
): Leftovers {
  const origins = new OriginList();
  const taken = { failed: 0, unprocessed: 0 };
  const { columns, dialect, name } = round.source;
  const picked = oneByOne(pick(session, round, { resubmission, taken }));
  const grouped = groupBy === undefined ? picked : groupRows(picked, groupBy);
  const rows = async function* (): AsyncGenerator<Readonly<Record<string, string>>> {
    for await (const tied of grouped) {
      // The row of a round is a row of the input, or of the round before it.
      const from = tied.row === undefined ? undefined : round.origins?.of(tied.row);
      origins.add(from === undefined ? tied.row : from.row, tied.ambiguous || from?.ambiguous === true);
      yield tied.record;
    }
  };
  const source = records(rows(), { ...dialect, columns, name: `${name}, rows sent again` });
  return { source, origins, taken };
}

async function* pick(
  { bulk, plan, halt: signal }: LoadSession,
  { source, entries }: LoadRound,
  { resubmission, taken }: { resubmission: Resubmission; taken: { failed: number; unprocessed: number } },
): AsyncGenerator<TiedBatch> {
  for (const entry of entries) {
    const { counts } = entry;
    if (counts === undefined) continue;
    const from = { bulk, source, key: plan.key };
    // Among equal rows with different fates, each list has rows of its own.
    const given = new Uint8Array(entry.slice.rows);
    const failed = { entry, name: "failedResults", expected: counts.failed, signal, taken: given } as const;
    for await (const rows of tiedBatches(from, failed)) {
      const again = rows.filter(({ text }) => resubmission.failed(parseRowError(text)));
      taken.failed += again.length;
      yield again;
    }
    if (counts.unprocessed === 0 || !resubmission.unprocessed(entry)) continue;
    for await (const rows of unprocessedBatches(from, entry, { signal, taken: given })) {
      taken.unprocessed += rows.length;
      yield rows;
    }
  }
}

async function* oneByOne(batches: AsyncIterable<TiedBatch>): AsyncGenerator<TiedRow> {
  for await (const rows of batches) yield* rows;
}

/** Puts rows of the same parent next to each other, in windows of bounded size. */
export async function* groupRows(rows: AsyncIterable<TiedRow>, column: string): AsyncGenerator<TiedRow> {
  let window: TiedRow[] = [];
  let size = 0;
  const flush = (): TiedRow[] => {
    const sorted = window.sort((a, b) => compare(a.record[column] ?? "", b.record[column] ?? ""));
    window = [];
    size = 0;
    return sorted;
  };
  for await (const row of rows) {
    window.push(row);
    for (const value of Object.values(row.record)) size += value.length;
    if (size > GROUP_WINDOW_CHARS) yield* flush();
  }
  yield* flush();
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Remembers where rows come from, in 8 bytes each. */
export class OriginList implements RowOrigins {
  #rows: Float64Array = new Float64Array(1024);
  #count = 0;

  add(row: number | undefined, ambiguous: boolean): void {
    if (this.#count === this.#rows.length) {
      const larger = new Float64Array(this.#count * 2);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    // The sign says that the row is one of several.
    this.#rows[this.#count] = ambiguous ? -(row ?? 0) : (row ?? 0);
    this.#count += 1;
  }

  of(row: number): { readonly row: number | undefined; readonly ambiguous: boolean } {
    const origin = this.#rows[row - 1] ?? 0;
    return { row: origin === 0 ? undefined : Math.abs(origin), ambiguous: origin < 0 };
  }
}
