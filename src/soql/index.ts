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
