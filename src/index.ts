export type { CsvDialect } from "./csv/types.ts";
