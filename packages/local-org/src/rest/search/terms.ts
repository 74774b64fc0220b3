import { failure } from "../../server/errors.ts";

/** What is looked for: words, one after the other for a phrase, combined. */
export type Term =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "and" | "or" | "not"; readonly left: Term; readonly right: Term };

const TOKEN = /"((?:[^"\\]|\\.)*)"|([()])|((?:[^\s()"\\]|\\.)+)/gs;
const WORD = /[\p{L}\p{N}*?]+/gu;

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map(([, phrase, paren, word]) =>
    phrase === undefined ? { text: paren ?? word ?? "", quoted: false } : { text: phrase, quoted: true },
  );
}

/** Words are what letters and digits make; everything else parts them. An escaped character is taken as it is. */
function wordsOf(text: string): string[] {
  const plain = text.replace(/\\([*?])/g, " ").replace(/\\(.)/gs, "$1");
  return (plain.toLowerCase().match(WORD) ?? []).filter((word) => /[^*?]/.test(word));
}

/** Reads the text between the braces of a FIND (SOQL and SOSL Reference, "FIND {SearchQuery}"). */
class TermReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  #is(word: string): boolean {
    const token = this.#tokens[this.#at];
    return token !== undefined && !token.quoted && token.text.toUpperCase() === word;
  }

  #take(word: string): boolean {
    if (!this.#is(word)) return false;
    this.#at++;
    return true;
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  or(): Term {
    let left = this.and();
    while (this.#take("OR")) left = { kind: "or", left, right: this.and() };
    return left;
  }

  and(): Term {
    let left = this.one();
    // Words side by side must all be there.
    while (!this.done && !this.#is("OR") && !this.#is(")")) {
      const joined = this.#take("AND");
      const kind = this.#take("NOT") ? "not" : "and";
      if (kind === "not" && !joined) throw malformed("NOT must follow AND");
      left = { kind, left, right: this.one() };
    }
    return left;
  }

  one(): Term {
    if (this.#take("(")) {
      const inner = this.or();
      if (!this.#take(")")) throw malformed("a parenthesis is not closed");
      return inner;
    }
    const token = this.#tokens[this.#at++];
    if (token === undefined || (!token.quoted && /^(?:AND|OR|NOT|\))$/i.test(token.text)))
      throw malformed(`unexpected token: ${token?.text ?? "<EOF>"}`);
    return { kind: "words", words: this.#long(wordsOf(token.text), token.text) };
  }

  #long(words: readonly string[], text: string): readonly string[] {
    if (words.join("").replace(/[*?]/g, "").length > 1) return words;
    throw failure(400, "INVALID_SEARCH", `search term must be longer than one character: ${text}`);
  }
}

function malformed(why: string): Error {
  return failure(400, "MALFORMED_SEARCH", `Invalid search expression: ${why}`);
}

/** Reads a search expression. @throws SalesforceError MALFORMED_SEARCH, INVALID_SEARCH */
export function readTerm(text: string): Term {
  const reader = new TermReader(tokensOf(text));
  const term = reader.or();
  if (!reader.done) throw malformed("unexpected token: )");
  return term;
}

/** Makes a term of plain text: all its words must be there, and nothing in it is an operator. */
export function plainTerm(text: string): Term {
  const words = wordsOf(text).map((word): Term => ({ kind: "words", words: [word] }));
  const [first, ...rest] = words;
  if (!first || wordsOf(text).join("").replace(/[*?]/g, "").length < 2)
    throw failure(400, "INVALID_SEARCH", `search term must be longer than one character: ${text}`);
  return rest.reduce((left, right): Term => ({ kind: "and", left, right }), first);
}

const patterns = new Map<string, RegExp>();

function patternOf(word: string): RegExp {
  let pattern = patterns.get(word);
  if (!pattern) {
    if (patterns.size > 1000) patterns.clear();
    pattern = new RegExp(`^${word.replaceAll("*", ".*").replaceAll("?", ".")}$`, "u");
    patterns.set(word, pattern);
  }
  return pattern;
}

function hasPhrase(tokens: readonly string[], words: readonly string[]): boolean {
  return tokens.some((_token, start) =>
    words.every((word, i) => patternOf(word).test(tokens[start + i] ?? "")),
  );
}

/** Whether a record matches, given the texts of its searched fields. */
export function matches(term: Term, texts: readonly string[]): boolean {
  if (term.kind === "words") {
    return texts.some((text) => hasPhrase(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [], term.words));
  }
  const left = matches(term.left, texts);
  if (term.kind === "and") return left && matches(term.right, texts);
  return term.kind === "or" ? left || matches(term.right, texts) : left && !matches(term.right, texts);
}

/** Writes a SOQL condition that every match meets, so that the store need not hand out every row. */
export function prefilter(term: Term, fields: readonly string[]): string {
  if (term.kind === "words") {
    const likes = term.words.map((word) => {
      const like = word.replaceAll("*", "%").replaceAll("?", "_");
      return `(${fields.map((field) => `${field} LIKE '%${like}%'`).join(" OR ")})`;
    });
    return likes.join(" AND ");
  }
  const left = prefilter(term.left, fields);
  if (term.kind === "not") return left;
  return `((${left}) ${term.kind.toUpperCase()} (${prefilter(term.right, fields)}))`;
}
