import type { InputError } from "../errors/input-errors.ts";
import { ByteScanner } from "./byte-scanner.ts";
import type { ByteStore } from "./byte-store.ts";
import { type ProblemPlace, problem } from "./problem.ts";

const BLOCK_BYTES = 64 * 1024;

/** Makes the error for what stopped a scanner at a place, or for quotes that were open at the end. */
export function faultProblem(scanner: ByteScanner, place: ProblemPlace): InputError {
  const column = scanner.fields;
  switch (scanner.fault) {
    case "quoteInField":
      return problem("csv-quotes", "a quote stands inside a value that does not begin with one", {
        ...place,
        column,
      });
    case "textAfterQuote":
      return problem("csv-quotes", "text follows a closing quote", { ...place, column });
    case "strayReturn":
      return problem("csv-return", "text follows a carriage return outside quotes", { ...place, column });
    default:
      return problem("csv-quotes", "a quote is never closed", { ...place, column });
  }
}

/** What is known of a row that is not sound. */
export interface FaultyRow {
  readonly source: string;
  /** Number of the data row. */
  readonly row: number;
  /** Offset of its first byte. */
  readonly start: number;
  /** The delimiter as a byte. */
  readonly delimiter: number;
  readonly columns: readonly string[];
}

/** Reads a faulty row again, byte by byte, and makes the error that says exactly what is wrong with it and where. */
export async function rowProblem(store: ByteStore, faulty: FaultyRow): Promise<InputError> {
  const { source, row, start, delimiter, columns } = faulty;
  const scanner = new ByteScanner({ delimiter, fields: columns.length });
  const memory = new Uint8Array(BLOCK_BYTES);
  let openQuote = start;
  for (let position = start; ; position += BLOCK_BYTES) {
    const block = memory.subarray(0, await store.read(memory, position));
    const found = scanner.scan(block, 0);
    if (scanner.stop === "ragged") return raggedProblem(scanner.fields, faulty);
    if (scanner.stop === "unsound") {
      return faultProblem(scanner, { source, row, byteOffset: position + scanner.position - 1 });
    }
    const quote = block.lastIndexOf(0x22);
    if (quote !== -1) openQuote = position + quote;
    if (found > 0 || block.length < BLOCK_BYTES) break;
  }
  if (scanner.quoted) return faultProblem(scanner, { source, row, byteOffset: openQuote });
  return raggedProblem(scanner.fields, faulty);
}

function raggedProblem(fields: number, { source, row, start, columns }: FaultyRow): InputError {
  const message = `the row has ${count(fields, "field")}, the header has ${count(columns.length, "column")}`;
  return problem("csv-ragged", message, { source, row, byteOffset: start });
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
