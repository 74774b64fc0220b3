import type { DateText, TypesOf } from "../../schema/index.ts";
import type { CallItem, SelectItem } from "./parse.ts";
import type { PathValue } from "./paths.ts";
import type { Trim } from "./text.ts";

/** Functions that fold many rows into one value (SOQL and SOSL Reference, "Aggregate Functions"). */
export type Aggregate = "COUNT" | "COUNT_DISTINCT" | "SUM" | "AVG" | "MIN" | "MAX" | "GROUPING";

/** Functions that take a date apart; they need GROUP BY (SOQL and SOSL Reference, "Date Functions"). */
export type DatePart =
  | "CALENDAR_MONTH"
  | "CALENDAR_QUARTER"
  | "CALENDAR_YEAR"
  | "DAY_IN_MONTH"
  | "DAY_IN_WEEK"
  | "DAY_IN_YEAR"
  | "DAY_ONLY"
  | "FISCAL_MONTH"
  | "FISCAL_QUARTER"
  | "FISCAL_YEAR"
  | "HOUR_IN_DAY"
  | "WEEK_IN_MONTH"
  | "WEEK_IN_YEAR";

/** Functions that show a field otherwise, under the field's own name. */
type Shown = "TOLABEL" | "FORMAT" | "CONVERTCURRENCY";

/** What a function returns. */
type CallValue<Org extends object, Name extends string, Call extends CallItem> = Call["name"] extends
  | "COUNT"
  | "COUNT_DISTINCT"
  | "GROUPING"
  ? number
  : Call["name"] extends "MIN" | "MAX"
    ? PathValue<Org, Name, Trim<Call["argument"]>> | null
    : Call["name"] extends "DAY_ONLY"
      ? DateText | null
      : Call["name"] extends "SUM" | "AVG" | "CONVERTCURRENCY" | "DISTANCE" | DatePart
        ? number | null
        : Call["name"] extends "FORMAT" | "TOLABEL"
          ? string | null
          : unknown;

/** The fields that a function's argument names: for all that may be checked, a plain path. */
export type CallPath<Item> =
  Item extends CallItem<infer Name, infer Argument>
    ? Name extends Exclude<Aggregate, "GROUPING"> | DatePart | Shown
      ? Argument extends `${string}(${string}` | ""
        ? never
        : Trim<Argument>
      : never
    : never;

/** The paths behind `FIELDS(ALL)`, `FIELDS(STANDARD)` and `FIELDS(CUSTOM)`. */
export type FieldsPath<Org extends object, Name extends string, Item> =
  Item extends CallItem<"FIELDS", infer Argument>
    ? Uppercase<Trim<Argument>> extends "ALL"
      ? keyof TypesOf<Org, Name>["fields"] & string
      : Uppercase<Trim<Argument>> extends "CUSTOM"
        ? Extract<keyof TypesOf<Org, Name>["fields"], `${string}__c`>
        : Exclude<keyof TypesOf<Org, Name>["fields"] & string, `${string}__c`>
    : never;

/** The members that functions put into a row; those of groups that have no alias are called `expr0`, `expr1`, …. */
export type CallMembers<
  Org extends object,
  Name extends string,
  Items,
  Grouped extends boolean,
  Unnamed extends readonly 0[] = [],
  Done = unknown,
> = Items extends readonly [infer First extends SelectItem, ...infer Rest]
  ? First extends CallItem
    ? First["name"] extends "FIELDS"
      ? CallMembers<Org, Name, Rest, Grouped, Unnamed, Done>
      : First["alias"] extends ""
        ? Grouped extends false
          ? First["name"] extends Shown
            ? CallMembers<
                Org,
                Name,
                Rest,
                Grouped,
                Unnamed,
                Done & { [Key in Trim<First["argument"]>]: CallValue<Org, Name, First> }
              >
            : CallMembers<
                Org,
                Name,
                Rest,
                Grouped,
                [...Unnamed, 0],
                Done & ExprMember<Org, Name, First, Unnamed>
              >
          : CallMembers<
              Org,
              Name,
              Rest,
              Grouped,
              [...Unnamed, 0],
              Done & ExprMember<Org, Name, First, Unnamed>
            >
        : CallMembers<
            Org,
            Name,
            Rest,
            Grouped,
            Unnamed,
            Done & { [Key in First["alias"]]: CallValue<Org, Name, First> }
          >
    : CallMembers<Org, Name, Rest, Grouped, Unnamed, Done>
  : Done;

type ExprMember<
  Org extends object,
  Name extends string,
  Call extends CallItem,
  Unnamed extends readonly 0[],
> = { [Key in `expr${Unnamed["length"]}`]: CallValue<Org, Name, Call> };
