import type { ChildRelationship, FieldDef, FieldType, ObjectFlags, PicklistValue } from "./types.ts";

/** A field as a person writes it down: what is left out follows from the type. */
export type FieldSpec = { readonly name: string; readonly type: FieldType } & {
  readonly [K in Exclude<keyof FieldDef, "name" | "type" | "picklistValues" | "stored" | "custom">]?:
    | FieldDef[K]
    | undefined;
} & { readonly picklistValues?: readonly (PicklistValue | string)[] | undefined };

/** An object as a person writes it down. System fields (Id, OwnerId, CreatedDate …) are added for custom objects. */
export interface ObjectSpec {
  readonly name: string;
  readonly label?: string | undefined;
  readonly labelPlural?: string | undefined;
  /** Three characters. For a custom object one is assigned when it is left out. */
  readonly keyPrefix?: string | undefined;
  readonly flags?: Partial<ObjectFlags> | undefined;
  readonly fields: readonly FieldSpec[];
  /** What this object calls the rows of others that point to it, where the field of the other says nothing about it. */
  readonly childRelationships?: readonly ChildRelationship[] | undefined;
}
