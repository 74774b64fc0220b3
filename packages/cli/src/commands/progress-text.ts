import type { ExportProgress, LoadProgress } from "kinetic-core";
import { bytes, count, duration } from "../format/index.ts";

/** One line about a load: rows, MB, rate, time to go. */
export function describeLoad({ phase, rows, bytes: sizes, rate, etaMs }: LoadProgress): string {
  if (phase === "scan") return `checking the input: ${count(rows.total)} rows, ${bytes(sizes.scanned)}`;
  if (phase === "abort") return "ending: open jobs are being aborted";
  return [
    `${count(rows.processed)} of ${count(rows.total)} rows`,
    ...(rows.failed > 0 ? [`${count(rows.failed)} refused`] : []),
    `${bytes(sizes.sent)} of ${bytes(sizes.total)}`,
    `${count(Math.round(rate.rowsPerSecond))} rows/s`,
    ...(etaMs === undefined ? [] : [`${duration(etaMs)} to go`]),
  ].join(" | ");
}

/** One line about an export: rows, MB, rate, time to go. */
export function describeExport({ phase, rows, bytes: size, rate, state }: ExportProgress): string {
  if (phase === "query") return `the org runs the query: ${state}`;
  const { total, received } = rows;
  const left =
    total === undefined || rate.rowsPerSecond <= 0 ? undefined : (total - received) / rate.rowsPerSecond;
  return [
    `${count(received)}${total === undefined ? "" : ` of ${count(total)}`} rows`,
    bytes(size),
    `${count(Math.round(rate.rowsPerSecond))} rows/s`,
    ...(left === undefined ? [] : [`${duration(left * 1000)} to go`]),
  ].join(" | ");
}
