/** Takes two 32-bit hashes of rows at once; together they tell millions of rows apart. */
export class RowHasher {
  /** First half of the last hash. */
  high = 0;
  /** Second half of the last hash. */
  low = 0;

  /** Hashes some fields of a row, in this order. */
  hash(row: readonly string[], columns: readonly number[], normalise?: (value: string) => string): void {
    let high = 0x811c9dc5;
    let low = 0x9747b28c;
    for (const column of columns) {
      const raw = row[column] ?? "";
      const value = normalise === undefined ? raw : normalise(raw);
      for (let at = 0; at < value.length; at += 1) {
        const unit = value.charCodeAt(at);
        high = Math.imul(high ^ unit, 0x01000193);
        low = Math.imul(low ^ unit, 0x5bd1e995);
        low ^= low >>> 15;
      }
      // The length ends the field, so that moving a character to the next field makes another row.
      high = Math.imul(high ^ (value.length + 0x10000), 0x01000193);
      low = Math.imul(low ^ (value.length + 0x20000), 0x5bd1e995);
      low ^= low >>> 13;
    }
    this.high = high >>> 0;
    this.low = low >>> 0;
  }
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/**
 * Brings a value to the form in which two spellings of it are the same: the server may send numbers, times and
 * booleans back in other words than it got them (Bulk API 2.0 guide; `9.12260031E8` for `912260031`).
 */
export function normaliseValue(value: string): string {
  const text = value.trim();
  if (text === "" || text === "#N/A") return "";
  if (NUMBER.test(text)) return String(Number(text));
  if (DATE_TIME.test(text)) {
    const time = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
    if (!Number.isNaN(time)) return `@${time}`;
  }
  const lower = text.toLowerCase();
  if (lower === "true" || lower === "false") return lower;
  return text.replaceAll("\r\n", "\n");
}
