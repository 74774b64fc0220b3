import { InputError } from "../errors/index.ts";
import { literal, type SoqlScalar } from "./literal.ts";

/** How a field is compared (SOQL and SOSL Reference, "Comparison Operators"). */
export type SoqlOperator =
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "LIKE"
  | "IN"
  | "NOT IN"
  | "INCLUDES"
  | "EXCLUDES";

/** A query that stands inside another: a `SoqlQuery`, by its text. */
export interface Subselect {
  readonly soql: string;
}

/** What a field is compared with: a value, a list for `IN` and its like, or a query for `IN` and `NOT IN`. */
export type Operand = SoqlScalar | readonly SoqlScalar[] | Subselect;

const LISTS: ReadonlySet<SoqlOperator> = new Set(["IN", "NOT IN", "INCLUDES", "EXCLUDES"]);
const OPERATORS: ReadonlySet<SoqlOperator> = new Set(["=", "!=", "<", "<=", ">", ">=", "LIKE", ...LISTS]);

/** A condition of `WHERE` or `HAVING`, made by the methods of {@link Conditions}. */
export class Condition {
  /** Whether it must be put into parentheses inside another. */
  readonly #compound: boolean;
  readonly #text: string;

  /** Only the methods of {@link Conditions} make one, from parts that are checked. */
  private constructor(text: string, compound: boolean) {
    this.#text = text;
    this.#compound = compound;
  }

  /** The condition as SOQL. */
  get soql(): string {
    return this.#text;
  }

  /**
   * Compares a field, a path, or a function of one, such as `COUNT(Id)`.
   *
   * @example
   * ```ts
   * const big = Condition.compare("AnnualRevenue", ">", 1e6);
   * const query = selectFrom("Account").select("Id").where(() => big);
   * ```
   */
  static compare(left: string, operator: SoqlOperator, operand: Operand): Condition {
    if (!OPERATORS.has(operator))
      throw new InputError(`${JSON.stringify(operator)} is not an operator of SOQL`);
    return new Condition(`${checkedLeft(left)} ${operator} ${right(left, operator, operand)}`, false);
  }

  /**
   * Joins conditions; one alone stays as it is.
   *
   * @example
   * ```ts
   * const either = Condition.join("OR", industries.map((one) => Condition.compare("Industry", "=", one)));
   * ```
   */
  static join(word: "AND" | "OR", all: readonly Condition[]): Condition {
    const [first, ...others] = all;
    if (first === undefined) throw new InputError(`${word} joins conditions, and was given none`);
    return others.length === 0 ? first : new Condition(all.map(Condition.#inner).join(` ${word} `), true);
  }

  /**
   * Turns a condition around.
   *
   * @example
   * ```ts
   * const others = Condition.not(Condition.compare("Industry", "IN", industries));
   * ```
   */
  static not(condition: Condition): Condition {
    return new Condition(`NOT ${condition.#compound ? `(${condition.#text})` : condition.#text}`, true);
  }

  static #inner(condition: Condition): string {
    return condition.#compound ? `(${condition.#text})` : condition.#text;
  }
}

/** Makes conditions: what `where` and `having` hand to the function that they are given. */
export interface Conditions {
  /** Compares a field or a path with a value. */
  is(field: string, operator: SoqlOperator, operand: Operand): Condition;
  /** True where all of them are. */
  and(...all: readonly Condition[]): Condition;
  /** True where one of them is. */
  or(...all: readonly Condition[]): Condition;
  /** True where the condition is not. */
  not(condition: Condition): Condition;
}

/** The one maker of conditions. */
export const conditions: Conditions = Object.freeze({
  is: Condition.compare,
  and: (...all: readonly Condition[]) => Condition.join("AND", all),
  or: (...all: readonly Condition[]) => Condition.join("OR", all),
  not: Condition.not,
});

const PATH = /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/;
const CALL = /^[A-Za-z]\w*\((?:[A-Za-z]\w*(?:\.[A-Za-z]\w*)*)?\)$/;

/** Returns a path, or a function of one, as it is; refuses all else. */
export function checkedLeft(text: string): string {
  if (PATH.test(text) || CALL.test(text)) return text;
  throw new InputError(
    `${JSON.stringify(text)} is not a field, a path like Owner.Name or a function like COUNT(Id)`,
  );
}

/** Returns a path as it is; refuses all else. */
export function checkedPath(text: string): string {
  if (PATH.test(text)) return text;
  throw new InputError(`${JSON.stringify(text)} is not the API name of a field, or a path like Owner.Name`);
}

function right(left: string, operator: SoqlOperator, operand: Operand): string {
  if (isSubselect(operand)) {
    if (operator === "IN" || operator === "NOT IN") return `(${operand.soql})`;
    throw new InputError(`${left} ${operator}: only IN and NOT IN compare with a query`);
  }
  if (LISTS.has(operator) === Array.isArray(operand)) return literal(operand);
  const wanted = LISTS.has(operator) ? "a list" : "one value";
  throw new InputError(`${left} ${operator} compares with ${wanted}`);
}

/** A query is known by its class's mark, not by a member that some value from outside may have too. */
const subselects = new WeakSet<object>();

/** Marks an object as a query, to stand behind `IN`. */
export function markSubselect(query: object): void {
  subselects.add(query);
}

function isSubselect(operand: Operand): operand is Subselect {
  return typeof operand === "object" && operand !== null && subselects.has(operand);
}
