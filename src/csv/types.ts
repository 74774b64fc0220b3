/** The delimiters that Bulk API 2.0 takes (Bulk API 2.0 guide, "Create a Job": `columnDelimiter`). */
export const COLUMN_DELIMITERS = {
  COMMA: ",",
  SEMICOLON: ";",
  TAB: "\t",
  PIPE: "|",
  CARET: "^",
  BACKQUOTE: "`",
} as const;

/** Name of a column delimiter as Bulk API 2.0 spells it. */
export type ColumnDelimiter = keyof typeof COLUMN_DELIMITERS;

/** Line ending as Bulk API 2.0 spells it. */
export type LineEnding = "LF" | "CRLF";

/** How a CSV text is written. */
export interface CsvDialect {
  readonly columnDelimiter: ColumnDelimiter;
  readonly lineEnding: LineEnding;
}
