export { dateOnly } from "./date-only.ts";
export { type DecodeCounts, type DecodeOptions, decodeCsv, decodeRows, LIST_FORM } from "./decode.ts";
export { type EncodeOptions, rowWriter } from "./encode.ts";
export { makeScanner } from "./make-scanner.ts";
export { plainNumber } from "./plain-number.ts";
export { recordForm, recordMaker } from "./record-maker.ts";
export { type IdsOptions, ids, type RecordsOptions, records } from "./records.ts";
export type { RowForm } from "./row-parser.ts";
export { csvFile, csvStream } from "./source.ts";
export type { CsvChunk } from "./transcode.ts";
export {
  type BodyOptions,
  COLUMN_DELIMITERS,
  type ColumnDelimiter,
  type CsvDialect,
  type CsvEncoding,
  type CsvFingerprint,
  type CsvSlice,
  type CsvSource,
  type CsvSourceOptions,
  type LineEnding,
  type OpenCsvSource,
  type SliceLimits,
} from "./types.ts";
