export { csvLine } from "./csv.ts";
export { bytes, count, counted, duration } from "./numbers.ts";
export { cellText, type JsonRecord, pathsOf, plainRecord, valueAt } from "./plain-record.ts";
export { FORMATS, type Format, rowFormat } from "./row-format.ts";
export { selectList } from "./select-list.ts";
export { cell, displayWidth, pad, table } from "./table.ts";
