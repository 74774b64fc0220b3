/** One word, literal or sign of a query, and where it stands. */
export interface Token {
  readonly text: string;
  /** Where it starts in the query, from 0. */
  readonly offset: number;
}

const TOKEN =
  /'(?:\\[\s\S]|[^'\\])*'?|\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?|[A-Za-z_][\w]*(?:\.\w+)*|[\d.]+|<=|>=|!=|<>|\S/g;

/** Cuts a query into tokens. A path such as `Owner.Name` is one token, an unclosed string runs to the end. */
export function tokenize(soql: string): Token[] {
  return Array.from(soql.matchAll(TOKEN), (match) => ({ text: match[0], offset: match.index }));
}

/** How far around the mistake Salesforce shows the query; the window then grows to whole tokens. */
const WINDOW = 30;

function excerpt(soql: string, tokens: readonly Token[], offset: number): { text: string; caret: number } {
  const first = tokens.find((token) => token.offset + token.text.length > offset - WINDOW);
  const last = tokens.findLast((token) => token.offset < offset + WINDOW);
  const from = Math.min(first?.offset ?? offset, offset);
  const to = last ? last.offset + last.text.length : soql.length;
  return { text: soql.slice(from, to), caret: offset - from };
}

/** Writes Salesforce's account of a mistake in a query: the words around it, a caret under it, its row and column. */
export function pointAt(soql: string, offset: number, message: string): string {
  const before = soql.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  const row = before.split("\n").length;
  const { text, caret } = excerpt(soql, tokenize(soql), offset);
  const shown = text.replaceAll("\n", " ");
  return `\n${shown}\n${" ".repeat(caret)}^\nERROR at Row:${row}:Column:${offset - lineStart + 1}\n${message}`;
}
