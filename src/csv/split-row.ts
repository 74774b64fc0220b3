/** Splits the text of one row, without its line ending, into its values. Takes whatever the scanner takes, and more. */
export function splitRow(text: string, delimiter: string): string[] {
  if (!text.includes('"')) return text.split(delimiter);
  const values: string[] = [];
  let at = 0;
  for (;;) {
    const end = text.charCodeAt(at) === 0x22 ? closingQuote(text, at) : at;
    const next = text.indexOf(delimiter, end);
    const stop = next === -1 ? text.length : next;
    values.push(end === at ? text.slice(at, stop) : unquote(text, at, end) + text.slice(end, stop));
    if (next === -1) return values;
    at = next + 1;
  }
}

/** Returns the offset after the quote that closes the value that opens at `open`. */
function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at !== -1 && text.charCodeAt(at + 1) === 0x22) at = text.indexOf('"', at + 2);
  return at === -1 ? text.length : at + 1;
}

function unquote(text: string, open: number, end: number): string {
  const inner = text.slice(open + 1, end - 1);
  return inner.includes('"') ? inner.replaceAll('""', '"') : inner;
}
