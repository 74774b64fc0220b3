export {
  escapeLike,
  fieldName,
  type RawSoql,
  rawSoql,
  type SoqlDate,
  type SoqlScalar,
  type SoqlValue,
  soql,
  soqlDate,
} from "./literal.ts";
export type { CheckedSoql, RowOf } from "./row/checked-soql.ts";
export type { ChildRows, QueryProblem, QueryRow } from "./row/query-row.ts";
