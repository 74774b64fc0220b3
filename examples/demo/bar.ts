import { Presets, SingleBar } from "cli-progress";
import type { ExportProgress, LoadProgress } from "kinetic-core";
import { count, megabytes } from "./format.ts";

/** Shows how far a long step is, on a terminal only; elsewhere it stays silent. */
export interface Bar {
  update(done: number, total: number, detail: string): void;
  stop(): void;
}

/** Starts a progress bar on standard error. */
export function startBar(name: string): Bar {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    {
      format: `  ${name} {bar} {percentage}% | {detail}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      stopOnComplete: false,
      barsize: 24,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0, { detail: "" });
  return {
    update(done, total, detail) {
      bar.setTotal(Math.max(total, 1));
      bar.update(Math.min(done, total), { detail });
    },
    stop: () => bar.stop(),
  };
}

/** One line about a load: rows, MB, rate, job states. */
export function describeLoad({ phase, rows, bytes, rate, jobs }: LoadProgress): string {
  if (phase === "scan") return `checking the file: ${count(rows.total)} rows, ${megabytes(bytes.scanned)}`;
  const states = Object.entries(jobs)
    .filter(([, jobCount]) => jobCount > 0)
    .map(([state, jobCount]) => (jobCount === 1 ? state : `${jobCount} ${state}`))
    .join(", ");
  return [
    `${count(rows.processed)} of ${count(rows.total)} rows`,
    `${megabytes(bytes.sent)} sent`,
    `${count(Math.round(rate.rowsPerSecond))} rows/s`,
    states,
  ].join(" | ");
}

/** One line about an export: rows, MB, rate, job state. */
export function describeExport({ rows, bytes, rate, state }: ExportProgress): string {
  const total = rows.total === undefined ? "" : ` of ${count(rows.total)}`;
  return `${count(rows.received)}${total} rows | ${megabytes(bytes)} | ${count(Math.round(rate.rowsPerSecond))} rows/s | ${state}`;
}
