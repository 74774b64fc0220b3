/** A value of a picklist field. */
export interface PicklistValue {
  readonly value: string;
  readonly label: string | null;
  readonly active: boolean;
  readonly defaultValue: boolean;
}

/** A field of an object: the members that this library reads; the org sends more (REST API guide, "sObject Describe"). */
export interface FieldDescribe {
  readonly name: string;
  readonly label: string;
  /** `string`, `double`, `reference` …; a type that is new to this library is still a text. */
  readonly type: string;
  readonly length: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly externalId: boolean;
  readonly idLookup: boolean;
  readonly unique: boolean;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  readonly picklistValues: readonly PicklistValue[];
  readonly restrictedPicklist: boolean;
}

/** An object: the members that this library reads. */
export interface ObjectDescribe {
  readonly name: string;
  readonly label: string;
  readonly keyPrefix: string | null;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly queryable: boolean;
  readonly fields: readonly FieldDescribe[];
}
