import { quotedPattern, quoter } from "./quote.ts";
import { COLUMN_DELIMITERS, type CsvDialect } from "./types.ts";

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
/** From this length on a text is searched and written as a whole; shorter ones are not worth the two calls. */
const LONG = 40;
const FIRST_BYTES = 96 * 1024;

// Node has it since version 20; the types follow the language version of 2023.
type WellFormedText = string & { isWellFormed(): boolean };

/**
 * Writes rows as UTF-8 CSV straight into memory. Most values are short, ASCII, and need no quotes: looking at a letter
 * and writing it in one step costs less than gluing texts together and encoding them afterwards.
 */
export class RowBytes {
  /** Bytes that wait to be taken. */
  length = 0;
  #bytes: Buffer = Buffer.allocUnsafe(FIRST_BYTES);
  #rowStart = 0;
  #isFirst = true;
  readonly #delimiter: number;
  readonly #ending: string;
  readonly #special: Uint8Array;
  readonly #needsQuotes: RegExp;
  readonly #quote: (value: string) => string;

  constructor({ columnDelimiter, lineEnding }: CsvDialect) {
    const delimiter = COLUMN_DELIMITERS[columnDelimiter];
    this.#delimiter = delimiter.charCodeAt(0);
    this.#ending = lineEnding === "CRLF" ? "\r\n" : "\n";
    this.#quote = quoter(delimiter);
    this.#needsQuotes = quotedPattern(delimiter);
    this.#special = new Uint8Array(128);
    for (const unit of [QUOTE, LINE_FEED, RETURN, this.#delimiter]) this.#special[unit] = 1;
  }

  /** Adds a value to the row. Returns whether it could: half of a surrogate pair has no form in UTF-8. */
  add(value: string): boolean {
    const { length } = value;
    if (this.length + length + 1 > this.#bytes.length) this.#reserve(length + 1);
    const bytes = this.#bytes;
    const special = this.#special;
    if (!this.#isFirst) bytes[this.length++] = this.#delimiter;
    this.#isFirst = false;
    if (length >= LONG && !this.#needsQuotes.test(value)) return this.#addWhole(value);
    const start = this.length;
    for (let at = 0; at < length; at += 1) {
      const unit = value.charCodeAt(at);
      if (unit > 127 || special[unit] === 1) return this.#addCarefully(value);
      bytes[start + at] = unit;
    }
    if (length > 0 && (isBlank(bytes[start]) || isBlank(bytes[start + length - 1])))
      return this.#addCarefully(value);
    this.length = start + length;
    return true;
  }

  /** Ends the row. */
  endRow(): void {
    // A row of one empty value would be a blank line.
    if (this.length === this.#rowStart) this.#write('""');
    this.#write(this.#ending);
    this.#begin();
  }

  /** Forgets what there is of the row. */
  dropRow(): void {
    this.length = this.#rowStart;
    this.#begin();
  }

  /** Returns the whole rows that wait. */
  take(): Uint8Array {
    const taken = Buffer.from(this.#bytes.subarray(0, this.length));
    this.length = 0;
    this.#begin();
    return taken;
  }

  #begin(): void {
    this.#rowStart = this.length;
    this.#isFirst = true;
  }

  /** Adds a value that needs no quotes. */
  #addWhole(value: string): boolean {
    const start = this.length;
    this.#write(value);
    return this.length - start === value.length || (value as WellFormedText).isWellFormed();
  }

  #addCarefully(value: string): boolean {
    if (!(value as WellFormedText).isWellFormed()) return false;
    this.#write(this.#quote(value));
    return true;
  }

  #write(text: string): void {
    // No letter takes more than three bytes for each of its units.
    this.#reserve(3 * text.length);
    this.length += this.#bytes.write(text, this.length);
  }

  #reserve(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.length + more));
    this.#bytes.copy(grown, 0, 0, this.length);
    this.#bytes = grown;
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}
