import type { DateTimeText, RecordId } from "./values.ts";

/** What a row says about itself. */
export interface RowAttributes<Type extends string = string> {
  /** API name of its object; `AggregateResult` for a row of groups. */
  readonly type: Type;
  /** Path of the record; a row of groups has none. */
  readonly url?: string;
}

/** A record as the org returns it: `attributes` names its type and URL. */
export interface SalesforceRecord {
  /** What the record is, and where. */
  readonly attributes: RowAttributes;
  readonly [field: string]: unknown;
}

/** Fields of a record by API name. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * What the compiler knows of an object. {@link generateTypes} writes one such interface for each object; it has only
 * names in it, so that the compiler looks at an object no sooner than somebody uses it.
 */
export interface ObjectTypes {
  /** API name. */
  readonly name: string;
  /** Its fields as a query returns them. */
  readonly fields: object;
  /** What `create` takes. */
  readonly create: object;
  /** What `update` takes. */
  readonly update: object;
  /** The object behind each relationship to a parent: `"User"`, `"Account" | null` where there may be none. */
  readonly parents: object;
  /** The object behind each relationship to children. */
  readonly children: object;
}

/** An object of which nothing is known: any field may be read and written. */
export interface AnyObject {
  readonly name: string;
  readonly fields: Fields;
  readonly create: Fields;
  readonly update: Fields;
  readonly parents: Readonly<Record<string, string>>;
  readonly children: Readonly<Record<string, string>>;
}

/**
 * An org of which nothing is known: any object may be named. It is what a client has that was given no types; a client with
 * types may stand wherever one without is asked for.
 */
export type AnyOrg = object;

/** The types of one object of an org; those of {@link AnyObject} where the org has no such object. */
export type TypesOf<Org extends object, Name extends string> = Name extends keyof Org
  ? Org[Name] extends ObjectTypes
    ? Org[Name]
    : AnyObject
  : AnyObject;

/** What may be written where a value of this type is read: a `Date` too where the field is a date-time. */
type Written<Value> = [Value] extends [DateTimeText | null] ? Value | Date : Value;

/** A related record, named by one external id instead of its own: `{ Username: "ada@example.com" }`. */
export type RelatedRecord = Readonly<Record<string, unknown>>;

/** The values of a multi-select picklist: joined by a semicolon as they are read, or as a list. */
type WrittenList<Value> = Value | readonly string[];

/**
 * What `create` takes for an object: the required fields, those of the others that are not read-only, lists for multi-select
 * picklists, and related records for lookups. Generated code uses it.
 */
export type CreateFields<
  Row,
  Required extends keyof Row,
  ReadOnly extends keyof Row,
  Lists extends keyof Row = never,
  Related extends string = never,
> = {
  [Field in Required]: Written<Row[Field]>;
} & UpdateFields<Row, Required | ReadOnly, Lists, Related>;

/**
 * A required lookup of `create`: its field with an id, or its relationship with a related record. Generated code uses it.
 */
export type RequiredLookup<Row, Field extends keyof Row, Related extends string> =
  | { [Name in Field]: Row[Name] }
  | { [Name in Related]: RelatedRecord };

/**
 * What `update` takes for an object: any of the fields that are not read-only, lists for multi-select picklists, and related
 * records for lookups. Generated code uses it.
 */
export type UpdateFields<
  Row,
  ReadOnly extends keyof Row,
  Lists extends keyof Row = never,
  Related extends string = never,
> = {
  [Field in Exclude<keyof Row, ReadOnly | Lists>]?: Written<Row[Field]> | undefined;
} & {
  [Field in Lists]?: WrittenList<Row[Field]> | undefined;
} & {
  [Name in Related]?: RelatedRecord | undefined;
};

/**
 * What is read through a relationship that may lead to several objects, e.g. `Who` of a Task: the fields of the Name
 * object (Object Reference, "Name").
 */
export interface NameFields {
  readonly Id: RecordId;
  readonly Name: string | null;
  readonly Type: string;
  readonly Alias: string | null;
  readonly Email: string | null;
  readonly FirstName: string | null;
  readonly IsActive: boolean | null;
  readonly LastName: string | null;
  readonly MiddleName: string | null;
  readonly NameOrAlias: string | null;
  readonly Phone: string | null;
  readonly ProfileId: RecordId<"Profile"> | null;
  readonly RecordTypeId: RecordId<"RecordType"> | null;
  readonly Suffix: string | null;
  readonly Title: string | null;
  readonly UserRoleId: RecordId<"UserRole"> | null;
  readonly Username: string | null;
}
