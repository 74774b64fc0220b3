import { csvLine } from "./csv.ts";
import { cellText, type JsonRecord, pathsOf, valueAt } from "./plain-record.ts";
import { shapeOf, type TableShape, tableLine } from "./table.ts";

/** The formats of rows. */
export const FORMATS = ["table", "csv", "ndjson", "json"] as const;

/** A format of rows. */
export type Format = (typeof FORMATS)[number];

/** How rows are written. */
export interface RowFormatOptions {
  readonly format: Format;
  /** Columns of table and CSV. @default those of the first rows */
  readonly columns?: readonly string[] | undefined;
  /** How the head of a table looks. */
  readonly head?: ((text: string) => string) | undefined;
}

/** Turns rows into text, as many at a time as there are at hand. */
export interface RowFormat {
  rows(records: readonly JsonRecord[]): string;
  /** What comes after the last row. */
  end(): string;
}

/** Makes the text of rows in a format. */
export function rowFormat(options: RowFormatOptions): RowFormat {
  switch (options.format) {
    case "json":
      return jsonRows();
    case "ndjson":
      return {
        rows: (records) => records.map((record) => `${JSON.stringify(record)}\n`).join(""),
        end: () => "",
      };
    case "csv":
      return cellRows(options, () => csvLine);
    case "table":
      return cellRows(options, (columns, rows) => tableRows(shapeOf(columns, rows), options.head));
  }
}

function jsonRows(): RowFormat {
  let written = 0;
  return {
    rows: (records) => {
      const texts = records.map((record) => `${written++ === 0 ? "[\n" : ",\n"}${indented(record)}`);
      return texts.join("");
    },
    end: () => (written === 0 ? "[]\n" : "\n]\n"),
  };
}

function indented(record: JsonRecord): string {
  return JSON.stringify(record, undefined, 2).replace(/^/gm, "  ");
}

type Line = (cells: readonly string[]) => string;

function tableRows(shape: TableShape, head: (text: string) => string = (text) => text): Line {
  let first = true;
  return (cells) => {
    const line = tableLine(cells, shape).trimEnd();
    const text = first ? head(line) : line;
    first = false;
    return `${text}\n`;
  };
}

/** Rows of cells under a header. The first rows decide the columns where nobody names them. */
function cellRows(
  options: RowFormatOptions,
  lineFor: (columns: readonly string[], rows: readonly (readonly string[])[]) => Line,
): RowFormat {
  let columns = options.columns;
  let line: Line | undefined;
  const begin = (records: readonly JsonRecord[]): string => {
    columns ??= pathsOf(records);
    const cells = cellsOf(columns, records);
    line ??= lineFor(columns, cells);
    return line(columns);
  };
  return {
    rows(records) {
      if (records.length === 0) return "";
      const header = line === undefined ? begin(records) : "";
      const write = line as unknown as Line;
      return (
        header +
        cellsOf(columns ?? [], records)
          .map(write)
          .join("")
      );
    },
    // A result without rows still has its header, where the columns are known.
    end: () => (line === undefined && columns !== undefined ? begin([]) : ""),
  };
}

function cellsOf(columns: readonly string[], records: readonly JsonRecord[]): string[][] {
  return records.map((record) => columns.map((column) => cellText(valueAt(record, column))));
}
