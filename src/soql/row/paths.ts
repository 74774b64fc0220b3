import type { NameFields, RowAttributes, SalesforceRecord, TypesOf } from "../../schema/index.ts";

/** The paths without a dot: fields of the object itself. */
type Direct<Path extends string> = Path extends `${string}.${string}` ? never : Path;

/** The relationships that paths begin with. */
type Heads<Path extends string> = Path extends `${infer Head}.${string}` ? Head : never;

/** What follows one relationship in the paths that begin with it. */
type Tails<Path extends string, Head extends string> = Path extends `${Head}.${infer Tail}` ? Tail : never;

type FieldsOf<Org extends object, Name extends string> = TypesOf<Org, Name>["fields"];
type ParentsOf<Org extends object, Name extends string> = TypesOf<Org, Name>["parents"];

/** The names that a link such as `"Account" | null` leads to. */
type Target<Link> = Extract<Link, string>;

type IsUnion<T, Whole = T> = T extends unknown ? ([Whole] extends [T] ? false : true) : never;

/** How a link is to be followed. */
type Way<Org extends object, Name> =
  true extends IsUnion<Name> ? "many" : Name extends keyof Org ? "one" : "unknown";

/** What is wrong with the paths of a query on an object; `never` when nothing is. */
export type PathProblem<Org extends object, Name extends string, Path extends string> =
  | NoField<Name, Exclude<Direct<Path>, keyof FieldsOf<Org, Name>>>
  | HeadProblem<Org, Name, Path, Heads<Path>>;

type NoField<Name extends string, Field extends string> = Field extends string
  ? `${Name} has no field '${Field}'`
  : never;

type HeadProblem<
  Org extends object,
  Name extends string,
  Path extends string,
  Head extends string,
> = Head extends string
  ? Head extends keyof ParentsOf<Org, Name>
    ? LinkProblem<Org, Target<ParentsOf<Org, Name>[Head]>, Tails<Path, Head>>
    : `${Name} has no relationship '${Head}' to a parent`
  : never;

type LinkProblem<Org extends object, To extends string, Path extends string> = {
  one: PathProblem<Org, To, Path>;
  many: NoField<"Name, which stands for any of several objects,", Exclude<Direct<Path>, keyof NameFields>>;
  unknown: never;
}[Way<Org, To>];

/** Writes an intersection as one object, so that an editor shows the row and not how it came about. */
export type Flat<T> = { [Key in keyof T]: T[Key] };

/** The row of a query on an object by its paths: parents are rows in the row. */
export type RecordRow<Org extends object, Name extends string, Path extends string, More = unknown> = Flat<
  { readonly attributes: RowAttributes<Name> } & Pick<
    FieldsOf<Org, Name>,
    Direct<Path> & keyof FieldsOf<Org, Name>
  > & {
      [Head in Heads<Path>]: Head extends keyof ParentsOf<Org, Name>
        ? ParentRow<Org, ParentsOf<Org, Name>[Head], Tails<Path, Head>>
        : never;
    } & More
>;

type ParentRow<Org extends object, Link, Path extends string> =
  | {
      one: RecordRow<Org, Target<Link>, Path>;
      many: ManyRow<Target<Link>, Path>;
      unknown: SalesforceRecord;
    }[Way<Org, Target<Link>>]
  | Extract<Link, null>;

type ManyRow<Names extends string, Path extends string> = Flat<
  { readonly attributes: RowAttributes<Names> } & Pick<NameFields, Direct<Path> & keyof NameFields> & {
      [Head in Heads<Path>]: SalesforceRecord | null;
    }
>;

/** The type of one path's value, `null` where a parent on the way may be missing. */
export type PathValue<
  Org extends object,
  Name extends string,
  Path extends string,
> = Path extends `${infer Head}.${infer Tail}`
  ? Head extends keyof ParentsOf<Org, Name>
    ? LinkValue<Org, ParentsOf<Org, Name>[Head], Tail>
    : unknown
  : Path extends keyof FieldsOf<Org, Name>
    ? FieldsOf<Org, Name>[Path]
    : unknown;

type LinkValue<Org extends object, Link, Path extends string> =
  | {
      one: PathValue<Org, Target<Link>, Path>;
      many: Path extends keyof NameFields ? NameFields[Path] : unknown;
      unknown: unknown;
    }[Way<Org, Target<Link>>]
  | Extract<Link, null>;
