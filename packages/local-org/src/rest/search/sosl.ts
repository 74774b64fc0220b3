import { failure, notImplemented } from "../../server/errors.ts";
import { readTerm, type Term } from "./terms.ts";

/** Which fields are searched. */
export type SearchGroup = "ALL" | "NAME" | "EMAIL" | "PHONE" | "SIDEBAR";

/** One object of a search, and what is wanted of it. */
export interface Returning {
  readonly object: string;
  /** Expressions of a SOQL SELECT clause. */
  readonly fields: readonly string[];
  readonly where: string | undefined;
  readonly orderBy: string | undefined;
  readonly limit: number | undefined;
  readonly offset: number | undefined;
}

/** A search, ready to run. */
export interface Search {
  readonly term: Term;
  readonly group: SearchGroup;
  /** Empty: every object that is searched. */
  readonly returning: readonly Returning[];
  readonly limit: number | undefined;
}

const malformed = (message: string): Error => failure(400, "MALFORMED_SEARCH", message);

const GROUPS: ReadonlySet<string> = new Set(["ALL", "NAME", "EMAIL", "PHONE", "SIDEBAR"]);

/** Reads the name of a group of fields. @throws SalesforceError MALFORMED_SEARCH */
export function readGroup(text: string): SearchGroup {
  const group = text.toUpperCase();
  if (GROUPS.has(group)) return group as SearchGroup;
  throw malformed(`Invalid search group: ${text}`);
}

const PIECE = /'(?:[^'\\]|\\.)*'|[\s\S]/g;

/** Visits what stands outside quotes and parentheses. */
function outside(text: string, visit: (at: number) => void): void {
  let depth = 0;
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    if (piece === "(") depth++;
    else if (piece === ")") depth--;
    else if (depth === 0 && piece.length === 1) visit(index);
  }
}

/** Cuts a text before its keywords; what stands before the first is under "". Each keyword may come once. */
function clausesOf(text: string, keywords: readonly string[]): Map<string, string> {
  const marks: { at: number; keyword: string }[] = [];
  outside(text, (at) => {
    if (at > 0 && /[\w.]/.test(text[at - 1] ?? "")) return;
    const keyword = keywords.find((word) => new RegExp(`^${word}\\b`, "i").test(text.slice(at)));
    if (keyword !== undefined) marks.push({ at, keyword });
  });
  const clauses = new Map([["", text.slice(0, marks[0]?.at ?? text.length).trim()]]);
  for (const [i, { at, keyword }] of marks.entries()) {
    const match = new RegExp(`^${keyword}\\b`, "i").exec(text.slice(at));
    const from = at + (match?.[0].length ?? 0);
    if (clauses.has(keyword)) throw malformed(`unexpected token: ${keyword.replace("\\s+", " ")}`);
    clauses.set(keyword, text.slice(from, marks[i + 1]?.at ?? text.length).trim());
  }
  return clauses;
}

/** Cuts a list at the commas that stand outside quotes and parentheses. */
export function splitList(text: string): string[] {
  const cuts: number[] = [];
  outside(text, (at) => {
    if (text[at] === ",") cuts.push(at);
  });
  const parts = [...cuts, text.length].map((end, i) => text.slice(i === 0 ? 0 : (cuts[i - 1] ?? 0) + 1, end));
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

function wholeNumber(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw malformed(`${name} must be a whole number: ${text}`);
  return Number(text);
}

const INNER = ["USING", "WHERE", "ORDER\\s+BY", "LIMIT", "OFFSET"];

/** Reads `Account(Id, Name WHERE … ORDER BY … LIMIT 5)`. */
function readReturning(text: string): Returning {
  const [, object, inner] = /^(\w+)\s*(?:\(([\s\S]*)\))?$/.exec(text) ?? [];
  if (object === undefined) throw malformed(`unexpected token: ${text}`);
  const clauses = clausesOf(inner ?? "", INNER);
  if (clauses.has("USING")) throw notImplemented("USING ListView in a search");
  return {
    object,
    fields: splitList(clauses.get("") ?? ""),
    where: clauses.get("WHERE"),
    orderBy: clauses.get("ORDER\\s+BY"),
    limit: wholeNumber(clauses.get("LIMIT"), "LIMIT"),
    offset: wholeNumber(clauses.get("OFFSET"), "OFFSET"),
  };
}

const OUTER = ["IN", "RETURNING", "WITH", "LIMIT", "UPDATE"];

/** Reads a SOSL search (SOQL and SOSL Reference, "SOSL Syntax"). @throws SalesforceError MALFORMED_SEARCH */
export function readSosl(sosl: string): Search {
  const found = /^\s*FIND\s*\{((?:[^}\\]|\\.)*)\}([\s\S]*)$/i.exec(sosl);
  if (!found) throw malformed("No search term found. The search term must be enclosed in braces.");
  const [, expression = "", rest = ""] = found;
  const clauses = clausesOf(rest, OUTER);
  const stray = clauses.get("") ?? "";
  if (stray !== "") throw malformed(`unexpected token: ${stray.split(/\s/)[0]}`);
  for (const clause of ["WITH", "UPDATE"]) {
    if (clauses.has(clause)) throw notImplemented(`${clause} ${clauses.get(clause)} in a search`);
  }
  const group = /^(\w+)\s+FIELDS$/i.exec(clauses.get("IN") ?? "ALL FIELDS")?.[1];
  if (group === undefined) throw malformed(`Invalid search group: ${clauses.get("IN")}`);
  return {
    term: readTerm(expression),
    group: readGroup(group),
    returning: splitList(clauses.get("RETURNING") ?? "").map(readReturning),
    limit: wholeNumber(clauses.get("LIMIT"), "LIMIT"),
  };
}
