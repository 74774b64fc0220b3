import { type QuotedReader, quotedReader, type RowLiteral } from "./quoted-reader.ts";

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/** What is wrong with a row, and where in the text the row begins. */
export interface RowFault {
  readonly kind: "csv-ragged" | "csv-quotes";
  readonly message: string;
  readonly start: number;
}

/** Makes a row of its values. The list of values is used again for the next row. */
export type RowMaker<T> = (values: readonly string[]) => T;

/** What rows become. */
export interface RowForm<T> {
  readonly make: RowMaker<T>;
  /** The same written down, for rows that are read by compiled code. */
  readonly literal: RowLiteral;
}

/** Takes the header, adds what shall stand for it, and returns what the rows below it become. */
export type RowShape<T> = (header: readonly string[], into: T[]) => RowForm<T>;

/**
 * Splits text into rows of values. A value that begins with a quote runs to the quote that closes it; any other runs to
 * the next delimiter or line ending, and a quote in it is a character like others.
 */
export class RowParser<T> {
  /** Rows so far; the header is one of them. */
  rows = 0;
  readonly #delimiter: number;
  readonly #shape: RowShape<T>;
  readonly #fail: (fault: RowFault) => Error;
  /** Values of the row that is being read. */
  #values: string[] = [];
  #make: RowMaker<T> | undefined;
  #read: QuotedReader<T> | undefined;
  #width = 0;

  /** `fail` makes the error for a row that is not sound: it knows where the text lies among the bytes. */
  constructor(delimiter: string, shape: RowShape<T>, fail: (fault: RowFault) => Error) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#shape = shape;
    this.#fail = fail;
  }

  /**
   * Adds the rows of a text that ends with a line feed. Returns how many characters they take: less than all of them
   * where the text ends inside quotes.
   */
  parse(text: string, into: T[]): number {
    for (let start = 0; ; ) {
      start = this.#quoted(text, start, into);
      if (start === text.length) return start;
      const end = this.#row(text, start, into);
      if (end === -1) return start;
      start = end;
    }
  }

  /** Adds the rows from `start` on that are plain enough. Returns where the first one begins that is not. */
  #quoted(text: string, start: number, into: T[]): number {
    if (this.#read === undefined) return start;
    const before = into.length;
    const end = this.#read(text, start, into);
    this.rows += into.length - before;
    return end;
  }

  /** Adds the row that begins at `start`. Returns where the next one begins, or -1 where the text ends inside quotes. */
  #row(text: string, start: number, into: T[]): number {
    const values = this.#values;
    let at = start;
    for (let column = 0; ; column += 1) {
      if (text.charCodeAt(at) === QUOTE) {
        const first = text.indexOf('"', at + 1);
        const close = text.charCodeAt(first + 1) === QUOTE ? closingQuote(text, first) : first;
        if (close === -1) return -1;
        values[column] =
          close === first ? text.slice(at + 1, close) : text.slice(at + 1, close).replaceAll('""', '"');
        at = close + 1;
      } else {
        const stop = this.#plainEnd(text, at);
        values[column] = text.slice(at, stop);
        at = stop;
      }
      if (text.charCodeAt(at) === this.#delimiter) {
        at += 1;
        continue;
      }
      const end = this.#lineEnd(text, at, start);
      if (this.#isRow(at, start, column + 1)) this.#take(values, into);
      return end;
    }
  }

  #take(values: readonly string[], into: T[]): void {
    if (this.#make === undefined) this.#begin(values, into);
    else into.push(this.#make(values));
    this.rows += 1;
  }

  #begin(header: readonly string[], into: T[]): void {
    const { make, literal } = this.#shape(header, into);
    this.#make = make;
    this.#read = quotedReader({ width: this.#width, delimiter: this.#delimiter, literal });
  }

  /** Where the row ends whose last value ends at `at`. */
  #lineEnd(text: string, at: number, start: number): number {
    const end = text.charCodeAt(at) === RETURN ? at + 2 : at + 1;
    if (text.charCodeAt(end - 1) === LINE_FEED) return end;
    throw this.#fail({ kind: "csv-quotes", message: "there is text after a closing quote", start });
  }

  /** Whether a row counts: the header does, whatever its width; a blank line is skipped. */
  #isRow(at: number, start: number, columns: number): boolean {
    if (columns === this.#width) return true;
    if (this.rows === 0) this.#width = columns;
    if (this.rows === 0 || at === start) return this.rows === 0;
    const message = `the row has ${columns} ${columns === 1 ? "field" : "fields"}, the header has ${this.#width}`;
    throw this.#fail({ kind: "csv-ragged", message, start });
  }

  /** Where a value without quotes ends. */
  #plainEnd(text: string, from: number): number {
    let at = from;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === this.#delimiter || unit === LINE_FEED) return at;
      if (unit === RETURN && text.charCodeAt(at + 1) === LINE_FEED) return at;
      at += 1;
    }
  }
}

/** Where the quote is that closes a value whose quote at `from` is the first of two; -1 where there is none. */
function closingQuote(text: string, from: number): number {
  let at = from;
  while (at !== -1 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2);
  return at;
}
