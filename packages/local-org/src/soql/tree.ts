import type {
  Condition,
  ConditionWithValueQuery,
  HavingClause,
  NegationCondition,
  WhereClause,
} from "@jetstreamapp/soql-parser-js";
import { unsupported } from "./errors.ts";
import type { Skeleton } from "./structure.ts";

/** A comparison: anything in a WHERE clause that is neither an operator nor a parenthesis. */
export type Comparison = Exclude<ConditionWithValueQuery, NegationCondition>;

/** A WHERE or HAVING clause as a tree. */
export type Logic =
  | { readonly kind: "compare"; readonly comparison: Comparison }
  | { readonly kind: "not"; readonly of: Logic }
  | { readonly kind: "AND" | "OR"; readonly of: readonly Logic[] };

function isComparison(condition: ConditionWithValueQuery | Condition | null): condition is Comparison {
  return condition !== null && "operator" in condition;
}

/** Lists the comparisons of a clause in the order of the text. */
function comparisonsOf(clause: WhereClause | HavingClause): Comparison[] {
  const found: Comparison[] = [];
  for (let at: WhereClause | HavingClause | undefined = clause; at; at = "right" in at ? at.right : undefined)
    if (isComparison(at.left)) found.push(at.left);
  return found;
}

function beginsWith(comparison: Comparison, word: string): boolean {
  const left = "fn" in comparison ? comparison.fn.functionName : comparison.field;
  return left?.toUpperCase() === word;
}

function countOf(skeleton: Skeleton): number {
  if (skeleton.kind === "compare") return 1;
  return skeleton.kind === "not"
    ? countOf(skeleton.of)
    : skeleton.of.reduce((sum, part) => sum + countOf(part), 0);
}

/** Puts the parser's comparisons into the places where they stand in the text. */
export function buildLogic(clause: WhereClause | HavingClause, skeleton: Skeleton): Logic {
  const comparisons = comparisonsOf(clause);
  if (comparisons.length !== countOf(skeleton)) throw unsupported("this form of condition");

  function fill(part: Skeleton): Logic {
    if (part.kind === "not") return { kind: "not", of: fill(part.of) };
    if (part.kind !== "compare") return { kind: part.kind, of: part.of.map(fill) };
    const comparison = comparisons[part.index];
    if (!comparison || !beginsWith(comparison, part.word)) throw unsupported("this form of condition");
    return { kind: "compare", comparison };
  }

  return fill(skeleton);
}
