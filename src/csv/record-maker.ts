/** Makes a record of the values of a row. */
export type RecordMaker<T> = (values: readonly T[]) => Record<string, T>;

/**
 * Makes the function that turns rows with these columns into records. It is compiled for the columns, because objects
 * that are written down whole are made three times as fast as those that grow name by name.
 */
export function recordMaker<T>(columns: readonly string[]): RecordMaker<T> {
  const members = columns.map((name, index) => `${memberName(name)}: values[${index}]`);
  try {
    return new Function("values", `return { ${members.join(", ")} };`) as RecordMaker<T>;
  } catch {
    // A process may forbid making functions out of text (node --disallow-code-generation-from-strings).
    return (values) => Object.fromEntries(columns.map((name, index) => [name, values[index] as T]));
  }
}

/** Every name is a text in quotes. In brackets, `__proto__` is a member like others. */
function memberName(name: string): string {
  const text = JSON.stringify(name);
  return name === "__proto__" ? `[${text}]` : text;
}
