import type { FieldDef, ObjectDef, Schema } from "../schema/types.ts";
import type { Row, SqlValue } from "../store/types.ts";
import type { Sql } from "./sql.ts";

/** What reading a row needs to know about the call. */
export interface ReadEnv {
  readonly schema: Schema;
  /** The start of resource URLs, e.g. `/services/data/v60.0`. */
  readonly base: string;
}

/** One value of a record, read from a result row. */
export interface ValueNode {
  readonly kind: "value";
  readonly key: string;
  /** The path as a Bulk API result column names it, e.g. `Account.Name`. */
  readonly header: string;
  /** The field it shows; absent for what is computed. */
  readonly field: FieldDef | undefined;
  /** The SQL column with the raw value, where it is one column. */
  readonly column: string | undefined;
  readonly read: (row: Row, env: ReadEnv) => unknown;
}

/** A parent record inside a record; null where the reference is empty. */
export interface ParentNode {
  readonly kind: "parent";
  readonly key: string;
  /** The SQL column with the parent's id. */
  readonly idColumn: string;
  /** The parent's object; undefined for a polymorphic relationship: the id says. */
  readonly object: ObjectDef | undefined;
  readonly nodes: OutputNode[];
}

/** A list of child records inside a record. */
export interface ChildrenNode {
  readonly kind: "children";
  readonly key: string;
  /** The reference field on the child that holds the parent's id. */
  readonly link: string;
  readonly query: CompiledQuery;
}

/** TYPEOF: which fields there are depends on what the reference points to. */
export interface TypeofNode {
  readonly kind: "typeof";
  readonly key: string;
  readonly idColumn: string;
  readonly branches: ReadonlyMap<string, readonly OutputNode[]>;
  readonly otherwise: readonly OutputNode[];
}

/** One member of a result record. */
export type OutputNode = ValueNode | ParentNode | ChildrenNode | TypeofNode;

/** A query, ready to run. Columns are named `c0`, `c1` … */
export interface CompiledQuery {
  /** `count` is `SELECT COUNT()`: a number and no records. */
  readonly kind: "rows" | "count" | "aggregate";
  readonly object: ObjectDef;
  /** The SQL expressions behind the columns. */
  readonly columns: readonly string[];
  /** For `rows`: the column with the record's id. */
  readonly idColumn: string;
  /** The SQL of the record's id, for paging. */
  readonly id: string;
  readonly from: string;
  readonly where: Sql;
  readonly groupBy: string;
  readonly having: Sql | undefined;
  /** Empty without ORDER BY; the id decides among equals. */
  readonly orderBy: string;
  readonly limit: number | undefined;
  readonly offset: number;
  readonly nodes: readonly OutputNode[];
  /** The values in the order of the SELECT clause, parents' values among them. */
  readonly leaves: readonly ValueNode[];
}

/** Collects the columns of a SELECT; asking twice for the same expression gives the same column. */
export class Columns {
  readonly #names = new Map<string, string>();

  /** Returns the name of the column that holds an expression. */
  add(expression: string): string {
    const known = this.#names.get(expression);
    if (known) return known;
    const name = `c${this.#names.size}`;
    this.#names.set(expression, name);
    return name;
  }

  /** The expressions, in the order of their columns. */
  get expressions(): string[] {
    return [...this.#names.keys()];
  }
}

/** Reads a column of a row; a column that is not there reads as null. */
export function cell(row: Row, column: string): SqlValue {
  return row[column] ?? null;
}
