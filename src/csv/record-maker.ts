import type { RowLiteral } from "./quoted-reader.ts";
import type { RowForm } from "./row-parser.ts";

/** Makes a record of the values of a row. */
export type RecordMaker<T> = (values: readonly T[]) => Record<string, T>;

/**
 * Makes the function that turns rows with these columns into records. It is compiled for the columns, because objects
 * that are written down whole are made three times as fast as those that grow name by name.
 */
export function recordMaker<T>(columns: readonly string[]): RecordMaker<T> {
  const record = recordLiteral(columns)(columns.map((_, index) => `values[${index}]`));
  try {
    return new Function("values", `return ${record};`) as RecordMaker<T>;
  } catch {
    // A process may forbid making functions out of text (node --disallow-code-generation-from-strings).
    return (values) => Object.fromEntries(columns.map((name, index) => [name, values[index] as T]));
  }
}

/** Every row as a record of its values. */
export function recordForm(columns: readonly string[]): RowForm<Record<string, string>> {
  return { make: recordMaker(columns), literal: recordLiteral(columns) };
}

/** Writes down a record with these columns. */
function recordLiteral(columns: readonly string[]): RowLiteral {
  return (values) =>
    `({ ${columns.map((name, index) => `${memberName(name)}: ${values[index]}`).join(", ")} })`;
}

/** Every name is a text in quotes. In brackets, `__proto__` is a member like others. */
function memberName(name: string): string {
  const text = JSON.stringify(name);
  return name === "__proto__" ? `[${text}]` : text;
}
