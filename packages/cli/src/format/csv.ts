/** One line of CSV (RFC 4180), ended by a line feed. */
export function csvLine(fields: readonly string[]): string {
  const line = fields.map(quoted).join(",");
  // A row of one empty value would be a blank line, which readers skip.
  return line === "" ? '""\n' : `${line}\n`;
}

function quoted(field: string): string {
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
