/** One line of CSV (RFC 4180), ended by a line feed. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map(quoted).join(",")}\n`;
}

function quoted(field: string): string {
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
