import type { RowAttributes, SalesforceRecord, TypesOf } from "../../schema/index.ts";
import type { Aggregate, CallMembers, CallPath, DatePart, FieldsPath } from "./calls.ts";
import type {
  CallItem,
  FieldItem,
  ParsedQuery,
  ParseQuery,
  ParseSelect,
  SubqueryItem,
  TypeofItem,
  Unread,
} from "./parse.ts";
import type { Flat, PathProblem, PathValue, RecordRow } from "./paths.ts";

/** The children that a subquery finds for a row; the org sends `null` instead where there are none. */
export interface ChildRows<Row> {
  /** How many there are, on all pages. */
  readonly totalSize: number;
  /** Whether these are all. */
  readonly done: boolean;
  /** Where the next page is; absent on the last one. */
  readonly nextRecordsUrl?: string;
  readonly records: readonly Row[];
}

/** What is wrong with a query by the types of the org, as a sentence; `never` when nothing is. */
export type QueryProblem<Org extends object, Soql extends string> = RootProblem<Org, ParseQuery<Soql>>;

type RootProblem<Org extends object, Query> =
  Query extends Unread<infer Reason>
    ? Reason
    : Query extends ParsedQuery
      ? Query["from"] extends keyof Org
        ? SelectProblem<Org, Query["from"], Query>
        : `the org has no object '${Query["from"]}'`
      : never;

type SelectProblem<Org extends object, Name extends string, Query extends ParsedQuery> =
  | PathProblem<Org, Name, Paths<Query> | Own<Query, CallPath<Query["items"][number]>> | AliasedPath<Query>>
  | TypeofProblem<Org, Name, Extract<Query["items"][number], TypeofItem>["path"]>
  | SubqueryProblem<Org, Name, Subqueries<Query>>
  | (IsGrouped<Query> extends true ? never : AliasProblem<Query["items"][number]>);

type TypeofProblem<Org extends object, Name extends string, Path extends string> = Path extends string
  ? Path extends keyof TypesOf<Org, Name>["parents"]
    ? never
    : `${Name} has no relationship '${Path}' to a parent`
  : never;

type SubqueryProblem<Org extends object, Name extends string, Query> =
  Query extends Unread<infer Reason>
    ? Reason
    : Query extends ParsedQuery
      ? Query["from"] extends keyof TypesOf<Org, Name>["children"]
        ? TypesOf<Org, Name>["children"][Query["from"]] extends infer Child extends keyof Org & string
          ? SelectProblem<Org, Child, Query>
          : never
        : `${Name} has no relationship '${Query["from"]}' to children`
      : never;

type AliasProblem<Item> =
  Item extends FieldItem<string, infer Alias>
    ? `'${Alias}' is an alias, or a comma is missing before it; only queries with GROUP BY name fields anew`
    : never;

/** The row type of a query that has no problem. */
export type QueryRow<Org extends object, Soql extends string> =
  ParseQuery<Soql> extends infer Query extends ParsedQuery ? SelectRow<Org, Query["from"], Query> : never;

type SelectRow<Org extends object, Name extends string, Query extends ParsedQuery> =
  IsGrouped<Query> extends true
    ? Query["items"] extends readonly [CallItem<"COUNT", "", "">]
      ? never
      : GroupRow<Org, Name, Query>
    : RecordRow<
        Org,
        Name,
        Paths<Query> | FieldsPath<Org, Name, Query["items"][number]>,
        CallMembers<Org, Name, Query["items"], false> & ChildMembers<Org, Name, Query> & TypeofMembers<Query>
      >;

type GroupRow<Org extends object, Name extends string, Query extends ParsedQuery> = Flat<
  { readonly attributes: RowAttributes<"AggregateResult"> } & {
    [Path in Query["paths"] as LastName<Path>]: PathValue<Org, Name, Own<Query, Path>>;
  } & {
    [Item in Extract<Query["items"][number], FieldItem> as Item["alias"]]: PathValue<
      Org,
      Name,
      Own<Query, Item["path"]>
    >;
  } & CallMembers<Org, Name, Query["items"], true>
>;

/** A group's member without an alias is called by the last name of its path. */
type LastName<Path extends string> = Path extends `${string}.${infer Rest}` ? LastName<Rest> : Path;

type ChildMembers<Org extends object, Name extends string, Query extends ParsedQuery> = {
  [Child in Extract<Subqueries<Query>, ParsedQuery> as Child["from"]]: ChildRows<
    Child["from"] extends keyof TypesOf<Org, Name>["children"]
      ? TypesOf<Org, Name>["children"][Child["from"]] extends infer Object extends keyof Org & string
        ? SelectRow<Org, Object, Child>
        : SalesforceRecord
      : never
  > | null;
};

type TypeofMembers<Query extends ParsedQuery> = {
  [Path in Extract<Query["items"][number], TypeofItem>["path"]]: SalesforceRecord | null;
};

type Subqueries<Query extends ParsedQuery> = ParseEach<Extract<Query["items"][number], SubqueryItem>["text"]>;

type ParseEach<Text extends string> = Text extends string ? ParseSelect<Text> : never;

type IsGrouped<Query extends ParsedQuery> = Query["grouped"] extends true
  ? true
  : [Extract<Query["items"][number], CallItem<Aggregate | DatePart>>] extends [never]
    ? false
    : true;

type Paths<Query extends ParsedQuery> = Own<Query, Query["paths"]>;

type AliasedPath<Query extends ParsedQuery> = Own<Query, Extract<Query["items"][number], FieldItem>["path"]>;

/** A path without the name or alias of the object that may stand before it: `a.Name` in `FROM Account a`. */
type Own<Query extends ParsedQuery, Path extends string> = Path extends `${infer Head}.${infer Tail}`
  ? Head extends Query["from"] | Query["alias"]
    ? Tail
    : Path
  : Path;
