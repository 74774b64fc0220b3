import { COLUMN_DELIMITERS, type ColumnDelimiter } from "./types.ts";

const NAMES = Object.keys(COLUMN_DELIMITERS) as readonly ColumnDelimiter[];
const QUOTE = 0x22;
const RETURN = 0x0d;
const LINE_FEED = 0x0a;

/** Returns the byte of a delimiter. */
export function delimiterByte(name: ColumnDelimiter): number {
  return COLUMN_DELIMITERS[name].charCodeAt(0);
}

/** Returns the offset after the first line feed outside quotes at or after `from`, or -1. */
export function rowEnd(bytes: Uint8Array, from: number): number {
  let quoted = false;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === LINE_FEED && !quoted) return at + 1;
  }
  return -1;
}

/**
 * Tells the delimiter from the header: field names hold none of the six, so mostly one of them is there. Where
 * several are, it is the one that divides the first rows into as many fields as the header, and the most.
 */
export function detectDelimiter(header: Uint8Array, sample: readonly Uint8Array[]): ColumnDelimiter {
  const inHeader = countOutsideQuotes(header);
  const present = NAMES.filter((name) => inHeader[name] > 0);
  const rows = present.length > 1 ? sample.map(countOutsideQuotes) : [];
  const steady = present.filter((name) => rows.every((row) => row[name] === inHeader[name]));
  const [first, ...rest] = steady.length > 0 ? steady : present;
  if (first === undefined) return "COMMA";
  return rest.reduce((best, name) => (inHeader[name] > inHeader[best] ? name : best), first);
}

function countOutsideQuotes(row: Uint8Array): Record<ColumnDelimiter, number> {
  const perByte = new Uint32Array(256);
  let quoted = false;
  for (const byte of row) {
    if (byte === QUOTE) quoted = !quoted;
    else if (!quoted) perByte[byte] = (perByte[byte] as number) + 1;
  }
  const counts = NAMES.map((name) => [name, perByte[delimiterByte(name)]]);
  return Object.fromEntries(counts) as Record<ColumnDelimiter, number>;
}

/** Whether a carriage return stands outside quotes: what rows of old Macintosh files end with. */
export function hasReturnOutsideQuotes(bytes: Uint8Array): boolean {
  let quoted = false;
  for (const byte of bytes) {
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === RETURN && !quoted) return true;
  }
  return false;
}
