declare const objectName: unique symbol;

/**
 * The id of a record, marked with the object it is of: `RecordId<"Account">`. Any text may stand for an id, for ids come
 * from files and requests; but the id of a Contact is no id of an Account, and the compiler says so.
 *
 * ```ts
 * import type { Org } from "./org/index.js";
 *
 * const sf = new SalesforceClient<Org>({ auth });
 * const account: RecordId<"Account"> = "001000000000001AAA";
 * await sf.sobject("Contact").retrieve(account); // refused by the compiler
 * ```
 */
export type RecordId<Name extends string = string> = string & { readonly [objectName]?: Name };

/** A date without a time, as date fields have it: `2026-11-22`. A `Date` becomes one by `soqlDate` or `dateOnly`. */
export type DateText = `${number}-${number}-${number}`;

/** A moment, as date-time fields have it: `2026-11-22T09:30:00.000+0000` when read, any ISO 8601 form when written. */
export type DateTimeText = `${number}-${number}-${number}T${string}`;

/** A time of day, as time fields have it: `09:30:00.000Z`. */
export type TimeText = `${number}:${number}:${string}`;

/** What a compound address field consists of (Object Reference, "Address Compound Fields"). */
export interface AddressValue {
  readonly street: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
  /** Only where state and country picklists are switched on. */
  readonly stateCode?: string | null;
  /** Only where state and country picklists are switched on. */
  readonly countryCode?: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly geocodeAccuracy: string | null;
}

/** What a compound geolocation field consists of (Object Reference, "Geolocation Compound Field"). */
export interface GeolocationValue {
  readonly latitude: number | null;
  readonly longitude: number | null;
}
