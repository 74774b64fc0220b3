import { InputError, type RowError } from "../errors/index.ts";
import type { MappedRow, Mapper } from "../mapping/index.ts";
import type { Fields } from "../schema/index.ts";
import { LeftOut } from "./left-out.ts";

/** A value that could not be mapped, in few bytes. */
export interface UnmappedValue {
  /** Place of its row in the source, from 0. */
  readonly index: number;
  /** The field. */
  readonly column: string;
  readonly message: string;
}

/** The rows of a source on their way through a mapping, and the account of them. */
export class MappedSource {
  readonly left: LeftOut = new LeftOut();
  /** Values of rows that were left out. */
  readonly skippedValues: UnmappedValue[] = [];
  /** Values that became null. */
  readonly nulledValues: UnmappedValue[] = [];
  /** Rows of the source. */
  rows = 0;
  /** Rows left out by `where`. */
  filtered = 0;
  /** Rows left out for a value that could not be mapped. */
  skipped = 0;
  /** What ended the mapping, so that it can be told from what ended the write. */
  failure: unknown;
  readonly #mapper: Mapper;
  readonly #source: Iterable<object> | AsyncIterable<object>;

  constructor(mapper: Mapper, source: Iterable<object> | AsyncIterable<object>) {
    this.#mapper = mapper;
    this.#source = source;
  }

  /** Yields the records to write. To be read once. */
  async *records(): AsyncGenerator<Fields> {
    for await (const row of this.#mapped()) {
      this.rows += 1;
      if (row.status === "mapped") {
        if (row.errors.length > 0) this.#note(this.nulledValues, row);
        yield row.fields;
        continue;
      }
      this.left.add(row.index);
      if (row.status === "filtered") this.filtered += 1;
      else {
        this.skipped += 1;
        this.#note(this.skippedValues, row);
      }
    }
  }

  async *#mapped(): AsyncGenerator<MappedRow> {
    try {
      yield* this.#mapper.apply(this.#source);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  #note(
    list: UnmappedValue[],
    { index, errors }: { readonly index: number; readonly errors: readonly InputError[] },
  ): void {
    for (const { column, problem } of errors) list.push({ index, column: String(column), message: problem });
  }
}

/** Tells an unmapped value as the error of a row. */
export function unmappedError({ column, message }: UnmappedValue): RowError {
  const { remediation } = new InputError(message);
  return Object.freeze({ code: "INPUT", message, fields: [column], transient: false, remediation });
}
