export {
  type AggregateFunction,
  type ConditionBuild,
  type OrderOptions,
  SoqlQuery,
  selectFrom,
} from "./builder.ts";
export { Condition, type Conditions, type Operand, type SoqlOperator, type Subselect } from "./condition.ts";
export { queryAfter } from "./keyset.ts";
export {
  dateLiteral,
  fieldName,
  like,
  rawSoql,
  type SoqlDate,
  type SoqlScalar,
  type SoqlValue,
  soql,
  soqlDate,
} from "./literal.ts";
export type { RawSoql } from "./raw.ts";
export type { CheckedSoql, RowOf } from "./row/checked-soql.ts";
export type { ChildRows, QueryProblem, QueryRow } from "./row/query-row.ts";
