import type { CsvSource } from "../csv/index.ts";
import { InputError, isKineticError } from "../errors/index.ts";
import { createMapper, type Mapping, type MappingFunctions, readRows } from "../mapping/index.ts";
import { MappedSource } from "./map-source.ts";
import { type SyncResult, syncResult } from "./sync-result.ts";
import { csvOf, type WriteParts, writeRows } from "./write.ts";
import type { WriteOperation, WriteRowsOptions } from "./write-options.ts";

/** All of a sync: from where, how, and to what. */
export interface SyncOptions extends WriteRowsOptions {
  /** Records of any shape, a source of CSV, or the path of a CSV file. */
  readonly source: Iterable<object> | AsyncIterable<object> | CsvSource | string;
  /** How a source record becomes a record of the object. */
  readonly mapping: Mapping;
  /** What the mapping's `{ custom: name }` calls. @default none */
  readonly functions?: MappingFunctions | undefined;
  /** API name of the object. */
  readonly object: string;
  /** What to do with the records. */
  readonly operation: WriteOperation;
}

/**
 * Maps the rows of a source and writes them.
 * @throws ConfigurationError for a mapping that cannot work
 * @throws InputError for a value that cannot be mapped where that fails the whole, before anything is sent
 */
export async function syncRows(parts: WriteParts, options: SyncOptions): Promise<SyncResult> {
  const { source, mapping, functions, object, operation, ...write } = options;
  const mapper = createMapper(mapping, { functions });
  const csv = csvOf(source);
  const mapped = new MappedSource(
    mapper,
    csv === undefined ? (source as Iterable<object>) : readRows(csv, write.signal),
  );
  try {
    const request = {
      object,
      operation,
      rows: mapped.records(),
      options: { columns: mapper.fields, ...write },
    };
    return syncResult(mapped, await writeRows(parts, request));
  } catch (error) {
    throw inSource(error, mapped);
  }
}

const PLACE = /\s\([^()]*\brow \d+[^()]*\)\.$/;

/** A mapped row that cannot be written is named by its place in the source. */
function inSource(error: unknown, { left, failure }: MappedSource): unknown {
  if (error === failure) return error;
  if (!isKineticError(error, "INPUT") || error.row === undefined || error.row < 1) return error;
  const row = left.sourceIndex(error.row - 1) + 1;
  if (row === error.row) return error;
  const { column, source, remediation } = error;
  return new InputError(error.problem.replace(PLACE, ""), { column, source, remediation, row, cause: error });
}
