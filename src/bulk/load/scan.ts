import type { CsvFingerprint, CsvSource, OpenCsvSource } from "../../csv/index.ts";
import type { SavedRound } from "./checkpoint-state.ts";
import { type LedgerEntry, plannedEntry } from "./ledger.ts";
import type { LoadPlan } from "./load-options.ts";
import type { ProgressReporter } from "./progress.ts";
import { checkSame, inputChanged } from "./source-lease.ts";

/** Sizes of slices. */
export interface ScanLimits {
  readonly maxBytes: number;
  readonly maxRecordsPerJob: number;
}

/** What to scan. */
export interface ScanPlan {
  readonly source: OpenCsvSource;
  /** What `source` was opened from. */
  readonly from: CsvSource;
  readonly plan: LoadPlan;
  readonly limits: ScanLimits;
  readonly progress: ProgressReporter;
  /** The same input as an earlier run noted it. */
  readonly saved: SavedRound | undefined;
}

/** A scanned input. */
export interface Scanned {
  readonly entries: LedgerEntry[];
  /** Absent where nobody will ask for it. */
  readonly fingerprint: CsvFingerprint | undefined;
}

/**
 * Reads a whole input before anything of it is sent, so that bad input loads nothing. The input of a load that is
 * resumed must be the noted one; a file that did not change is not scanned again.
 *
 * @throws InputError when the input is bad, or is not the noted one
 */
export async function scanInput(scan: ScanPlan): Promise<Scanned> {
  const { source, from, saved, plan, progress } = scan;
  if (saved !== undefined && from.reopenable === true) {
    const fingerprint = await source.fingerprint();
    checkSame(source.name, saved.fingerprint, fingerprint);
    return { entries: restore(saved, progress), fingerprint };
  }
  const entries = await scanSlices(scan);
  const fingerprint = plan.checkpoint === undefined ? undefined : await source.fingerprint();
  if (saved === undefined) return { entries, fingerprint };
  checkSame(source.name, saved.fingerprint, fingerprint);
  const text = (list: readonly { readonly slice: unknown }[]): string =>
    JSON.stringify(list.map(({ slice }) => slice));
  if (text(saved.entries) !== text(entries)) throw inputChanged(source.name);
  return { entries: restore(saved), fingerprint };
}

function restore(saved: SavedRound, progress?: ProgressReporter): LedgerEntry[] {
  for (const { slice } of saved.entries) progress?.addSlice(slice);
  return saved.entries.map((entry) => ({ ...plannedEntry(entry.slice), ...entry }));
}

async function scanSlices({ source, plan, limits, progress }: ScanPlan): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  const slices = source.slices({
    maxBytes: limits.maxBytes,
    maxRecords: limits.maxRecordsPerJob,
    signal: plan.signal,
    onScan: (bytes) => progress.scanned(bytes),
  });
  for await (const slice of slices) {
    entries.push(plannedEntry(slice));
    progress.addSlice(slice);
  }
  return entries;
}
