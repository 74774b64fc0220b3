import { plainNumber } from "../../csv/index.ts";
import { UnexpectedResponseError } from "../../errors/index.ts";
import type { RawPiece } from "./export-raw.ts";
import type { RowBatch } from "./export-rows.ts";
import type { ExportRun } from "./export-run.ts";
import { fieldAt } from "./field-path.ts";
import { readSelection } from "./select-list.ts";

const BATCH_ROWS = 500;

/** Yields the rows of a query that REST answers, as Bulk API 2.0 would write them: flat, and all of them texts. */
export async function* restRows(run: ExportRun): AsyncGenerator<RowBatch> {
  const columns = new RestColumns(run);
  let records: object[] = [];
  for await (const record of run.query()) {
    records.push(record);
    if (records.length < BATCH_ROWS) continue;
    yield await columns.batch(records);
    records = [];
  }
  if (records.length > 0) yield await columns.batch(records);
}

/** The same as CSV with one header. */
export async function* restRaw(run: ExportRun): AsyncGenerator<RawPiece> {
  let header: readonly string[] | undefined;
  for await (const { columns, rows } of restRows(run)) {
    if (header !== undefined && header !== columns) throw grown(header, columns);
    const lines = header === undefined ? [columns, ...rows] : rows;
    header = columns;
    yield { bytes: Buffer.from(lines.map(quotedLine).join("")) };
  }
  if (header === undefined) yield { bytes: Buffer.from(quotedLine(readSelection(run.soql).paths)) };
  yield { pageEnd: true };
}

function quotedLine(values: readonly string[]): string {
  return `${values.map((value) => `"${value.replaceAll('"', '""')}"`).join(",")}\n`;
}

function grown(before: readonly string[], columns: readonly string[]): UnexpectedResponseError {
  const added = columns.filter((name) => !before.includes(name)).join(", ");
  return new UnexpectedResponseError(
    `The query gives rows with different fields: ${added} came after the header was written. Read the rows instead`,
  );
}

/** The columns that records have, and what their values look like in them. */
class RestColumns {
  readonly #run: ExportRun;
  #names: readonly string[];
  readonly #places = new Map<string, number>();
  readonly #types: (string | undefined)[] = [];

  constructor(run: ExportRun) {
    this.#run = run;
    this.#names = [];
    this.#grow(readSelection(run.soql).paths);
  }

  async batch(records: readonly object[]): Promise<RowBatch> {
    const flat = records.map((record) => flatten(record));
    this.#grow(
      flat.flatMap((values) => [...values.keys()].filter((name) => this.#isNew(name, values.get(name)))),
    );
    await this.#learnTypes();
    const rows = flat.map((values) => this.#row(values));
    this.#run.count(rows.length, 0);
    return { columns: this.#names, rows };
  }

  /** A parent that is null has no column of its own. */
  #isNew(name: string, value: unknown): boolean {
    if (this.#places.has(name.toLowerCase())) return false;
    const inner = `${name.toLowerCase()}.`;
    return value !== null || ![...this.#places.keys()].some((known) => known.startsWith(inner));
  }

  #grow(names: readonly string[]): void {
    const fresh = [...new Set(names)].filter((name) => !this.#places.has(name.toLowerCase()));
    if (fresh.length === 0) return;
    for (const name of fresh) this.#places.set(name.toLowerCase(), this.#places.size);
    this.#names = [...this.#names, ...fresh];
  }

  async #learnTypes(): Promise<void> {
    const { describe } = this.#run.bulk;
    const { object } = readSelection(this.#run.soql);
    for (const name of this.#names.slice(this.#types.length)) {
      const known = describe !== undefined && object !== undefined;
      const field = known ? await fieldAt({ describe, object, signal: this.#run.signal }, name) : undefined;
      this.#types.push(field?.type);
    }
  }

  #row(values: ReadonlyMap<string, unknown>): string[] {
    const row = new Array<string>(this.#names.length).fill("");
    for (const [name, value] of values) {
      const at = this.#places.get(name.toLowerCase());
      if (at !== undefined) row[at] = textOf(value, this.#types[at]);
    }
    return row;
  }
}

const DECIMALS: ReadonlySet<unknown> = new Set(["double", "currency", "percent"]);

/** Writes a value of REST as Bulk API 2.0 does: `1.0` for a whole decimal, moments in UTC as `Z` and not as `+0000`. */
function textOf(value: unknown, type: string | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return type === "datetime" ? value.replace(/\+0000$/, "Z") : value;
  if (typeof value !== "number") return String(value);
  const isWholeDecimal = DECIMALS.has(type) && Number.isInteger(value);
  return isWholeDecimal ? `${plainNumber(value)}.0` : plainNumber(value);
}

/** Turns a record into values by their paths. */
function flatten(record: object, prefix = "", into = new Map<string, unknown>()): Map<string, unknown> {
  for (const [name, value] of Object.entries(record)) {
    if (name === "attributes") continue;
    if (typeof value === "object" && value !== null) flatten(value as object, `${prefix}${name}.`, into);
    else into.set(prefix + name, value);
  }
  return into;
}
