/** A value that JSON has a form for and that is no list and no object. */
export type MappingScalar = string | number | boolean | null;

/**
 * Where a value is in a source record: a key, or keys joined by dots for what lies deeper, list places among them:
 * `company.lines.0.sku`. A key that holds dots itself is found first; as a list, each part is a key as it stands.
 */
export type SourcePath = string | readonly string[];

/** A question about a source record. Values are compared as texts, for CSV has nothing else. */
export type MappingCondition =
  | { readonly from: SourcePath; readonly equals: MappingScalar }
  | { readonly from: SourcePath; readonly in: readonly MappingScalar[] }
  | { readonly from: SourcePath; readonly present: boolean }
  | { readonly all: readonly MappingCondition[] }
  | { readonly any: readonly MappingCondition[] }
  | { readonly not: MappingCondition };

/**
 * One step from a source value to the value of a field.
 *
 * | transform | what it makes |
 * | --- | --- |
 * | `"trim"`, `"upperCase"`, `"lowerCase"` | the text without blanks at its ends, or in that case |
 * | `"text"` | the text of a number or boolean |
 * | `"number"`, `{ number: { decimal: ",", group: "." } }` | a number of a text, which must be one to its end |
 * | `"boolean"`, `{ boolean: { true: ["ja"], false: ["nein"] } }` | a boolean; by default of true, yes, y, 1 and false, no, n, 0 in any case |
 * | `"date"`, `{ date: { format: "dd.MM.yyyy" } }` | a day as `yyyy-MM-dd`, which must be on the calendar |
 * | `"datetime"`, `{ datetime: { format: "dd.MM.yyyy HH:mm", timeZone: "Europe/Zurich" } }` | a moment in UTC; a text that names no offset needs `timeZone` |
 * | `{ lookup: { table: { A: "Hot" }, otherwise: "Cold" } }` | what the table has for the text |
 * | `{ custom: "name" }` | what the function of that name returns |
 *
 * Formats are made of `yyyy`, `MM`, `M`, `dd`, `d`, `HH`, `H`, `mm`, `ss`, `SSS` and what stands between them.
 */
export type MappingTransform =
  | "trim"
  | "upperCase"
  | "lowerCase"
  | "text"
  | "number"
  | "boolean"
  | "date"
  | "datetime"
  | { readonly number: { readonly decimal?: string | undefined; readonly group?: string | undefined } }
  | {
      readonly boolean: {
        readonly true?: readonly string[] | undefined;
        readonly false?: readonly string[] | undefined;
      };
    }
  | { readonly date: { readonly format: string } }
  | { readonly datetime: { readonly format?: string | undefined; readonly timeZone?: string | undefined } }
  | {
      readonly lookup: {
        readonly table: Readonly<Record<string, MappingScalar>>;
        readonly otherwise?: MappingScalar | undefined;
      };
    }
  | { readonly custom: string };

/** What becomes of a row with a value that cannot be mapped: nothing is sent at all, the row is left out, or the field is null. */
export type MappingFailure = "fail" | "skip" | "null";

/** Settings of one field that a whole mapping may set for all. */
export interface MappingPolicy {
  /** @default "fail" */
  readonly onError?: MappingFailure | undefined;
  /**
   * What a missing value (no such key, or an empty text) without a `default` does to its field: nothing, or `null`
   * empties it. A source value that is `null` empties it in either case.
   * @default "leave"
   */
  readonly blank?: "leave" | "null" | undefined;
}

/** Where the value of a field comes from, and what is done to it on the way. */
export interface FieldMapping extends MappingPolicy {
  /** Where the value is. Either this or `value`. */
  readonly from?: SourcePath | undefined;
  /** The same value for all rows. */
  readonly value?: MappingScalar | undefined;
  /** In the place of a value that is missing, before or after the transforms. */
  readonly default?: MappingScalar | undefined;
  /** Whether a missing value is an error. @default false */
  readonly required?: boolean | undefined;
  /** Sets the field only of rows that this holds of. */
  readonly when?: MappingCondition | undefined;
  /** From first to last; a missing value passes them by. */
  readonly transforms?: readonly MappingTransform[] | undefined;
}

/** How records of one shape become records of an object. All of it can be written as JSON. */
export interface Mapping extends MappingPolicy {
  /**
   * Fields by API name; a field of a related record, `Owner.Username`, names that record by its external id. A path alone
   * is short for `{ from: path }`.
   */
  readonly fields: Readonly<Record<string, string | FieldMapping>>;
  /** Maps only the rows that this holds of. @default all rows */
  readonly where?: MappingCondition | undefined;
}

/**
 * A transform in code. It gets the value, never a missing one, and the whole source record; what it throws is the error
 * of the value.
 */
export type MappingFunction = (value: unknown, source: Readonly<Record<string, unknown>>) => unknown;
