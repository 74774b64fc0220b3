import { createSchema, type ObjectSpec } from "../../src/schema/define.ts";
import { createIdSource } from "../../src/schema/ids.ts";
import { openStore, type StoreOptions } from "../../src/store/store.ts";
import type { Store, WriteContext } from "../../src/store/types.ts";

export const clock = (): Date => new Date("2026-11-22T10:20:30.456Z");

export const USER: ObjectSpec = {
  name: "User",
  keyPrefix: "005",
  fields: [
    { name: "Id", type: "id" },
    { name: "Username", type: "string", length: 80, nillable: false, idLookup: true },
    { name: "LastName", type: "string", length: 80, nillable: false },
    { name: "FirstName", type: "string", length: 40 },
    { name: "Name", type: "string", length: 121, createable: false, updateable: false, nillable: false },
  ],
};

export const WIDGET: ObjectSpec = {
  name: "Widget__c",
  keyPrefix: "a00",
  fields: [
    { name: "Ext__c", type: "string", length: 20, externalId: true, unique: true },
    { name: "Loose__c", type: "string", length: 20, externalId: true },
    { name: "Size__c", type: "double", precision: 6, scale: 2 },
    { name: "Count__c", type: "int" },
    { name: "Live__c", type: "boolean" },
    { name: "Day__c", type: "date" },
    { name: "At__c", type: "datetime" },
    { name: "Clock__c", type: "time" },
    { name: "Mail__c", type: "email" },
    { name: "Colour__c", type: "picklist", restrictedPicklist: true, picklistValues: ["Red", "Green"] },
    { name: "Tags__c", type: "multipicklist", picklistValues: ["a", "b"] },
    { name: "Must__c", type: "string", length: 5, nillable: false },
    { name: "Sum__c", type: "double", calculated: true },
    {
      name: "Parent__c",
      type: "reference",
      referenceTo: ["Widget__c"],
      relationshipName: "Parent__r",
      childRelationshipName: "Children__r",
    },
  ],
};

export const PART: ObjectSpec = {
  name: "Part__c",
  keyPrefix: "a01",
  fields: [
    {
      name: "Widget__c",
      type: "reference",
      referenceTo: ["Widget__c"],
      relationshipName: "Widget__r",
      childRelationshipName: "Parts__r",
      nillable: false,
      cascadeDelete: true,
    },
    {
      name: "Blocker__c",
      type: "reference",
      referenceTo: ["Widget__c"],
      relationshipName: "Blocker__r",
      restrictedDelete: true,
    },
  ],
};

export const ADMIN = "005000000000000AAA";
export const ctx: WriteContext = { userId: ADMIN };

/** A store with widgets, parts and one user. */
export function widgetStore(options: Partial<StoreOptions> = {}): Store {
  const schema = createSchema([
    USER,
    WIDGET,
    PART,
    { name: "Group", keyPrefix: "00G", fields: [{ name: "Id", type: "id" }] },
  ]);
  const store = openStore({ schema, ids: createIdSource(1), clock, file: ":memory:", ...options });
  if (store.count("User") === 0) {
    store.insert(
      "User",
      { Id: ADMIN, Username: "admin@example.com", LastName: "Admin" },
      { ...ctx, source: "seed" },
    );
  }
  return store;
}
