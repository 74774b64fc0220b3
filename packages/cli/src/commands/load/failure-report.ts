import type { RowError } from "kinetic-core";
import { cell, count } from "../../format/index.ts";

/** A row that was refused. */
interface Refused {
  readonly row: number | undefined;
  readonly error: RowError;
}

interface Group {
  readonly error: RowError;
  readonly rows: number[];
  total: number;
}

const ROWS_SHOWN = 5;
const GROUPS_SHOWN = 5;

/** Groups refusals by what to do about them, so that a thousand rows with one mistake read as one. */
export class FailureReport {
  readonly #groups = new Map<string, Group>();

  /** Adds a refused row. */
  add({ row, error }: Refused): void {
    const key = `${error.code} ${error.fields.join()}`;
    const group = this.#groups.get(key) ?? { error, rows: [], total: 0 };
    this.#groups.set(key, group);
    group.total += 1;
    if (row !== undefined && group.rows.length < ROWS_SHOWN) group.rows.push(row);
  }

  /** The report for a person, most frequent first. */
  lines(): string[] {
    const groups = [...this.#groups.values()].sort((a, b) => b.total - a.total);
    const more = groups.length - GROUPS_SHOWN;
    return [
      ...groups.slice(0, GROUPS_SHOWN).flatMap(describe),
      ...(more > 0 ? [`  and ${count(more)} more kinds of refusals`] : []),
    ];
  }
}

function describe({ error, rows, total }: Group): string[] {
  const where = `row${total === 1 ? "" : "s"} ${rows.map(count).join(", ")}${total > rows.length ? ", …" : ""}`;
  const fields = error.fields.length > 0 ? ` (${error.fields.join(", ")})` : "";
  return [
    `  ${count(total)} x ${error.code}${fields}: ${where}`,
    `      why: ${cell(error.message, 140)}`,
    `      do:  ${error.remediation.summary}`,
  ];
}
