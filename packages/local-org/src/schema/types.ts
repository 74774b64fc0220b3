/** The field types of a describe result (REST API Developer Guide, "sObject Describe"). */
export type FieldType =
  | "address"
  | "anyType"
  | "base64"
  | "boolean"
  | "combobox"
  | "complexvalue"
  | "currency"
  | "date"
  | "datetime"
  | "double"
  | "email"
  | "encryptedstring"
  | "id"
  | "int"
  | "location"
  | "long"
  | "multipicklist"
  | "percent"
  | "phone"
  | "picklist"
  | "reference"
  | "string"
  | "textarea"
  | "time"
  | "url";

/** One value of a picklist. */
export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly active: boolean;
  readonly defaultValue: boolean;
}

/** Everything this org knows about one field. Resolved: every member is present. */
export interface FieldDef {
  /** The API name, spelled as in a describe. Also the name of the SQLite column. */
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** The maximum number of characters; 0 for types without a length. */
  readonly length: number;
  /** Whole and fraction digits together, for `currency`, `double` and `percent`. */
  readonly precision: number;
  readonly scale: number;
  /** The maximum number of digits, for `int`. */
  readonly digits: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly defaultValue: string | number | boolean | null;
  readonly unique: boolean;
  readonly caseSensitive: boolean;
  readonly externalId: boolean;
  /** May be used to find a row on upsert and in relationships by external id (Id, Email, Username, external ids …). */
  readonly idLookup: boolean;
  readonly autoNumber: boolean;
  readonly calculated: boolean;
  readonly custom: boolean;
  readonly nameField: boolean;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly groupable: boolean;
  readonly aggregatable: boolean;
  readonly permissionable: boolean;
  readonly htmlFormatted: boolean;
  readonly extraTypeInfo: string | null;
  readonly picklistValues: readonly PicklistValue[];
  readonly restrictedPicklist: boolean;
  /** The objects that a reference may point to; empty for other types. */
  readonly referenceTo: readonly string[];
  /** The parent relationship's name in SOQL paths, e.g. `Account` of `AccountId`. */
  readonly relationshipName: string | null;
  /** The name that the parent gives this child list, e.g. `Contacts` on Account. */
  readonly childRelationshipName: string | null;
  readonly cascadeDelete: boolean;
  readonly restrictedDelete: boolean;
  /** 0 or 1 for a master-detail field. */
  readonly relationshipOrder: number | null;
  readonly polymorphicForeignKey: boolean;
  /** The compound field this one is a part of, e.g. `BillingAddress` of `BillingCity`, `Name` of `LastName`. */
  readonly compoundFieldName: string | null;
  /** Whether the object's table has a column for it. Compound `address` and `location` fields have none. */
  readonly stored: boolean;
}

/** A list of child rows as seen from the parent. */
export interface ChildRelationship {
  readonly childSObject: string;
  /** The reference field on the child. */
  readonly field: string;
  /** The name used in SOQL subqueries; null where Salesforce gives none. */
  readonly relationshipName: string | null;
  readonly cascadeDelete: boolean;
  readonly restrictedDelete: boolean;
}

/** The yes-or-no facts of an object in a describe result. */
export interface ObjectFlags {
  readonly activateable: boolean;
  readonly compactLayoutable: boolean;
  readonly createable: boolean;
  readonly customSetting: boolean;
  readonly deepCloneable: boolean;
  readonly deletable: boolean;
  readonly deprecatedAndHidden: boolean;
  readonly feedEnabled: boolean;
  readonly hasSubtypes: boolean;
  readonly isInterface: boolean;
  readonly isSubtype: boolean;
  readonly layoutable: boolean;
  readonly mergeable: boolean;
  readonly mruEnabled: boolean;
  readonly queryable: boolean;
  readonly replicateable: boolean;
  readonly retrieveable: boolean;
  readonly searchLayoutable: boolean;
  readonly searchable: boolean;
  readonly triggerable: boolean;
  readonly undeletable: boolean;
  readonly updateable: boolean;
}

/** Everything this org knows about one object. */
export interface ObjectDef {
  /** The API name. Also the name of the SQLite table. */
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  /** The first three characters of its ids. */
  readonly keyPrefix: string;
  readonly custom: boolean;
  readonly flags: ObjectFlags;
  readonly fields: readonly FieldDef[];
  readonly childRelationships: readonly ChildRelationship[];
  /** The field that holds the row's name, if there is one (`Name`, `CaseNumber`, `Subject` …). */
  readonly nameField: FieldDef | undefined;
  /** Finds a field by its name in any case. */
  field(name: string): FieldDef | undefined;
  /** Finds a reference field by its relationship's name in any case (`Owner`, `Account`, `Parent__r`). */
  relationship(name: string): FieldDef | undefined;
  /** Finds a child list by its relationship's name in any case (`Contacts`). */
  child(name: string): ChildRelationship | undefined;
}

/** The objects of the org. */
export interface Schema {
  /** Finds an object by its name in any case. */
  object(name: string): ObjectDef | undefined;
  /** Finds the object that an id (15 or 18 characters) or a key prefix belongs to. */
  byPrefix(id: string): ObjectDef | undefined;
  objects(): readonly ObjectDef[];
}
