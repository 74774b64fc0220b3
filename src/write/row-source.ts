import { InputError } from "../errors/index.ts";

/** The head of some rows, and all of them. */
export interface SampledRows {
  /** How many rows there are, up to the number that was looked at. */
  readonly seen: number;
  /** Yields all rows, those that were looked at first. To be read once. */
  readonly all: AsyncGenerator<unknown>;
}

/** Reads rows until it is known whether there are more than `limit`. */
export async function sampleRows(
  rows: Iterable<unknown> | AsyncIterable<unknown>,
  limit: number,
): Promise<SampledRows> {
  const iterator = iteratorOf(rows);
  const head: unknown[] = [];
  while (head.length <= limit) {
    const next = await iterator.next();
    if (next.done === true) return { seen: head.length, all: chain(head, undefined) };
    head.push(next.value);
  }
  return { seen: head.length, all: chain(head, iterator) };
}

function iteratorOf(
  rows: Iterable<unknown> | AsyncIterable<unknown>,
): Iterator<unknown> | AsyncIterator<unknown> {
  if (typeof rows === "object" && rows !== null) {
    if (Symbol.asyncIterator in rows) return rows[Symbol.asyncIterator]();
    if (Symbol.iterator in rows) return rows[Symbol.iterator]();
  }
  throw new InputError(
    "write: the rows must be a list of records, something that yields them, a source of CSV, or the path of a file",
  );
}

async function* chain(
  head: readonly unknown[],
  rest: Iterator<unknown> | AsyncIterator<unknown> | undefined,
): AsyncGenerator<unknown> {
  let done = rest === undefined;
  try {
    yield* head;
    while (!done) {
      const next = await rest?.next();
      done = next?.done !== false;
      if (next?.done === false) yield next.value;
    }
  } finally {
    if (!done) await rest?.return?.();
  }
}
