import { describeField } from "../schema/describe.ts";
import type { FieldDef, ObjectDef } from "../schema/types.ts";
import { notFound } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import { recordTypes } from "./describe.ts";
import { objectOf } from "./objects.ts";

/*
 * An org without a layout editor still has a layout: each object has one page with every field on it, in two columns.
 * Members and their shapes are those of SOAP API Developer Guide, "describeLayout()".
 */

type Json = Record<string, unknown>;

const COLUMNS = 2;

/** What is never on a page: keys, and the compound fields whose parts are there. */
const onPage = (field: FieldDef): boolean =>
  field.type !== "id" && field.type !== "address" && field.type !== "location" && field.name !== "IsDeleted";

function item(object: ObjectDef, field: FieldDef, tabOrder: number): Json {
  const details = describeField(field, object);
  return {
    editableForNew: field.createable,
    editableForUpdate: field.updateable,
    label: field.label,
    layoutComponents: [{ details, displayLines: 1, tabOrder, type: "Field", value: field.name }],
    placeholder: false,
    required: !field.nillable && !field.defaultedOnCreate && field.createable,
  };
}

const PLACEHOLDER: Json = Object.freeze({
  editableForNew: false,
  editableForUpdate: false,
  label: "",
  layoutComponents: [],
  placeholder: true,
  required: false,
});

function section(object: ObjectDef, ids: { section: string; layout: string }): Json {
  const items = object.fields.filter(onPage).map((field, index) => item(object, field, index + 1));
  if (items.length % COLUMNS !== 0) items.push(PLACEHOLDER);
  const layoutRows = Array.from({ length: items.length / COLUMNS }, (_, row) => ({
    layoutItems: items.slice(row * COLUMNS, (row + 1) * COLUMNS),
    numItems: COLUMNS,
  }));
  return {
    collapsed: false,
    columns: COLUMNS,
    heading: `${object.label} Information`,
    layoutRows,
    layoutSectionId: ids.section,
    parentLayoutId: ids.layout,
    rows: layoutRows.length,
    tabOrder: "LeftToRight",
    useCollapsibleSection: false,
    useHeading: false,
  };
}

/** The ids of layouts are the objects' prefixes behind Salesforce's own: stable, and one an object. */
const layoutId = (object: ObjectDef, prefix: string): string => `${prefix}000000000${object.keyPrefix}AAA`;

function relatedLists(object: ObjectDef): Json[] {
  return object.childRelationships.flatMap((child) =>
    child.relationshipName === null
      ? []
      : [
          {
            accessLevelRequiredForCreate: null,
            buttons: [],
            columns: [],
            custom: child.childSObject.endsWith("__c"),
            field: child.field,
            label: child.relationshipName,
            limitRows: 5,
            name: child.relationshipName,
            sobject: child.childSObject,
            sort: [],
          },
        ],
  );
}

function layout(object: ObjectDef): Json {
  const ids = { layout: layoutId(object, "00h"), section: layoutId(object, "01B") };
  return {
    buttonLayoutSection: { detailButtons: [] },
    detailLayoutSections: [section(object, ids)],
    editLayoutSections: [section(object, ids)],
    feedView: null,
    highlightsPanelLayoutSection: null,
    id: ids.layout,
    multirowEditLayoutSections: [],
    offlineLinks: [],
    quickActionList: { quickActionListItems: [] },
    relatedContent: null,
    relatedLists: relatedLists(object),
    saveOptions: [],
  };
}

const MASTER = "012000000000000AAA";

interface Mapped {
  readonly id: string;
  readonly name: string;
  readonly developerName: string;
  readonly active: boolean;
}

function mapping(call: Call, object: ObjectDef, type: Mapped): Json {
  const master = type.id === MASTER;
  const picklists = object.fields.filter((field) => onPage(field) && field.picklistValues.length > 0);
  return {
    active: type.active,
    available: true,
    defaultRecordTypeMapping: master,
    developerName: type.developerName,
    layoutId: layoutId(object, "00h"),
    master,
    name: type.name,
    picklistsForRecordType: picklists.map((field) => ({
      picklistName: field.name,
      picklistValues: describeField(field, object)["picklistValues"],
    })),
    recordTypeId: type.id,
    urls: { layout: `${call.base}/sobjects/${object.name}/describe/layouts/${type.id}` },
  };
}

function mappings(call: Call, object: ObjectDef): Json[] {
  const master = { id: MASTER, name: "Master", developerName: "Master", active: true };
  return [...recordTypes(call, object), master].map((type) => mapping(call, object, type));
}

function layouts(call: Call): Reply {
  const object = objectOf(call);
  const recordTypeMappings = mappings(call, object);
  const recordTypeSelectorRequired = [recordTypeMappings.length > 1];
  return { status: 200, json: { layouts: [layout(object)], recordTypeMappings, recordTypeSelectorRequired } };
}

function layoutOfType(call: Call): Reply {
  const object = objectOf(call);
  const known = mappings(call, object).some((type) => type["recordTypeId"] === call.params["recordTypeId"]);
  if (!known) throw notFound();
  return { status: 200, json: layout(object) };
}

function compactLayouts(call: Call): Reply {
  const object = objectOf(call);
  const { nameField } = object;
  const compact = {
    actions: [],
    fieldItems: nameField ? [item(object, nameField, 0)] : [],
    id: null,
    imageItems: [],
    label: "System Default",
    name: "SYSTEM",
    objectType: object.name,
  };
  const recordTypeCompactLayoutMappings = mappings(call, object).map((type) => ({
    available: true,
    compactLayoutId: null,
    compactLayoutName: "SYSTEM",
    recordTypeId: type["recordTypeId"],
    recordTypeName: type["name"],
    urls: {},
  }));
  const json = { compactLayouts: [compact], defaultCompactLayoutId: null, recordTypeCompactLayoutMappings };
  return { status: 200, json: { ...json, urls: {} } };
}

const PATH = "/services/data/:version/sobjects/:object/describe";

/** sObject Layouts and Compact Layouts. */
export const routes: readonly Route[] = [
  { method: "GET", path: `${PATH}/layouts`, handler: layouts },
  { method: "GET", path: `${PATH}/layouts/:recordTypeId`, handler: layoutOfType },
  { method: "GET", path: `${PATH}/compactLayouts`, handler: compactLayouts },
];
