import { fullLinks, globalLinks } from "./describe-links.ts";
import type { ChildRelationship, FieldDef, FieldType, ObjectDef } from "./types.ts";

/** A JSON object of a describe answer. */
export type Described = Record<string, unknown>;

/** A record type of an object, as a row of the RecordType table. */
export interface RecordTypeFacts {
  readonly id: string;
  readonly name: string;
  readonly developerName: string;
  readonly active: boolean;
}

/** Where the answer is read: its URLs depend on it. */
export interface DescribeScope {
  /** The base of resource paths, e.g. `/services/data/v60.0`. */
  readonly base: string;
  /** The base URL of the org. */
  readonly url: string;
  readonly recordTypes: readonly RecordTypeFacts[];
}

const MASTER_RECORD_TYPE = "012000000000000AAA";

/** Objects with layouts that can have no record types: they do not show the master one. */
const WITHOUT_RECORD_TYPES: ReadonlySet<string> = new Set(["OpportunityContactRole", "Topic", "User"]);

const SOAP_TYPES: Partial<Record<FieldType, string>> = {
  address: "urn:address",
  anyType: "xsd:anyType",
  base64: "xsd:base64Binary",
  boolean: "xsd:boolean",
  currency: "xsd:double",
  date: "xsd:date",
  datetime: "xsd:dateTime",
  double: "xsd:double",
  id: "tns:ID",
  int: "xsd:int",
  location: "urn:location",
  long: "xsd:long",
  percent: "xsd:double",
  reference: "tns:ID",
  time: "xsd:time",
};

const NOT_PREFILTERABLE: ReadonlySet<string> = new Set([
  "OwnerId",
  "CreatedById",
  "LastModifiedById",
  "RecordTypeId",
  "MasterRecordId",
]);

/** Text is three bytes a character; ids are one. Very long text is counted in characters. */
function byteLength(field: FieldDef): number {
  if (field.type === "id" || field.type === "reference") return field.length;
  return field.length > 33_000 ? field.length : field.length * 3;
}

function searchPrefilterable(field: FieldDef, object: ObjectDef): boolean {
  if (field.type !== "reference" || field.relationshipName === null) return false;
  return object.flags.searchable && !NOT_PREFILTERABLE.has(field.name);
}

function describePicklist(field: FieldDef): Described[] {
  return field.picklistValues.map(({ active, defaultValue, label, value }) => ({
    active,
    defaultValue,
    label,
    validFor: null,
    value,
  }));
}

/** Describes one field, with all the members of a real answer. */
export function describeField(field: FieldDef, object: ObjectDef): Described {
  const masterDetail = field.relationshipOrder !== null;
  return {
    aggregatable: field.aggregatable,
    aiPredictionField: false,
    autoNumber: field.autoNumber,
    byteLength: byteLength(field),
    calculated: field.calculated,
    calculatedFormula: null,
    // On the field the flag is for master-detail alone; what cascades from the parent stands in its child relationships.
    cascadeDelete: masterDetail && field.cascadeDelete,
    caseSensitive: field.caseSensitive,
    compoundFieldName: field.compoundFieldName,
    controllerName: null,
    createable: field.createable,
    custom: field.custom,
    defaultValue: field.defaultValue,
    defaultValueFormula: null,
    defaultedOnCreate: field.defaultedOnCreate,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.digits,
    displayLocationInDecimal: false,
    encrypted: field.type === "encryptedstring",
    externalId: field.externalId,
    extraTypeInfo: field.extraTypeInfo,
    filterable: field.filterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: field.groupable,
    highScaleNumber: false,
    htmlFormatted: field.htmlFormatted,
    idLookup: field.idLookup,
    inlineHelpText: null,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField,
    namePointing: field.polymorphicForeignKey && field.relationshipName !== null,
    nillable: field.nillable,
    permissionable: field.permissionable,
    picklistValues: describePicklist(field),
    polymorphicForeignKey: field.polymorphicForeignKey,
    precision: field.precision,
    queryByDistance: field.type === "address" || field.type === "location",
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: field.relationshipOrder,
    restrictedDelete: field.custom && field.restrictedDelete,
    restrictedPicklist: field.restrictedPicklist,
    scale: field.scale,
    searchPrefilterable: searchPrefilterable(field, object),
    soapType: SOAP_TYPES[field.type] ?? "xsd:string",
    sortable: field.sortable,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable,
    writeRequiresMasterRead: false,
  };
}

function describeChild(child: ChildRelationship): Described {
  return {
    cascadeDelete: child.cascadeDelete,
    childSObject: child.childSObject,
    deprecatedAndHidden: false,
    field: child.field,
    junctionIdListNames: [],
    junctionReferenceTo: [],
    relationshipName: child.relationshipName,
    restrictedDelete: child.restrictedDelete,
  };
}

/** The members that the global describe has for an object; the full describe has them too. */
function describeFlags(object: ObjectDef): Described {
  const { flags } = object;
  return {
    activateable: flags.activateable,
    associateEntityType: null,
    associateParentEntity: null,
    createable: flags.createable,
    custom: object.custom,
    customSetting: flags.customSetting,
    deepCloneable: flags.deepCloneable,
    deletable: flags.deletable,
    deprecatedAndHidden: flags.deprecatedAndHidden,
    feedEnabled: flags.feedEnabled,
    hasSubtypes: flags.hasSubtypes,
    isInterface: flags.isInterface,
    isSubtype: flags.isSubtype,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: flags.layoutable,
    mergeable: flags.mergeable,
    mruEnabled: flags.mruEnabled,
    name: object.name,
    queryable: flags.queryable,
    replicateable: flags.replicateable,
    retrieveable: flags.retrieveable,
    searchable: flags.searchable,
    triggerable: flags.triggerable,
    undeletable: flags.undeletable,
    updateable: flags.updateable,
  };
}

/** Describes an object as the global describe and `GET sobjects/T` do. */
export function describeBrief(object: ObjectDef, base: string): Described {
  return { ...describeFlags(object), urls: globalLinks(object, base) };
}

function recordTypeInfos(object: ObjectDef, scope: DescribeScope): Described[] {
  if (WITHOUT_RECORD_TYPES.has(object.name)) return [];
  const info = (type: RecordTypeFacts, master: boolean): Described => ({
    active: type.active,
    available: type.active,
    defaultRecordTypeMapping: master && scope.recordTypes.length === 0,
    developerName: type.developerName,
    master,
    name: type.name,
    recordTypeId: type.id,
    urls: { layout: `${scope.base}/sobjects/${object.name}/describe/layouts/${type.id}` },
  });
  const master = { id: MASTER_RECORD_TYPE, name: "Master", developerName: "Master", active: true };
  return [...scope.recordTypes.map((type) => info(type, false)), info(master, true)];
}

/** The one standard object with a second layout is the user. */
function namedLayouts(object: ObjectDef, scope: DescribeScope): Described[] {
  if (object.name !== "User") return [];
  return [{ name: "UserAlt", urls: { layout: `${scope.base}/sobjects/User/describe/namedLayouts/UserAlt` } }];
}

/** Describes an object in full, as `GET sobjects/T/describe` does. */
export function describeObject(object: ObjectDef, scope: DescribeScope): Described {
  const plural = object.labelPlural.toLowerCase();
  const mine = object.field("OwnerId") ? [{ label: `My ${plural}`, name: "mine" }] : [];
  return {
    actionOverrides: [],
    ...describeFlags(object),
    childRelationships: object.childRelationships.map(describeChild),
    compactLayoutable: object.flags.compactLayoutable,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: object.fields.map((field) => describeField(field, object)),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: namedLayouts(object, scope),
    networkScopeFieldName: null,
    recordTypeInfos: object.flags.layoutable ? recordTypeInfos(object, scope) : [],
    searchLayoutable: object.flags.searchLayoutable,
    sobjectDescribeOption: "FULL",
    supportedScopes: [{ label: `All ${plural}`, name: "everything" }, ...mine],
    urls: fullLinks(object, scope),
  };
}
