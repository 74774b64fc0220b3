import { stat } from "node:fs/promises";
import type { CsvSource, OpenCsvSource } from "kinetic-core";
import { isResultColumn } from "./result-columns.ts";

/** Rows are read in slices of this size: what is held of one is a few numbers. */
const SLICE_BYTES = 16_000_000;

type Row = Readonly<Record<string, string>>;

/**
 * The rows of an input file by their places, to be asked for in its order: what is held is one batch of them. A place before
 * the last one reads the file from its start.
 */
export class InputRows implements AsyncDisposable {
  readonly #opened: OpenCsvSource;
  readonly #names: readonly (readonly [name: string, at: number])[];
  readonly #signal: AbortSignal;
  #rows: AsyncGenerator<readonly string[]> | undefined;
  #next = 0;

  private constructor(opened: OpenCsvSource, signal: AbortSignal) {
    this.#opened = opened;
    this.#signal = signal;
    this.#names = opened.columns.flatMap((name, at) => (isResultColumn(name) ? [] : [[name, at] as const]));
  }

  /** Opens the file once more. */
  static async open(source: CsvSource, signal: AbortSignal): Promise<InputRows> {
    return new InputRows(await source.open({ signal }), signal);
  }

  /** The row at a place, from 0; one of empty texts where there is no such place. */
  async at(index: number | undefined): Promise<Row> {
    const cells = index === undefined ? undefined : await this.#cellsAt(index);
    return Object.fromEntries(this.#names.map(([name, at]) => [name, cells?.[at] ?? ""]));
  }

  async #cellsAt(index: number): Promise<readonly string[] | undefined> {
    if (this.#rows === undefined || index < this.#next) {
      this.#rows = rowsOf(this.#opened, this.#signal);
      this.#next = 0;
    }
    for (;;) {
      const { done, value } = await this.#rows.next();
      if (done === true) return undefined;
      this.#next += 1;
      if (this.#next === index + 1) return value;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened.close();
  }
}

async function* rowsOf(opened: OpenCsvSource, signal: AbortSignal): AsyncGenerator<readonly string[]> {
  for await (const slice of opened.slices({ maxBytes: SLICE_BYTES, signal }))
    for await (const batch of opened.rows(slice)) yield* batch;
}

/** What tells whether a file was changed; `undefined` for what is no file. */
export async function stateOf(file: string | undefined): Promise<string | undefined> {
  const found = file === undefined || file === "-" ? undefined : await stat(file).catch(() => undefined);
  return found?.isFile() === true ? `${found.size} ${found.mtimeMs}` : undefined;
}
