import { FIELD_TYPES } from "./check-spec.ts";
import type { FieldSpec, ObjectSpec } from "./define.ts";
import type { FieldType, ObjectFlags, PicklistValue } from "./types.ts";

type Json = Record<string, unknown>;

/** The members of a described field that mean the same in a spec. */
const SAME = [
  "label",
  "length",
  "precision",
  "scale",
  "digits",
  "nillable",
  "createable",
  "updateable",
  "defaultedOnCreate",
  "defaultValue",
  "unique",
  "caseSensitive",
  "externalId",
  "idLookup",
  "autoNumber",
  "calculated",
  "nameField",
  "filterable",
  "sortable",
  "groupable",
  "aggregatable",
  "permissionable",
  "htmlFormatted",
  "extraTypeInfo",
  "restrictedPicklist",
  "referenceTo",
  "relationshipName",
  "relationshipOrder",
  "polymorphicForeignKey",
  "compoundFieldName",
  "cascadeDelete",
  "restrictedDelete",
] as const;

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Takes over the members that are there. */
function pick(json: Json, names: readonly string[]): Json {
  return Object.fromEntries(
    names.filter((name) => json[name] !== undefined).map((name) => [name, json[name]]),
  );
}

function picklistValue(json: Json): PicklistValue {
  const value = String(json["value"]);
  const { label, active = true, defaultValue = false } = json;
  return {
    value,
    label: typeof label === "string" ? label : value,
    active: active === true,
    defaultValue: defaultValue === true,
  };
}

function fieldFrom(object: string, json: unknown): FieldSpec {
  if (!isJson(json) || typeof json["name"] !== "string" || !FIELD_TYPES.has(String(json["type"]))) {
    const what = isJson(json)
      ? `${String(json["name"])} has the type ${String(json["type"])}`
      : "one is no object";
    throw new Error(`Cannot read the describe of ${object}: of its fields, ${what}.`);
  }
  const values = Array.isArray(json["picklistValues"]) ? json["picklistValues"].filter(isJson) : [];
  const facts = { ...pick(json, SAME), name: json["name"], type: json["type"] as FieldType };
  return { ...facts, picklistValues: values.map(picklistValue) };
}

const FLAGS: readonly (keyof ObjectFlags)[] = [
  "activateable",
  "compactLayoutable",
  "createable",
  "customSetting",
  "deepCloneable",
  "deletable",
  "deprecatedAndHidden",
  "feedEnabled",
  "hasSubtypes",
  "isInterface",
  "isSubtype",
  "layoutable",
  "mergeable",
  "mruEnabled",
  "queryable",
  "replicateable",
  "retrieveable",
  "searchLayoutable",
  "searchable",
  "triggerable",
  "undeletable",
  "updateable",
];

function childrenFrom(json: Json): NonNullable<ObjectSpec["childRelationships"]> {
  const children = Array.isArray(json["childRelationships"]) ? json["childRelationships"].filter(isJson) : [];
  return children.map((child) => ({
    childSObject: String(child["childSObject"]),
    field: String(child["field"]),
    relationshipName: typeof child["relationshipName"] === "string" ? child["relationshipName"] : null,
    cascadeDelete: child["cascadeDelete"] === true,
    restrictedDelete: child["restrictedDelete"] === true,
  }));
}

/** Whether a JSON value is an sObject Describe Result, as `GET sobjects/T/describe` answers it. */
export function isDescribe(json: unknown): json is Json {
  if (!isJson(json) || typeof json["name"] !== "string" || !Array.isArray(json["fields"])) return false;
  return "keyPrefix" in json && "urls" in json;
}

/**
 * Makes an object of the local org from the describe of a real one.
 * @throws Error that names what is wrong, where it is no describe result
 * @example
 * ```ts
 * const objects = [objectFromDescribe(JSON.parse(describeOfARealObject))];
 * await using org = await startLocalOrg({ objects });
 * ```
 */
export function objectFromDescribe(json: unknown): ObjectSpec {
  if (!isDescribe(json)) {
    throw new Error(
      "This is no describe result: expected the JSON answer of /services/data/vXX.X/sobjects/{name}/describe.",
    );
  }
  const name = String(json["name"]);
  const fields = (json["fields"] as unknown[]).map((field) => fieldFrom(name, field));
  const { keyPrefix, label, labelPlural } = json;
  return {
    name,
    fields,
    ...(typeof keyPrefix === "string" ? { keyPrefix } : {}),
    ...(typeof label === "string" ? { label } : {}),
    ...(typeof labelPlural === "string" ? { labelPlural } : {}),
    flags: Object.fromEntries(
      FLAGS.filter((flag) => typeof json[flag] === "boolean").map((flag) => [flag, json[flag]]),
    ),
    childRelationships: childrenFrom(json),
  };
}
