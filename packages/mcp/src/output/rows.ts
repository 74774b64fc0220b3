/** A value in a table. */
export type Cell = string | number | boolean | null;

/** Rows as columns and arrays: field names are said once, not in each row. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What becomes of values on their way into a table. */
export interface TableOptions {
  /** Columns whose values are hidden, in lower case. */
  readonly masked?: ReadonlySet<string> | undefined;
  /** Characters of one value; the rest is cut, and said to be. @default 2000 */
  readonly maxCell?: number | undefined;
}

const MASK = "•••";
const MAX_CELL = 2000;
/** Rows of a child query that are shown within the row of their parent. */
const CHILD_ROWS = 3;

type Json = Readonly<Record<string, unknown>>;

/**
 * Flattens records: a parent's field becomes a dotted column, the rows of a child query become their number and the
 * first few, `attributes` go.
 */
export function toTable(records: readonly Json[], options: TableOptions = {}): Table {
  const flat = records.map((record) => flatten(record, "", options));
  const columns = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  // A parent that is not there is one null in its row, and dotted columns in the others.
  const parents = columns.filter((name) => columns.some((other) => other.startsWith(`${name}.`)));
  const shown = columns.filter((name) => !parents.includes(name));
  return { columns: shown, rows: flat.map((row) => shown.map((name) => row.get(name) ?? null)) };
}

function flatten(record: Json, prefix: string, options: TableOptions): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const [name, value] of Object.entries(record)) {
    if (name === "attributes") continue;
    const column = prefix + name;
    if (isChildRows(value)) cells.set(column, childCell(value, column, options));
    else if (isObject(value) && "attributes" in value) {
      for (const [inner, cell] of flatten(value, `${column}.`, options)) cells.set(inner, cell);
    } else cells.set(column, cellOf(value, column, options));
  }
  return cells;
}

function cellOf(value: unknown, column: string, options: TableOptions): Cell {
  if (value === null || value === undefined) return null;
  if (options.masked?.has(column.toLowerCase())) return MASK;
  if (typeof value === "number" || typeof value === "boolean") return value;
  return cut(typeof value === "string" ? value : JSON.stringify(value), options.maxCell ?? MAX_CELL);
}

/** Cuts a long text and says by how much. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max)}… (+${text.length - max} characters)`;
}

/** Whether a value is one that was cut. */
export function wasCut(cell: Cell): boolean {
  return typeof cell === "string" && /… \(\+\d+ characters\)$/.test(cell);
}

function childCell(
  child: { totalSize: number; records: Json[] },
  column: string,
  options: TableOptions,
): Cell {
  const first = child.records
    .slice(0, CHILD_ROWS)
    .map((one) => Object.fromEntries(flatten(one, `${column}.`, options)));
  const named = first.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name.slice(column.length + 1), value])),
  );
  return cut(JSON.stringify({ count: child.totalSize, first: named }), options.maxCell ?? MAX_CELL);
}

function isChildRows(value: unknown): value is { totalSize: number; records: Json[] } {
  return isObject(value) && Array.isArray(value["records"]) && typeof value["totalSize"] === "number";
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
