import { parseQuery, type Query } from "@jetstreamapp/soql-parser-js";
import { malformed, refused, SoqlError, unsupported } from "./errors.ts";
import { readStructure, type Structure } from "./structure.ts";
import { type Token, tokenize } from "./tokens.ts";

/** The longest query, in characters (Salesforce Limits quick reference, "SOQL and SOSL limits"). */
const MAX_CHARACTERS = 100_000;

const FOUND = /(?:found: |found --> )'?([\s\S]*?)'?(?: <--)?$/;

/** What SOQL allows and the parser below does not read: named, so that nobody takes it for a mistake of theirs. */
const UNREAD: readonly (readonly [RegExp, string])[] = [
  [/^\d\d:\d\d/, "time literals"],
  [/^TYPEOF$/i, "this form of TYPEOF"],
  [/^DISTANCE$/i, "DISTANCE()"],
];

/** A query that was read. */
export interface ParsedSoql {
  readonly ast: Query;
  readonly structure: Structure;
}

/** Reads a query. @throws SoqlError MALFORMED_QUERY, pointing at the first token that does not fit */
export function parseSoql(soql: string): ParsedSoql {
  if (soql.length > MAX_CHARACTERS) {
    throw refused(`SOQL statements cannot be longer than ${MAX_CHARACTERS} characters.`);
  }
  const tokens = tokenize(soql);
  const open = tokens.find(({ text }) => text.startsWith("'") && !/^'(?:\\[\s\S]|[^'\\])*'$/.test(text));
  if (open)
    throw malformed(soql, open.offset, `line 1:${open.offset} mismatched character '<EOF>' expecting '''`);
  try {
    return { ast: parseQuery(soql), structure: readStructure(soql, tokens) };
  } catch (error) {
    if (error instanceof SoqlError) throw error;
    throw explain(soql, tokens, error);
  }
}

/** Turns the parser's complaint into Salesforce's. */
function explain(soql: string, tokens: readonly Token[], error: unknown): SoqlError {
  const message = error instanceof Error ? error.message : String(error);
  const [first] = tokens;
  if (!first) return refused("unexpected token: <EOF>");
  if (first.text.toUpperCase() !== "SELECT") return refused(`unexpected token: ${first.text}`);
  const at = culprit(soql, tokens, message);
  if (!at) return malformed(soql, soql.trimEnd().length, "unexpected token: '<EOF>'");
  const known = UNREAD.find(([pattern]) => pattern.test(soql.slice(at.offset)));
  const clock = /^:/.test(at.text) && /\d\d$/.test(soql.slice(0, at.offset));
  if (at.text === "," && /\bFROM\s+\w+(\s+\w+)?\s*$/i.test(soql.slice(0, at.offset)))
    return unsupported("relationships named in FROM");
  if (known || clock) return unsupported(known?.[1] ?? "time literals");
  return malformed(soql, at.offset, `unexpected token: '${at.text}'`);
}

/** Tells whether a beginning of the query is fine as far as it goes. */
function viable(beginning: string): boolean {
  try {
    parseQuery(beginning);
    return true;
  } catch (error) {
    return error instanceof Error && FOUND.exec(error.message)?.[1] === "";
  }
}

/** Finds the token that the parser choked on. It names the token but not the place, so every place of that name is tried. */
function culprit(soql: string, tokens: readonly Token[], message: string): Token | undefined {
  const lexed = /offset: (\d+)/.exec(message)?.[1];
  if (lexed !== undefined) return tokens.findLast((token) => token.offset <= Number(lexed));
  const found = FOUND.exec(message)?.[1];
  if (!found) return undefined;
  const named = tokens.filter(({ text }) => text === found || text.startsWith(found));
  return named.findLast((token) => viable(soql.slice(0, token.offset))) ?? named[0];
}
