import { InputError } from "../errors/index.ts";
import {
  type Condition,
  type Conditions,
  checkedLeft,
  checkedPath,
  conditions,
  markSubselect,
  type Operand,
  type SoqlOperator,
} from "./condition.ts";

/** Functions that fold many rows into one value (SOQL and SOSL Reference, "Aggregate Functions"). */
export type AggregateFunction = "AVG" | "COUNT" | "COUNT_DISTINCT" | "MAX" | "MIN" | "SUM";

/** Options of `orderBy`. */
export interface OrderOptions {
  /** @default "asc" */
  readonly direction?: "asc" | "desc" | undefined;
  /** Where the rows without a value go. @default "first", as the platform does */
  readonly nulls?: "first" | "last" | undefined;
}

/** A condition, as a function of what makes conditions. */
export type ConditionBuild = (make: Conditions) => Condition;

interface QueryState {
  readonly from: string;
  readonly select: readonly string[];
  readonly scope?: string;
  readonly where: readonly Condition[];
  readonly groupBy: readonly string[];
  readonly having: readonly Condition[];
  readonly orderBy: readonly string[];
  readonly limit?: number;
  readonly offset?: number;
  readonly for?: string;
}

/** The most rows that OFFSET may leave out (SOQL and SOSL Reference, "OFFSET"). */
const MAX_OFFSET = 2_000;

/**
 * A SOQL query in the making. It never changes: each method returns a new one, so that a query may be kept and built upon in
 * several ways. The same calls give the same text, a field that is named twice is selected once, every name is checked and
 * every value written as a literal.
 *
 * @example
 * ```ts
 * const accounts = selectFrom("Account")
 *   .select("Id", "Name", "Owner.Name")
 *   .children("Contacts", (contacts) => contacts.select("LastName").limit(5))
 *   .where("Industry", "IN", ["Energy", "Media"])
 *   .where((is) => is.or(is.is("AnnualRevenue", ">", 1e6), is.is("Name", "LIKE", like`${typed}%`)))
 *   .orderBy("Name", { nulls: "last" });
 * for await (const account of sf.query(accounts.limit(100).soql)) console.log(account["Name"]);
 * ```
 */
export class SoqlQuery {
  readonly #state: QueryState;

  /** @internal */
  constructor(state: QueryState) {
    this.#state = Object.freeze(state);
    markSubselect(this);
  }

  /** Selects fields, and fields of parents by their path. */
  select(...paths: readonly string[]): SoqlQuery {
    return this.#selecting(paths.map(checkedPath));
  }

  /**
   * Selects a group of fields (SOQL and SOSL Reference, "FIELDS()"); all but the standard ones need a limit of 200.
   *
   * @example
   * ```ts
   * const all = selectFrom("Account").fields("standard").limit(200).soql; // SELECT FIELDS(STANDARD) FROM Account LIMIT 200
   * ```
   */
  fields(group: "all" | "standard" | "custom"): SoqlQuery {
    return this.#selecting([`FIELDS(${oneOf("fields", ["all", "standard", "custom"], group)})`]);
  }

  /**
   * Selects what a function makes of many rows; without an alias it is called `expr0`, `expr1`, ….
   *
   * @example
   * ```ts
   * const sums = selectFrom("Opportunity").select("StageName").aggregate("SUM", "Amount", "total").groupBy("StageName");
   * ```
   */
  aggregate(fn: AggregateFunction, path: string, alias?: string): SoqlQuery {
    const name = oneOf(
      "aggregate",
      ["avg", "count", "count_distinct", "max", "min", "sum"],
      fn.toLowerCase(),
    );
    const as = alias === undefined ? "" : ` ${checkedName(alias)}`;
    return this.#selecting([`${name}(${checkedPath(path)})${as}`]);
  }

  /** Selects the children of each row by the name of their relationship. */
  children(relationship: string, build: (children: SoqlQuery) => SoqlQuery): SoqlQuery {
    return this.#selecting([`(${build(selectFrom(relationship)).soql})`]);
  }

  /**
   * Narrows the query: `everything`, `mine`, `team` … as the object's describe lists its scopes.
   *
   * @example
   * ```ts
   * const mine = selectFrom("Account").select("Id").scope("mine");
   * ```
   */
  scope(name: string): SoqlQuery {
    return this.#with({ scope: checkedName(name) });
  }

  /** Adds a condition: a field, an operator and a value, or a function that makes one. All of them must hold. */
  where(field: string, operator: SoqlOperator, operand: Operand): SoqlQuery;
  where(build: ConditionBuild): SoqlQuery;
  where(...condition: [string, SoqlOperator, Operand] | [ConditionBuild]): SoqlQuery {
    return this.#with({ where: [...this.#state.where, conditionOf(condition)] });
  }

  /**
   * Groups by fields, or by functions such as `CALENDAR_YEAR(CreatedDate)`.
   *
   * @example
   * ```ts
   * const perYear = selectFrom("Account").aggregate("COUNT", "Id", "n").groupBy("CALENDAR_YEAR(CreatedDate)");
   * ```
   */
  groupBy(...fields: readonly string[]): SoqlQuery {
    return this.#with({ groupBy: distinct([...this.#state.groupBy, ...fields.map(checkedLeft)]) });
  }

  /**
   * Adds a condition on groups, as `where` does on rows: `having("COUNT(Id)", ">", 1)`.
   *
   * @example
   * ```ts
   * const twice = selectFrom("Contact").select("Email").groupBy("Email").having("COUNT(Id)", ">", 1);
   * ```
   */
  having(field: string, operator: SoqlOperator, operand: Operand): SoqlQuery;
  having(build: ConditionBuild): SoqlQuery;
  having(...condition: [string, SoqlOperator, Operand] | [ConditionBuild]): SoqlQuery {
    return this.#with({ having: [...this.#state.having, conditionOf(condition)] });
  }

  /** Orders by a field, behind what it is ordered by already. */
  orderBy(field: string, { direction = "asc", nulls }: OrderOptions = {}): SoqlQuery {
    const way = oneOf("direction", ["asc", "desc"], direction);
    const last = nulls === undefined ? "" : ` NULLS ${oneOf("nulls", ["first", "last"], nulls)}`;
    return this.#with({ orderBy: [...this.#state.orderBy, `${checkedLeft(field)} ${way}${last}`] });
  }

  /** Returns no more rows than this. */
  limit(rows: number): SoqlQuery {
    return this.#with({ limit: wholeNumber("LIMIT", rows, Number.MAX_SAFE_INTEGER) });
  }

  /**
   * Leaves out this many rows, 2,000 at most. Never page with it: a query reads all its pages by itself.
   *
   * @example
   * ```ts
   * const second = selectFrom("Account").select("Id").orderBy("Name").limit(10).offset(10);
   * ```
   */
  offset(rows: number): SoqlQuery {
    return this.#with({ offset: wholeNumber("OFFSET", rows, MAX_OFFSET) });
  }

  /**
   * Marks the rows as viewed or referenced, or locks them, as the platform's user interface would.
   *
   * @example
   * ```ts
   * const seen = selectFrom("Account").select("Id").where("Id", "=", accountId).for("view");
   * ```
   */
  for(purpose: "view" | "reference" | "update"): SoqlQuery {
    return this.#with({ for: oneOf("for", ["view", "reference", "update"], purpose) });
  }

  /**
   * The query as text.
   *
   * @throws InputError when nothing is selected
   */
  get soql(): string {
    const { from, select, scope, where, groupBy, having, orderBy, limit, offset } = this.#state;
    if (select.length === 0) throw new InputError(`The query of ${from} selects nothing`);
    const clauses: readonly (readonly [string, string | number | undefined])[] = [
      ["SELECT", select.join(", ")],
      ["FROM", from],
      ["USING SCOPE", scope],
      ["WHERE", all(where)],
      ["GROUP BY", listed(groupBy)],
      ["HAVING", all(having)],
      ["ORDER BY", listed(orderBy)],
      ["LIMIT", limit],
      ["OFFSET", offset],
      ["FOR", this.#state.for],
    ];
    return clauses.flatMap(([word, text]) => (text === undefined ? [] : [`${word} ${text}`])).join(" ");
  }

  /**
   * Same as `soql`.
   *
   * @example
   * ```ts
   * const rows = await sf.query(`${selectFrom("Account").select("Id").limit(5)}`).all();
   * ```
   */
  toString(): string {
    return this.soql;
  }

  #selecting(members: readonly string[]): SoqlQuery {
    return this.#with({ select: distinct([...this.#state.select, ...members]) });
  }

  #with(change: Partial<QueryState>): SoqlQuery {
    return new SoqlQuery({ ...this.#state, ...change });
  }
}

/**
 * Begins a query of an object.
 *
 * @throws InputError when the name is no API name
 * @example
 * ```ts
 * const open = selectFrom("Case").select("Id").where("IsClosed", "=", false);
 * const accounts = selectFrom("Account").select("Name").where("Id", "IN", selectFrom("Case").select("AccountId"));
 * ```
 */
export function selectFrom(object: string): SoqlQuery {
  return new SoqlQuery({
    from: checkedName(object),
    select: [],
    where: [],
    groupBy: [],
    having: [],
    orderBy: [],
  });
}

function conditionOf(condition: [string, SoqlOperator, Operand] | [ConditionBuild]): Condition {
  return condition.length === 1 ? condition[0](conditions) : conditions.is(...condition);
}

function all(list: readonly Condition[]): string | undefined {
  return list.length === 0 ? undefined : conditions.and(...list).soql;
}

function listed(list: readonly string[]): string | undefined {
  return list.length === 0 ? undefined : list.join(", ");
}

/** SOQL refuses a field that is named twice, in whatever case. */
function distinct(list: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return list.filter((text) => seen.size < seen.add(text.toLowerCase()).size);
}

function checkedName(name: string): string {
  if (/^[A-Za-z]\w*$/.test(name)) return name;
  throw new InputError(`${JSON.stringify(name)} is not an API name`);
}

function oneOf(what: string, allowed: readonly string[], value: string): string {
  if (allowed.includes(value)) return value.toUpperCase();
  throw new InputError(`${what} takes ${allowed.join(", ")}, not ${JSON.stringify(value)}`);
}

function wholeNumber(clause: string, value: number, max: number): number {
  if (Number.isSafeInteger(value) && value >= 0 && value <= max) return value;
  throw new InputError(`${clause} ${value}: a whole number from 0 to ${max} is needed`);
}
