import type { FieldSpec, ObjectSpec } from "./spec.ts";
import type { ObjectFlags } from "./types.ts";

/** The fields that Salesforce itself adds to every custom object. */
export function systemFields(label: string): FieldSpec[] {
  const fixed = { createable: false, updateable: false, nillable: false, permissionable: false } as const;
  const user = { type: "reference", referenceTo: ["User"], ...fixed, defaultedOnCreate: true } as const;
  const stamp = { type: "datetime", ...fixed, defaultedOnCreate: true } as const;
  return [
    {
      name: "Id",
      type: "id",
      label: "Record ID",
      nillable: false,
      defaultedOnCreate: true,
      permissionable: false,
    },
    {
      name: "OwnerId",
      type: "reference",
      label: "Owner ID",
      referenceTo: ["Group", "User"],
      relationshipName: "Owner",
      nillable: false,
      defaultedOnCreate: true,
      permissionable: false,
    },
    { name: "IsDeleted", type: "boolean", label: "Deleted", ...fixed },
    {
      name: "Name",
      type: "string",
      label: `${label} Name`,
      length: 80,
      nameField: true,
      idLookup: true,
      defaultedOnCreate: true,
      permissionable: false,
    },
    { name: "CreatedDate", label: "Created Date", ...stamp },
    { name: "CreatedById", label: "Created By ID", relationshipName: "CreatedBy", ...user },
    { name: "LastModifiedDate", label: "Last Modified Date", ...stamp },
    { name: "LastModifiedById", label: "Last Modified By ID", relationshipName: "LastModifiedBy", ...user },
    { name: "SystemModstamp", label: "System Modstamp", ...stamp },
  ];
}

/** Whether a name is that of a platform event. */
export const isEventName = (name: string): boolean => name.endsWith("__e");

/** What an event is published and never read (Platform Events Developer Guide). */
const EVENT_FLAGS: Partial<ObjectFlags> = Object.freeze({
  compactLayoutable: false,
  deletable: false,
  layoutable: false,
  mruEnabled: false,
  queryable: false,
  replicateable: false,
  retrieveable: false,
  searchLayoutable: false,
  searchable: false,
  undeletable: false,
  updateable: false,
});

/** The fields that Salesforce itself adds to every platform event. */
function eventFields(): FieldSpec[] {
  const fixed = { createable: false, updateable: false, nillable: false, permissionable: false } as const;
  return [
    { name: "ReplayId", type: "string", label: "Replay ID", length: 1000, ...fixed, nillable: true },
    { name: "CreatedDate", type: "datetime", label: "Created Date", ...fixed, defaultedOnCreate: true },
    {
      name: "CreatedById",
      type: "reference",
      label: "Created By ID",
      referenceTo: ["User"],
      relationshipName: "CreatedBy",
      ...fixed,
      defaultedOnCreate: true,
    },
    { name: "EventUuid", type: "string", label: "Event UUID", length: 36, ...fixed, nillable: true },
  ];
}

/** Whether a name is that of an object of the org's own. */
export const isCustomName = (name: string): boolean => name.endsWith("__c") || isEventName(name);

/** A label that a custom object's name suggests. */
export const bareName = (name: string): string => name.replace(/__[ce]$/, "");

/** Adds to a custom object what Salesforce adds. */
export function completed(spec: ObjectSpec): ObjectSpec {
  if (!isCustomName(spec.name)) return spec;
  const own = new Set(spec.fields.map((field) => field.name.toLowerCase()));
  const event = isEventName(spec.name);
  const system = event ? eventFields() : systemFields(spec.label ?? bareName(spec.name));
  const missing = system.filter((field) => !own.has(field.name.toLowerCase()));
  const flags = event ? { flags: { ...EVENT_FLAGS, ...spec.flags } } : {};
  return { ...spec, ...flags, fields: [...missing, ...spec.fields] };
}
