export { dateOnly } from "./date-only.ts";
export { type DecodeCounts, type DecodeOptions, decodeCsv, decodeRecords } from "./decode.ts";
export type { EncodeOptions } from "./encode.ts";
export { type IdsOptions, ids, type RecordsOptions, records } from "./records.ts";
export { csvFile, csvStream } from "./source.ts";
export type {
  ColumnDelimiter,
  CsvDialect,
  CsvEncoding,
  CsvFingerprint,
  CsvSlice,
  CsvSource,
  CsvSourceOptions,
  LineEnding,
  OpenCsvSource,
  SliceLimits,
} from "./types.ts";
