import type { SqlValue } from "../store/types.ts";

/** A piece of SQL and the values of its question marks. */
export interface Sql {
  readonly text: string;
  readonly params: readonly SqlValue[];
}

/** Makes a piece of SQL. */
export function sql(text: string, ...params: readonly SqlValue[]): Sql {
  return { text, params };
}

/** Joins pieces with a word between them; with more than one piece, in parentheses. */
export function join(pieces: readonly Sql[], word: "AND" | "OR"): Sql {
  const [only] = pieces;
  if (pieces.length === 1 && only) return only;
  return {
    text: `(${pieces.map((piece) => piece.text).join(` ${word} `)})`,
    params: pieces.flatMap((piece) => piece.params),
  };
}

/** Writes a string into SQL text. For API names and the like, never for what a client sent. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
