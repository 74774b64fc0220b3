/** What stands between SELECT and the FROM that belongs to it. */
export function selectList(text: string): string {
  let depth = 0;
  const words = /\(|\)|\bFROM\b/gi;
  for (let word = words.exec(text); word !== null; word = words.exec(text)) {
    if (word[0] === "(") depth += 1;
    else if (word[0] === ")") depth -= 1;
    else if (depth === 0) return text.slice(0, word.index);
  }
  return text;
}

/** Blanks out string literals, so that their words are not taken for clauses. */
export function withoutLiterals(soql: string): string {
  return soql.replace(/'(?:\\.|[^'\\])*'/gs, "''");
}
