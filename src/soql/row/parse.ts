import type { Closed, Spaced, Trim, TrimStart, Unquoted, Word } from "./text.ts";

/** A field or a path of a SELECT clause that has an alias. */
export interface FieldItem<Path extends string = string, Alias extends string = string> {
  readonly kind: "field";
  readonly path: Path;
  readonly alias: Alias;
}

/** A function of a SELECT clause. */
export interface CallItem<
  Name extends string = string,
  Argument extends string = string,
  Alias extends string = string,
> {
  readonly kind: "call";
  readonly name: Name;
  readonly argument: Argument;
  readonly alias: Alias;
}

/** A subquery of a SELECT clause. */
export interface SubqueryItem<Text extends string = string> {
  readonly kind: "subquery";
  readonly text: Text;
}

/** `TYPEOF … END`. */
export interface TypeofItem<Path extends string = string> {
  readonly kind: "typeof";
  readonly path: Path;
}

/** One member of a SELECT clause. */
export type SelectItem = FieldItem | CallItem | SubqueryItem | TypeofItem;

/** What is to be known of a query to tell the type of its rows. */
export interface ParsedQuery {
  /** Fields and paths without an alias. A union costs the compiler less than a list, and most queries have only these. */
  readonly paths: string;
  /** All else that is selected, in order. */
  readonly items: readonly SelectItem[];
  /** The object; in a subquery, the relationship. */
  readonly from: string;
  /** `Account a`: the alias that may stand before fields, or `""`. */
  readonly alias: string;
  /** Whether the rows are groups. */
  readonly grouped: boolean;
}

/** Text that is not understood, and why. */
export interface Unread<Reason extends string = string> {
  readonly unread: Reason;
}

/** Takes a query apart: `{ items, from, … }`, or {@link Unread}. */
export type ParseQuery<S extends string> = ParseSelect<Spaced<Unquoted<S>>>;

/** The same for text whose quotes and line breaks are gone already. */
export type ParseSelect<S extends string> =
  Word<S> extends [infer Keyword extends string, infer Rest extends string]
    ? Uppercase<Keyword> extends "SELECT"
      ? Members<Rest, never, []>
      : Unread<"a query begins with SELECT">
    : never;

/** Reads the members of a SELECT clause; a plain name before a comma, as most of them are, in one step. */
type Members<
  S extends string,
  Paths extends string,
  Items extends readonly SelectItem[],
> = S extends `${infer Name},${infer Rest}`
  ? Trim<Name> extends infer Plain extends string
    ? Plain extends `${string} ${string}` | `${string}(${string}`
      ? Member<S, Paths, Items>
      : Members<Rest, Paths | Plain, Items>
    : never
  : Member<S, Paths, Items>;

type Member<S extends string, Paths extends string, Items extends readonly SelectItem[]> =
  TrimStart<S> extends `(${infer Inner}`
    ? Closed<Inner> extends [infer Text extends string, infer Rest extends string]
      ? Following<Rest, Paths, [...Items, SubqueryItem<Text>]>
      : Unread<"a parenthesis is not closed">
    : Word<S> extends [infer First extends string, infer Rest extends string]
      ? Uppercase<First> extends "TYPEOF"
        ? TypeofMember<Rest, Paths, Items>
        : TrimStart<Rest> extends `(${infer Inner}`
          ? Call<First, Inner, [Paths, Items]>
          : Alias<Rest> extends [infer Name extends string, infer More extends string]
            ? Name extends ""
              ? Following<More, Paths | First, Items>
              : Following<More, Paths, [...Items, FieldItem<First, Name>]>
            : never
      : never;

type Call<Name extends string, S extends string, Done extends readonly [string, readonly SelectItem[]]> =
  Closed<S> extends [infer Argument extends string, infer After extends string]
    ? Alias<After> extends [infer As extends string, infer More extends string]
      ? Following<More, Done[0], [...Done[1], CallItem<Uppercase<Name>, Argument, As>]>
      : never
    : Unread<"a parenthesis is not closed">;

/** The alias behind a member, or `""`, and what follows. */
type Alias<S extends string> =
  Word<S> extends [infer First extends string, infer Rest extends string]
    ? Uppercase<First> extends "FROM"
      ? ["", S]
      : [First, Rest]
    : never;

/** After a member: a comma and the next one, or FROM. */
type Following<S extends string, Paths extends string, Items extends readonly SelectItem[]> =
  TrimStart<S> extends `,${infer Rest}`
    ? Members<Rest, Paths, Items>
    : Word<S> extends [infer Keyword extends string, infer Rest extends string]
      ? Uppercase<Keyword> extends "FROM"
        ? From<Rest, Paths, Items>
        : Keyword extends ""
          ? Unread<"FROM is missing">
          : Unread<`a comma or FROM is missing before '${Keyword}'`>
      : never;

type TypeofMember<S extends string, Paths extends string, Items extends readonly SelectItem[]> =
  Word<S> extends [infer Path extends string, infer Rest extends string]
    ? Rest extends `${string} END${infer After}`
      ? Following<After, Paths, [...Items, TypeofItem<Path>]>
      : Rest extends `${string} end${infer After}`
        ? Following<After, Paths, [...Items, TypeofItem<Path>]>
        : Unread<"TYPEOF without END">
    : never;

type From<S extends string, Paths extends string, Items extends readonly SelectItem[]> =
  Word<S> extends [infer Name extends string, infer Rest extends string]
    ? {
        readonly paths: Paths;
        readonly items: Items;
        readonly from: Name;
        readonly alias: FromAlias<Rest>;
        readonly grouped: IsGrouped<Rest>;
      }
    : never;

/** What may follow the object instead of an alias (SOQL and SOSL Reference, "SOQL SELECT Syntax"). */
type Clause =
  | ""
  | "USING"
  | "WHERE"
  | "WITH"
  | "GROUP"
  | "HAVING"
  | "ORDER"
  | "LIMIT"
  | "OFFSET"
  | "FOR"
  | "ALL"
  | "UPDATE";

type FromAlias<S extends string> =
  Word<S> extends [infer First extends string, infer Rest extends string]
    ? Uppercase<First> extends Clause
      ? ""
      : Uppercase<First> extends "AS"
        ? Word<Rest>[0]
        : First
    : never;

type IsGrouped<S extends string> =
  Uppercase<S> extends `${string}GROUP ${string}` ? HasGroupBy<Uppercase<S>> : false;

type HasGroupBy<S extends string> = S extends `${infer Before}GROUP ${infer After}`
  ? Before extends "" | `${string} ` | `${string})`
    ? Word<After>[0] extends "BY"
      ? true
      : HasGroupBy<After>
    : HasGroupBy<After>
  : false;
