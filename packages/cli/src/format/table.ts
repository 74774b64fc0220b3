import { stripVTControlCharacters } from "node:util";

/** Most letters of a cell, so that one long text does not push all others off the screen. */
const MAX_CELL = 60;

let segmenter: Intl.Segmenter | undefined;

/** The letters of a text as a person sees them. */
function lettersOf(text: string): Iterable<{ readonly segment: string }> {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return segmenter.segment(text);
}

/** Letters that take two columns of a terminal. */
const WIDE =
  /^[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|^\p{Extended_Pictographic}/u;

/** How many columns of a terminal a text takes. */
export function displayWidth(text: string): number {
  const plain = stripVTControlCharacters(text);
  if (/^[\x20-\x7e]*$/.test(plain)) return plain.length;
  let width = 0;
  for (const { segment } of lettersOf(plain)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** A text on one line, cut to a width. Control characters cannot move the cursor of whoever reads it. */
export function cell(text: string, width: number = MAX_CELL): string {
  const line = stripVTControlCharacters(text)
    .replace(/\p{Cc}+/gu, " ")
    .trimEnd();
  if (displayWidth(line) <= width) return line;
  let cut = "";
  let used = 0;
  for (const { segment } of lettersOf(line)) {
    used += displayWidth(segment);
    if (used > width - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}

/** Fills a text up with blanks; numbers stand to the right. */
export function pad(text: string, width: number, right = false): string {
  const blanks = " ".repeat(Math.max(0, width - displayWidth(text)));
  return right ? blanks + text : text + blanks;
}

const NUMBER = /^-?[\d,]+(?:\.\d+)?(?: ?%)?$/;

/** The columns of a table, measured by its first rows; later rows that are longer are cut to them. */
export interface TableShape {
  readonly widths: readonly number[];
  readonly right: readonly boolean[];
}

/** Measures a table. */
export function shapeOf(columns: readonly string[], rows: readonly (readonly string[])[]): TableShape {
  const cells = (at: number): string[] => rows.map((row) => cell(row[at] ?? ""));
  return {
    widths: columns.map((name, at) => Math.max(displayWidth(name), ...cells(at).map(displayWidth), 1)),
    right: columns.map((_, at) => {
      const filled = cells(at).filter((text) => text !== "");
      return filled.length > 0 && filled.every((text) => NUMBER.test(text));
    }),
  };
}

/** One line of a table. */
export function tableLine(cells: readonly string[], { widths, right }: TableShape): string {
  const last = widths.length - 1;
  return widths
    .map((width, at) => {
      const text = cell(cells[at] ?? "", width);
      return at === last && right[at] !== true ? text : pad(text, width, right[at]);
    })
    .join("  ");
}

/** A whole table with a header line. */
export function table(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  head: (text: string) => string = (text) => text,
): string {
  const shape = shapeOf(columns, rows);
  const lines = [head(tableLine(columns, shape).trimEnd()), ...rows.map((row) => tableLine(row, shape))];
  return `${lines.join("\n")}\n`;
}
