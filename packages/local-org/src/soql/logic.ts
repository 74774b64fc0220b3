import { malformed } from "./errors.ts";
import type { Token } from "./tokens.ts";

/** One pair of parentheses, or the query itself, as far as AND, OR and NOT are concerned. */
interface Level {
  /** Inside WHERE or HAVING, where the words are operators. */
  logical: boolean;
  operator: string | undefined;
}

const CLAUSE_ENDS: ReadonlySet<string> = new Set([
  "WITH",
  "GROUP",
  "ORDER",
  "LIMIT",
  "OFFSET",
  "FOR",
  "FROM",
  "USING",
]);

/**
 * Refuses what Salesforce refuses and the parser lets through: AND and OR side by side without parentheses,
 * and NOT anywhere but at the start of a condition (SOQL and SOSL Reference, "Condition Expression Syntax").
 */
export function checkLogic(soql: string, tokens: readonly Token[]): void {
  const levels: Level[] = [{ logical: false, operator: undefined }];
  tokens.forEach((token, i) => {
    const level = levels.at(-1);
    if (!level) return;
    const word = token.text.toUpperCase();
    if (word === "(") levels.push(open(tokens, i, level));
    else if (word === ")" && levels.length > 1) levels.pop();
    else if (level.logical || word === "WHERE" || word === "HAVING") {
      if (!fits(level, word, { tokens, i }))
        throw malformed(soql, token.offset, `unexpected token: '${token.text}'`);
    }
  });
}

function upper(token: Token | undefined): string {
  return token?.text.toUpperCase() ?? "";
}

/** A parenthesis after an operator opens a condition; after anything else a list, a call or a subquery. */
function open(tokens: readonly Token[], i: number, outer: Level): Level {
  const opensCondition = ["WHERE", "HAVING", "AND", "OR", "NOT", "("].includes(upper(tokens[i - 1]));
  const subquery = upper(tokens[i + 1]) === "SELECT";
  return { logical: outer.logical && opensCondition && !subquery, operator: undefined };
}

/** Takes a word into account and tells whether it may stand where it does. */
function fits(level: Level, word: string, at: { tokens: readonly Token[]; i: number }): boolean {
  if (word === "WHERE" || word === "HAVING") {
    level.logical = true;
    level.operator = undefined;
  } else if (CLAUSE_ENDS.has(word)) level.logical = false;
  else if (word === "AND" || word === "OR") {
    if (level.operator !== undefined && level.operator !== word) return false;
    level.operator = word;
  } else if (word === "NOT" && upper(at.tokens[at.i + 1]) !== "IN") {
    return ["WHERE", "HAVING", "("].includes(upper(at.tokens[at.i - 1]));
  }
  return true;
}
