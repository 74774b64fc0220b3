import type { CsvFingerprint, CsvSource, OpenCsvSource } from "../../csv/index.ts";
import { InputError } from "../../errors/index.ts";

/** What the result of a load reads its input rows from, after the load. */
export interface SourceLease {
  readonly columns: readonly string[];
  /** Runs a reader with the source open. */
  read<T>(reader: (source: OpenCsvSource) => AsyncGenerator<T>): AsyncGenerator<T>;
  close(): Promise<void>;
}

/** Takes over a source that has been loaded. One that can be opened again is closed until somebody reads from it. */
export async function leaseSource(source: CsvSource, open: OpenCsvSource): Promise<SourceLease> {
  if (source.reopenable !== true) return keepOpen(open);
  const before = await open.fingerprint();
  await open.close();
  return {
    columns: open.columns,
    close: async () => undefined,
    async *read(reader) {
      const again = await source.open();
      try {
        checkSame(source.name, before, await again.fingerprint());
        yield* reader(again);
      } finally {
        await again.close();
      }
    },
  };
}

/** Holds on to a source that cannot be opened again. */
export function keepOpen(open: OpenCsvSource): SourceLease {
  return { columns: open.columns, close: () => open.close(), read: (reader) => reader(open) };
}

let forgotten: FinalizationRegistry<SourceLease> | undefined;

/** Closes a lease when its holder is collected: a result that nobody closed must not keep files open for ever. */
export function closeWith(holder: object, lease: SourceLease): void {
  forgotten ??= new FinalizationRegistry((lost) => {
    lost.close().catch(() => undefined);
  });
  forgotten.register(holder, lease);
}

/**
 * Makes sure that a source is still the one that rows and row numbers were taken from.
 *
 * @throws InputError when it changed
 */
export function checkSame(
  source: string,
  before: CsvFingerprint | undefined,
  now: CsvFingerprint | undefined,
): void {
  if (before?.size === now?.size && before?.mtimeMs === now?.mtimeMs && before?.hash === now?.hash) return;
  throw inputChanged(source);
}

/** Says that an input is not what it was when its load began. */
export function inputChanged(source: string): InputError {
  return new InputError(
    "the input changed after its load began: its rows cannot be told from those that were loaded. " +
      "Put it back as it was, or begin a new load with another checkpoint",
    { source },
  );
}
