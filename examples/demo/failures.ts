import type { RowError } from "kinetic-core";
import { count, oneLine } from "./format.ts";

/** A row that the org refused. */
interface Failure {
  readonly row: number | undefined;
  readonly error: RowError;
}

interface Group {
  readonly error: RowError;
  readonly rows: number[];
  total: number;
}

const ROWS_SHOWN = 5;

/** Groups refusals by what to do about them, so that a thousand rows with one mistake read as one. */
export class FailureReport {
  readonly #groups = new Map<string, Group>();

  /** Adds a refused row. */
  add({ row, error }: Failure): void {
    const key = `${error.code} ${error.fields.join()}`;
    const group = this.#groups.get(key) ?? { error, rows: [], total: 0 };
    this.#groups.set(key, group);
    group.total += 1;
    if (row !== undefined && group.rows.length < ROWS_SHOWN) group.rows.push(row);
  }

  /** The report for a person, most frequent first. */
  toString(): string {
    const groups = [...this.#groups.values()].sort((a, b) => b.total - a.total);
    return groups.map(describe).join("\n");
  }
}

function describe({ error, rows, total }: Group): string {
  const where = `row${total === 1 ? "" : "s"} ${rows.map(count).join(", ")}${total > rows.length ? ", …" : ""}`;
  return [
    `  ${count(total)} x ${error.code}${error.fields.length > 0 ? ` (${error.fields.join(", ")})` : ""}: ${where}`,
    `      why: ${oneLine(error.message, 150)}`,
    `      do:  ${error.remediation.summary}`,
  ].join("\n");
}
