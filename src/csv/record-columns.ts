import { type ProblemPlace, problem } from "./problem.ts";
import { NULL_VALUE, ValueProblem, valueText } from "./values.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Turns records into the values of rows, by the names of the columns. */
export class RecordColumns {
  readonly #source: string;
  readonly #names: readonly string[];
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #children: ReadonlyMap<string, readonly number[]>;
  /** Which row set each column last: a column may be given once a row. */
  readonly #setBy: Float64Array;
  #values: string[] = [];
  #row = 0;

  constructor(names: readonly string[], source: string) {
    if (names.length === 0) throw problem("csv-empty", "the records have no columns", { source });
    this.#names = names;
    this.#source = source;
    this.#indexes = new Map(names.map((name, index) => [name, index]));
    this.#children = childColumns(names);
    this.#setBy = new Float64Array(names.length);
  }

  /** Returns the columns of some records, in the order in which they appear. */
  static discover(records: readonly object[]): string[] {
    // In order of appearance; whether a value other than null has been seen.
    const seen = new Map<string, boolean>();
    for (const record of records) {
      for (const [name, value] of columnsOf(record)) {
        seen.set(name, (seen.get(name) ?? false) || (value !== null && value !== undefined));
      }
    }
    const names = [...seen.keys()];
    // A parent that is null in one record and has fields in another is no column of its own.
    return names.filter(
      (name) => seen.get(name) === true || !names.some((one) => one.startsWith(`${name}.`)),
    );
  }

  /** Returns the values of a record, in the order of the columns. The array is used again for the next record. */
  values(record: object, row: number): readonly string[] {
    if (typeof record !== "object" || record === null || Array.isArray(record)) {
      throw problem("record-value", "the record is not an object", { source: this.#source, row });
    }
    this.#row = row;
    this.#values = new Array<string>(this.#names.length).fill("");
    const fields = record as Fields;
    let index = 0;
    for (const key of Object.keys(fields)) {
      const at = this.#names[index] === key ? index : this.#indexes.get(key);
      if (at === undefined) this.#setNested(key, fields[key]);
      else this.#set(at, fields[key]);
      index += 1;
    }
    return this.#values;
  }

  #set(index: number, value: unknown): void {
    const text = valueText(value);
    if (text instanceof ValueProblem) {
      throw problem("record-value", `the value ${text.reason}`, this.#place(this.#names[index] ?? ""));
    }
    if (this.#setBy[index] === this.#row) {
      throw problem(
        "record-value",
        "the record gives the column twice",
        this.#place(this.#names[index] ?? ""),
      );
    }
    this.#setBy[index] = this.#row;
    this.#values[index] = text;
  }

  #setNested(key: string, value: unknown): void {
    if (isQueryAttributes(key, value)) return;
    const children = this.#children.get(key);
    if (children !== undefined && (value === null || value === undefined)) {
      for (const index of children) this.#set(index, value === null ? NULL_VALUE : "");
      return;
    }
    if (!isPlainObject(value)) throw this.#unknownColumn(key);
    for (const [name, inner] of Object.entries(value)) {
      const index = this.#indexes.get(`${key}.${name}`);
      if (index !== undefined) this.#set(index, inner);
      else if (!isQueryAttributes(name, inner)) throw this.#unknownColumn(`${key}.${name}`);
    }
  }

  #unknownColumn(column: string): Error {
    return problem(
      "record-column",
      `the record has a key that is not among the columns`,
      this.#place(column),
    );
  }

  #place(column: string): ProblemPlace {
    return { source: this.#source, row: this.#row, column };
  }
}

function columnsOf(record: object): [name: string, value: unknown][] {
  return Object.entries(record).flatMap(([key, value]): [string, unknown][] => {
    if (isQueryAttributes(key, value)) return [];
    if (!isPlainObject(value)) return [[key, value]];
    const fields = Object.entries(value).filter(([name, inner]) => !isQueryAttributes(name, inner));
    return fields.map(([name, inner]) => [`${key}.${name}`, inner]);
  });
}

function childColumns(names: readonly string[]): Map<string, number[]> {
  const children = new Map<string, number[]>();
  for (const [index, name] of names.entries()) {
    const parent = name.slice(0, Math.max(0, name.indexOf(".")));
    if (parent !== "") children.set(parent, [...(children.get(parent) ?? []), index]);
  }
  return children;
}

/** Queries mark each record with `attributes: { type, url }`, which is no field. */
function isQueryAttributes(key: string, value: unknown): boolean {
  return (
    key === "attributes" &&
    isPlainObject(value) &&
    typeof (value as { readonly type?: unknown }).type === "string"
  );
}

function isPlainObject(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
