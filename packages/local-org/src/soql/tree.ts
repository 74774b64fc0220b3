import type {
  Condition,
  ConditionWithValueQuery,
  HavingClause,
  NegationCondition,
  WhereClause,
} from "@jetstreamapp/soql-parser-js";
import { unsupported } from "./errors.ts";

/** A comparison: anything in a WHERE clause that is neither an operator nor a parenthesis. */
export type Comparison = Exclude<ConditionWithValueQuery, NegationCondition>;

/** A WHERE or HAVING clause as a tree. */
export type Logic =
  | { readonly kind: "compare"; readonly comparison: Comparison }
  | { readonly kind: "not"; readonly of: Logic }
  | { readonly kind: "AND" | "OR"; readonly of: readonly Logic[] };

type Piece = "(" | ")" | "AND" | "OR" | "NOT" | Comparison;

function isComparison(condition: ConditionWithValueQuery | Condition): condition is Comparison {
  return "operator" in condition;
}

function opened(left: NegationCondition | Comparison): Piece[] {
  return new Array<Piece>(left.openParen ?? 0).fill("(");
}

/** The parser gives a flat chain in which each comparison counts the parentheses around it; this lays it out again. */
function flatten(clause: WhereClause | HavingClause): Piece[] {
  const pieces: Piece[] = [];
  for (let at: WhereClause | HavingClause | undefined = clause; at; ) {
    const { left } = at;
    if (left) pieces.push(...opened(left));
    if (left && isComparison(left)) pieces.push(left, ...new Array<Piece>(left.closeParen ?? 0).fill(")"));
    if (!("operator" in at)) break;
    pieces.push(at.operator);
    at = at.right;
  }
  return pieces;
}

/** Turns the parser's chain of conditions into a tree. AND and OR never stand side by side: `checkLogic` has seen to it. */
export function buildLogic(clause: WhereClause | HavingClause): Logic {
  const pieces = flatten(clause);
  let position = 0;

  function simple(): Logic {
    const piece = pieces[position++];
    if (piece === "NOT") return { kind: "not", of: simple() };
    if (piece === "(") {
      const inner = group();
      position++;
      return inner;
    }
    if (piece === undefined || typeof piece === "string") throw unsupported("this form of condition");
    return { kind: "compare", comparison: piece };
  }

  function group(): Logic {
    const items = [simple()];
    let kind: "AND" | "OR" = "AND";
    for (let next = pieces[position]; next === "AND" || next === "OR"; next = pieces[position]) {
      kind = next;
      position++;
      items.push(simple());
    }
    const [only] = items;
    return items.length === 1 && only ? only : { kind, of: items };
  }

  return group();
}
