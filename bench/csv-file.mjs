// Writes a CSV of a given size for the benchmarks: rows of one length, with quotes, commas, line breaks inside fields
// and letters of two to four bytes. One length, so that a sink can tell rows from bytes without looking at them.
import { closeSync, openSync, writeSync } from "node:fs";

export const HEADER = "AccountNumber,Name,Site,Description,NumberOfEmployees,AnnualRevenue\n";
export const ROW_BYTES = 160;
const LEFT_BYTES = "A0000000000,Company number 0000000000".length;
const RIGHT_BYTES = "0000000000.25\n".length;
const TEXTS = ["plain words, in quotes", 'he said ""yes""', "two\nlines", "Zürich, 東京, \u{1f600}"];

/** What lies between the keys of a row, over and over the same: to make it anew would cost a server more than to send it. */
const MIDDLES = Array.from({ length: 97 * TEXTS.length }, (_, number) => {
  const head = `,site ${number % 97},"${TEXTS[number % TEXTS.length]} `;
  const fill = ROW_BYTES - Buffer.byteLength(head) - '",0000,'.length - LEFT_BYTES - RIGHT_BYTES;
  return `${head}${"x".repeat(fill)}",`;
});

/** One row, `ROW_BYTES` long. */
export function row(number) {
  const key = String(number).padStart(10, "0");
  const middle = MIDDLES[number % MIDDLES.length];
  return `A${key},Company number ${key}${middle}${String(number % 5000).padStart(4, "0")},${key}.25\n`;
}

/** Writes about `megabytes` MB and returns the rows. */
export function writeCsv(path, megabytes) {
  const rows = Math.floor((megabytes * 1e6 - HEADER.length) / ROW_BYTES);
  const file = openSync(path, "w");
  try {
    writeSync(file, HEADER);
    // The same megabyte of rows over and over costs no time to make; keys are needed only where rows are tied.
    for (let from = 0; from < rows; from += 8000) {
      const count = Math.min(8000, rows - from);
      writeSync(file, block(count));
    }
  } finally {
    closeSync(file);
  }
  return rows;
}

const blocks = new Map();
function block(count) {
  let bytes = blocks.get(count);
  if (bytes === undefined) {
    bytes = Buffer.from(Array.from({ length: count }, (_, at) => row(at)).join(""));
    blocks.set(count, bytes);
  }
  return bytes;
}

/** The id that the sink gives to a row. */
export function idOf(number) {
  return `001${String(number).padStart(12, "0")}AAA`;
}

/** Writes this many rows, each with a key of its own. */
export function writeUniqueCsv(path, rows) {
  const file = openSync(path, "w");
  try {
    writeSync(file, HEADER);
    for (let from = 0; from < rows; from += 8000) {
      const count = Math.min(8000, rows - from);
      writeSync(file, Array.from({ length: count }, (_, at) => row(from + at)).join(""));
    }
  } finally {
    closeSync(file);
  }
}
