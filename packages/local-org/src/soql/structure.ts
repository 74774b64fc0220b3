import { malformed } from "./errors.ts";
import type { Token } from "./tokens.ts";

/** A WHERE or HAVING clause as its parentheses and operators stand in the text. */
export type Skeleton =
  /** The nth comparison of the clause, and the word it begins with. */
  | { readonly kind: "compare"; readonly index: number; readonly word: string }
  | { readonly kind: "not"; readonly of: Skeleton }
  | { readonly kind: "AND" | "OR"; readonly of: readonly Skeleton[] };

/** How a query and the queries inside it are built. */
export interface Structure {
  readonly where: Skeleton | undefined;
  readonly having: Skeleton | undefined;
  /** The queries inside, in the order of the text. */
  readonly queries: readonly Structure[];
}

const CLAUSE_STARTS: ReadonlySet<string> = new Set([
  "WITH",
  "GROUP",
  "HAVING",
  "ORDER",
  "LIMIT",
  "OFFSET",
  "FOR",
  "UPDATE",
]);

/**
 * Reads the structure of a query from its tokens. The parser reads everything else, but it loses some NOTs and lets pass what Salesforce
 * refuses: AND and OR side by side, and NOT anywhere but at the start of a condition (SOQL and SOSL Reference, "Condition Expression Syntax").
 * @throws SoqlError MALFORMED_QUERY at the word that may not stand there
 */
export function readStructure(soql: string, tokens: readonly Token[]): Structure {
  return new StructureReader(soql, tokens).query();
}

class StructureReader {
  readonly #soql: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(soql: string, tokens: readonly Token[]) {
    this.#soql = soql;
    this.#tokens = tokens;
  }

  /** Reads a query up to its end, or to the parenthesis that closes it. */
  query(): Structure {
    const queries: Structure[] = [];
    let where: Skeleton | undefined;
    let having: Skeleton | undefined;
    for (let word = this.#word(); word !== "" && word !== ")"; word = this.#word()) {
      this.#at += 1;
      if (word === "(") this.#inside(queries);
      else if (word === "WHERE") where = this.#clause(queries);
      else if (word === "HAVING") having = this.#clause(queries);
    }
    return { where, having, queries };
  }

  #word(): string {
    return this.#tokens[this.#at]?.text.toUpperCase() ?? "";
  }

  /** Reads on from an opening parenthesis to behind the one that closes it. */
  #inside(queries: Structure[]): void {
    if (this.#word() === "SELECT") queries.push(this.query());
    for (let word = this.#word(); word !== "" && word !== ")"; word = this.#word()) {
      this.#at += 1;
      if (word === "(") this.#inside(queries);
    }
    this.#at += 1;
  }

  #clause(queries: Structure[]): Skeleton {
    let comparisons = 0;
    const compare = (): Skeleton => {
      const skeleton: Skeleton = { kind: "compare", index: comparisons, word: this.#word() };
      comparisons += 1;
      this.#comparison(queries);
      return skeleton;
    };
    return this.#condition(compare);
  }

  /** Reads comparisons and groups joined by one and the same operator. */
  #condition(compare: () => Skeleton): Skeleton {
    if (this.#word() === "NOT") {
      this.#at += 1;
      return this.#joined({ kind: "not", of: this.#operand(compare) }, compare);
    }
    return this.#joined(this.#operand(compare), compare);
  }

  #joined(first: Skeleton, compare: () => Skeleton): Skeleton {
    const operator = this.#word();
    if (operator !== "AND" && operator !== "OR") return first;
    const parts = [first];
    for (let word: string = operator; word === "AND" || word === "OR"; word = this.#word()) {
      if (word !== operator) throw this.#unexpected();
      this.#at += 1;
      parts.push(this.#operand(compare));
    }
    return { kind: operator, of: parts };
  }

  #operand(compare: () => Skeleton): Skeleton {
    if (this.#word() === "NOT") throw this.#unexpected();
    if (this.#word() !== "(") return compare();
    this.#at += 1;
    const inner = this.#condition(compare);
    this.#at += 1;
    return inner;
  }

  /** Reads to the end of one comparison, the lists and queries in it included. */
  #comparison(queries: Structure[]): void {
    do {
      const opens = this.#word() === "(";
      this.#at += 1;
      if (opens) this.#inside(queries);
    } while (!this.#ends(this.#word()));
  }

  #ends(word: string): boolean {
    return word === "" || word === ")" || word === "AND" || word === "OR" || CLAUSE_STARTS.has(word);
  }

  #unexpected(): Error {
    const token = this.#tokens[this.#at];
    return malformed(this.#soql, token?.offset ?? 0, `unexpected token: '${token?.text ?? "<EOF>"}'`);
  }
}
