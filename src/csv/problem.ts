import { type InputDetails, InputError } from "../errors/input-errors.ts";
import type { Remediation } from "../errors/remediation.ts";

const GUIDE = "Bulk API 2.0 and Bulk API Developer Guide: Prepare CSV Files";

/** What to do about each kind of problem, as [summary, why it is one]. */
const ADVICE = {
  "csv-unreadable": [
    "Give the path of a CSV file that this process may read.",
    "The file could not be opened or read.",
  ],
  "csv-empty": [
    "Give a CSV with a header row of field API names and at least one row.",
    "A load needs a header that names the fields, and rows to send.",
  ],
  "csv-header": [
    "Name every column once, by the API name of its field.",
    "Salesforce ties each column to a field by the name in the header row.",
  ],
  "csv-dialect": [
    "Set `columnDelimiter`, and write the file with LF or CRLF line endings.",
    "Bulk API 2.0 takes six delimiters and two line endings, and a job names the one that it uses.",
  ],
  "csv-encoding": [
    "Save the file as UTF-8, or set `encoding` to what it is written in.",
    "Bulk API 2.0 takes UTF-8 alone; other bytes would arrive as other characters.",
  ],
  "csv-nul": [
    'Remove the NUL bytes, or set `nulBytes: "drop"` to leave them out.',
    "Salesforce cannot store a NUL; files that hold some are often UTF-16 or damaged.",
  ],
  "csv-ragged": [
    "Correct the row so that it has as many fields as the header; put a value that holds the delimiter or a line break in quotes.",
    "Salesforce would put the values of such a row into the wrong fields, or refuse the batch.",
  ],
  "csv-blank": [
    'Remove the blank line; write "" for a row whose only value is empty.',
    "Salesforce skips or refuses blank lines, after which rows could no longer be counted.",
  ],
  "csv-quotes": [
    'Put a value that holds a quote, the delimiter or a line break in quotes, and write each quote inside as "".',
    "The quotes do not pair, so that the ends of rows cannot be told.",
  ],
  "csv-return": [
    "Put the value in quotes, or end the rows with LF or CRLF.",
    "A carriage return outside quotes, with no line feed after it, may be read as the end of a row.",
  ],
  "csv-row-size": [
    "Shorten the row, or raise the limit of bytes for a job.",
    "A row cannot be divided, so it must fit into one job together with the header.",
  ],
  "csv-changed": [
    "Leave the file alone while it is loaded; then start again, or resume with the file as it was.",
    "The file is read again for every upload, and must stay the same.",
  ],
  "csv-spool": [
    "Free space in the temporary folder, or set `spoolDirectory`.",
    "Data that cannot be read twice is kept in a temporary file, so that an upload can be repeated.",
  ],
  "record-value": [
    "Give a string, number, boolean, bigint, Date, null, undefined, or an array of strings.",
    "Only these have one clear form in CSV; anything else would be stored as something nobody meant.",
  ],
  "record-column": [
    "Declare all columns with `columns`, or remove the key from the record.",
    "The header is written before the rows, so that a column cannot be added later, and none is ever dropped.",
  ],
  "csv-argument": ["Correct the argument.", "The value cannot be used."],
} as const;

/** Name of a kind of problem with CSV data or records. */
export type ProblemKind = keyof typeof ADVICE;

/** Where a problem is. */
export type ProblemPlace = Pick<InputDetails, "source" | "row" | "byteOffset" | "column" | "cause">;

/** Makes the error for a problem with the data that a user gave. */
export function problem(kind: ProblemKind, message: string, place: ProblemPlace): InputError {
  return new InputError(message, { ...place, remediation: advice(kind) });
}

function advice(kind: ProblemKind): Remediation {
  const [summary, cause] = ADVICE[kind];
  return { id: kind, summary, cause, steps: [summary], who: "user", retryHelps: false, doc: GUIDE };
}
