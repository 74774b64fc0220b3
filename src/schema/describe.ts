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
  /** What the admin wrote for whoever fills the field in. */
  readonly inlineHelpText?: string | null | undefined;
  readonly relationshipName: string | null;
  readonly picklistValues: readonly PicklistValue[];
  readonly restrictedPicklist: boolean;
  /** The compound field that this one is a part of; itself where it is one. */
  readonly compoundFieldName?: string | null | undefined;
  /** Whether it is the field that names a record, such as `Name` or `CaseNumber`. */
  readonly nameField?: boolean | undefined;
  /** Whether field-level security can hide it; what every record needs cannot be hidden. */
  readonly permissionable?: boolean | undefined;
}

/** A relationship to the children of an object. */
export interface ChildRelationship {
  /** The object of the children. */
  readonly childSObject: string;
  /** Their field that points here. */
  readonly field: string;
  /** What a subquery calls it; `null` where none can read it. */
  readonly relationshipName: string | null;
  /** Whether the children go when the parent is deleted. */
  readonly cascadeDelete?: boolean | undefined;
}

/** One record type of an object, as this user sees it. */
export interface RecordTypeInfo {
  readonly recordTypeId: string;
  /** Label. */
  readonly name: string;
  readonly developerName: string;
  /** Whether this user may give it to records. */
  readonly available: boolean;
  /** Whether it stands for no record type at all. */
  readonly master: boolean;
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
  readonly childRelationships?: readonly ChildRelationship[] | undefined;
  readonly recordTypeInfos?: readonly RecordTypeInfo[] | undefined;
}
