import { checkSpec } from "./check-spec.ts";
import type { FieldSpec, ObjectSpec } from "./spec.ts";
import { bareName, completed, isCustomName, isEventName } from "./system.ts";
import type {
  ChildRelationship,
  FieldDef,
  FieldType,
  ObjectDef,
  ObjectFlags,
  PicklistValue,
  Schema,
} from "./types.ts";

export type { FieldSpec, ObjectSpec } from "./spec.ts";

const UNSORTABLE: ReadonlySet<FieldType> = new Set([
  "address",
  "location",
  "base64",
  "multipicklist",
  "encryptedstring",
  "complexvalue",
]);
const UNGROUPABLE: ReadonlySet<FieldType> = new Set([
  "address",
  "location",
  "base64",
  "currency",
  "datetime",
  "double",
  "multipicklist",
  "percent",
  "time",
  "encryptedstring",
  "complexvalue",
]);
const UNAGGREGATABLE: ReadonlySet<FieldType> = new Set([
  "address",
  "location",
  "base64",
  "boolean",
  "multipicklist",
  "encryptedstring",
  "complexvalue",
]);

const DECIMALS: ReadonlySet<FieldType> = new Set(["currency", "double", "percent"]);

const LENGTHS: Partial<Record<FieldType, number>> = {
  id: 18,
  reference: 18,
  picklist: 255,
  multipicklist: 4099,
  string: 255,
  textarea: 255,
  email: 80,
  phone: 40,
  url: 255,
};

/** Long text is neither filterable nor sortable. */
const isLongText = (type: FieldType, length: number): boolean => type === "textarea" && length > 4000;

function picklistValue(value: PicklistValue | string): PicklistValue {
  return typeof value === "string" ? { value, label: value, active: true, defaultValue: false } : value;
}

function typeDefaults(spec: FieldSpec): Partial<FieldDef> {
  const { type } = spec;
  const length = spec.length ?? LENGTHS[type] ?? 0;
  const long = isLongText(type, length);
  const compound = type === "address" || type === "location";
  const writeable = !(compound || type === "id" || spec.calculated === true || spec.autoNumber === true);
  const isBoolean = type === "boolean";
  return {
    length,
    precision: DECIMALS.has(type) ? 18 : 0,
    digits: type === "int" ? 8 : 0,
    nillable: !isBoolean && type !== "id",
    createable: writeable,
    updateable: writeable,
    defaultedOnCreate: isBoolean || type === "id",
    defaultValue: isBoolean ? false : null,
    filterable: !long && type !== "base64",
    sortable: !long && !UNSORTABLE.has(type),
    groupable: !long && !UNGROUPABLE.has(type) && spec.calculated !== true,
    aggregatable: !long && !UNAGGREGATABLE.has(type),
    idLookup: type === "id" || (spec.externalId ?? false),
    permissionable: type !== "id",
    stored: !compound,
  };
}

const PLAIN: Omit<FieldDef, "name" | "type" | "label" | "custom" | "picklistValues"> = {
  length: 0,
  precision: 0,
  scale: 0,
  digits: 0,
  nillable: true,
  createable: true,
  updateable: true,
  defaultedOnCreate: false,
  defaultValue: null,
  unique: false,
  caseSensitive: false,
  externalId: false,
  idLookup: false,
  autoNumber: false,
  calculated: false,
  nameField: false,
  filterable: true,
  sortable: true,
  groupable: true,
  aggregatable: true,
  permissionable: true,
  htmlFormatted: false,
  extraTypeInfo: null,
  restrictedPicklist: false,
  referenceTo: [],
  relationshipName: null,
  childRelationshipName: null,
  cascadeDelete: false,
  restrictedDelete: false,
  relationshipOrder: null,
  polymorphicForeignKey: false,
  compoundFieldName: null,
  stored: true,
};

/** Drops members whose value is undefined, so that spreading them keeps a default. */
function given<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** Returns the label that a field's name suggests: `Billing City`, `Owner ID`, and for `Id` the object's, `Account ID`. */
export function defaultLabel(name: string, objectLabel: string): string {
  if (name === "Id") return `${objectLabel} ID`;
  if (name.endsWith("__c")) return name.slice(0, -3).replaceAll("_", " ");
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/([A-Z])([A-Z][a-z])/g, "$1 $2");
  return words.replace(/ Id$/, " ID");
}

/** Resolves a field: fills in what follows from its type. */
export function defineField(spec: FieldSpec): FieldDef {
  const { picklistValues = [], ...rest } = spec;
  return {
    ...PLAIN,
    ...typeDefaults(spec),
    polymorphicForeignKey: (spec.referenceTo?.length ?? 0) > 1,
    ...given(rest),
    name: spec.name,
    type: spec.type,
    label: spec.label ?? defaultLabel(spec.name, "Record"),
    custom: spec.name.endsWith("__c"),
    picklistValues: picklistValues.map(picklistValue),
  };
}

/** The flags of an ordinary custom object. */
export const ORDINARY_FLAGS: ObjectFlags = Object.freeze({
  activateable: false,
  compactLayoutable: true,
  createable: true,
  customSetting: false,
  deepCloneable: false,
  deletable: true,
  deprecatedAndHidden: false,
  feedEnabled: false,
  hasSubtypes: false,
  isInterface: false,
  isSubtype: false,
  layoutable: true,
  mergeable: false,
  mruEnabled: true,
  queryable: true,
  replicateable: true,
  retrieveable: true,
  searchLayoutable: true,
  searchable: true,
  triggerable: true,
  undeletable: true,
  updateable: true,
});

const byLowerName = <T extends { readonly name: string }>(items: readonly T[]): Map<string, T> =>
  new Map(items.map((item) => [item.name.toLowerCase(), item]));

interface Draft {
  readonly spec: ObjectSpec;
  readonly fields: readonly FieldDef[];
}

/** Tells fields what the objects they point to call them. */
function nameChildren(drafts: readonly Draft[]): Draft[] {
  const told = new Map<string, ChildRelationship>();
  for (const { spec } of drafts) {
    for (const child of spec.childRelationships ?? []) {
      // Most parents of a polymorphic field call its rows the same; the first one that has a name for them is heard.
      const key = `${child.childSObject}.${child.field}`;
      if (!told.get(key)?.relationshipName) told.set(key, child);
    }
  }
  const name = (object: string, field: FieldDef): FieldDef => {
    const child = told.get(`${object}.${field.name}`);
    if (!child || field.childRelationshipName !== null) return field;
    const { relationshipName, cascadeDelete, restrictedDelete } = child;
    return { ...field, childRelationshipName: relationshipName, cascadeDelete, restrictedDelete };
  };
  return drafts.map(({ spec, fields }) => ({ spec, fields: fields.map((field) => name(spec.name, field)) }));
}

/** Finds the child lists of every object. */
function childIndex(drafts: readonly Draft[]): ReadonlyMap<string, readonly ChildRelationship[]> {
  const index = new Map<string, ChildRelationship[]>();
  for (const { spec, fields } of drafts) {
    for (const field of fields) {
      const child = {
        childSObject: spec.name,
        field: field.name,
        relationshipName: field.childRelationshipName,
        cascadeDelete: field.cascadeDelete,
        restrictedDelete: field.restrictedDelete,
      };
      for (const parent of field.referenceTo) {
        const siblings = index.get(parent);
        if (siblings) siblings.push(child);
        else index.set(parent, [child]);
      }
    }
  }
  return index;
}

function buildObject(
  draft: Draft,
  childRelationships: readonly ChildRelationship[],
  keyPrefix: string,
): ObjectDef {
  const { spec, fields } = draft;
  const fieldIndex = byLowerName(fields);
  const relationships = new Map(
    fields.flatMap((field) =>
      field.relationshipName ? [[field.relationshipName.toLowerCase(), field] as const] : [],
    ),
  );
  const children = new Map(
    childRelationships.flatMap((child) =>
      child.relationshipName ? [[child.relationshipName.toLowerCase(), child] as const] : [],
    ),
  );
  const label = spec.label ?? bareName(spec.name).replaceAll("_", " ");
  return {
    name: spec.name,
    label,
    labelPlural: spec.labelPlural ?? `${label}s`,
    keyPrefix,
    custom: isCustomName(spec.name),
    flags: { ...ORDINARY_FLAGS, ...(spec.flags ?? {}) },
    fields,
    childRelationships,
    nameField: fields.find((field) => field.nameField),
    field: (name) => fieldIndex.get(name.toLowerCase()),
    relationship: (name) => relationships.get(name.toLowerCase()),
    child: (name) => children.get(name.toLowerCase()),
  };
}

/** Merges specs of the same object: later fields are added to, or replace, earlier ones of the same name. */
function merge(specs: readonly ObjectSpec[]): ObjectSpec[] {
  const merged = new Map<string, ObjectSpec>();
  for (const spec of specs) {
    checkSpec(spec);
    const key = spec.name.toLowerCase();
    const earlier = merged.get(key);
    if (!earlier) {
      merged.set(key, completed(spec));
      continue;
    }
    const fields = byLowerName(earlier.fields);
    for (const field of spec.fields) fields.set(field.name.toLowerCase(), field);
    merged.set(key, { ...earlier, ...given(spec), name: earlier.name, fields: [...fields.values()] });
  }
  return [...merged.values()];
}

/**
 * Builds a schema from object specs. Specs of the same name are merged, so that fields can be added to a standard object.
 * @throws Error when two objects have one key prefix
 */
export function createSchema(specs: readonly ObjectSpec[]): Schema {
  const drafts = nameChildren(merge(specs).map((spec) => ({ spec, fields: spec.fields.map(defineField) })));
  const children = childIndex(drafts);
  const counts = { a: 0, e: 0 };
  const prefixOf = (spec: ObjectSpec): string => {
    const first = isEventName(spec.name) ? "e" : "a";
    return spec.keyPrefix ?? `${first}${(counts[first]++).toString(36).padStart(2, "0")}`;
  };
  const objects = drafts.map((draft) =>
    buildObject(draft, children.get(draft.spec.name) ?? [], prefixOf(draft.spec)),
  );
  const byName = byLowerName(objects);
  const byPrefix = new Map<string, ObjectDef>();
  for (const object of objects) {
    const other = byPrefix.get(object.keyPrefix);
    if (other)
      throw new Error(
        `Objects ${other.name} and ${object.name} both have the key prefix ${object.keyPrefix}: give one of them another keyPrefix.`,
      );
    byPrefix.set(object.keyPrefix, object);
  }
  return {
    object: (name) => byName.get(name.toLowerCase()),
    byPrefix: (id) => byPrefix.get(id.slice(0, 3)),
    objects: () => objects,
  };
}
