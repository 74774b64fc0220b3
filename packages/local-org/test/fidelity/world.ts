import {
  type FieldSpec,
  type LocalOrg,
  makeKeyPair,
  type ObjectSpec,
  startLocalOrg,
} from "kinetic-local-org";
import { standardObjects } from "../../src/schema/standard.ts";
import { systemFields } from "../../src/schema/system.ts";
import type { Evidence } from "./evidence.ts";

export const NOW: Date = new Date("2026-11-22T10:20:30.456Z");

/** What the recorded orgs had beside the standard objects, as far as requests show it and answers do not. */
const OBJECTS: readonly ObjectSpec[] = [
  {
    name: "Custom_Object__c",
    keyPrefix: "a1e",
    fields: [{ name: "ExternalId__c", type: "string", length: 40, externalId: true, unique: true }],
  },
  {
    name: "CustomObject__c",
    keyPrefix: "a0c",
    fields: [
      { name: "Friend__c", type: "reference", referenceTo: ["Contact"], relationshipName: "Friend__r" },
      { name: "SynchronizationId__c", type: "string", length: 40 },
    ],
  },
  {
    name: "CustomObjectDetail__c",
    keyPrefix: "a0d",
    fields: [
      {
        name: "CustomObject__c",
        type: "reference",
        referenceTo: ["CustomObject__c"],
        relationshipName: "CustomObject__r",
        relationshipOrder: 0,
        cascadeDelete: true,
        nillable: false,
      },
    ],
  },
  { name: "Spaceship__c", fields: [{ name: "Website__c", type: "url", nillable: false }] },
  { name: "TestObject15__c", fields: [] },
  { name: "Franchise__c", keyPrefix: "a0f", fields: [] },
  {
    name: "Movie__c",
    keyPrefix: "a0m",
    fields: [
      { name: "ReleaseDate__c", type: "date" },
      {
        name: "Franchise__c",
        type: "reference",
        referenceTo: ["Franchise__c"],
        relationshipName: "Franchise__r",
      },
      {
        name: "Rating__c",
        label: "Rating",
        type: "picklist",
        restrictedPicklist: true,
        picklistValues: ["Excellent", "Bad"],
      },
    ],
  },
  { name: "Account", fields: [{ name: "email_field__c", label: "email_field", type: "email" }] },
  {
    name: "Contact",
    fields: [
      { name: "email_field__c", label: "email field", type: "email" },
      { name: "checkbox_field__c", type: "boolean" },
    ],
  },
  {
    name: "Opportunity",
    fields: [
      { name: "external_id__c", type: "string", length: 40, externalId: true, unique: true },
      {
        name: "ContactId",
        type: "reference",
        referenceTo: ["Contact"],
        relationshipName: "Contact",
        childRelationshipName: "Opportunities",
      },
    ],
  },
  // Objects of fixtures whose authors made up a name.
  { name: "Whizbang", keyPrefix: "a0w", fields: systemFields("Whizbang") },
  { name: "Unreal", keyPrefix: "a0u", fields: systemFields("Unreal") },
];

const STANDARD = new Map(standardObjects().map((object) => [object.name.toLowerCase(), object]));
const SYSTEM = new Set(
  "id ownerid isdeleted name createddate createdbyid lastmodifieddate lastmodifiedbyid systemmodstamp".split(
    " ",
  ),
);

/** Adds what recordings show to what is known of the recorded orgs. */
function mergeObjects(recorded: readonly Evidence[]): ObjectSpec[] {
  const merged = new Map(
    OBJECTS.map((object) => [object.name.toLowerCase(), { ...object, fields: [...object.fields] }]),
  );
  for (const [name, { fields }] of recorded.flatMap(({ seen }) => [...seen])) {
    const key = name.toLowerCase();
    const own = name.endsWith("__c") || STANDARD.has(key);
    const object = merged.get(key) ?? { name, fields: own ? [] : [{ name: "Id", type: "id" } as FieldSpec] };
    merged.set(key, object);
    const standard = STANDARD.get(key)?.fields.map((field) => field.name.toLowerCase()) ?? [];
    const known = new Set([...standard, ...object.fields.map((field) => field.name.toLowerCase())]);
    for (const field of fields.values()) {
      const lower = field.name.toLowerCase();
      if (!known.has(lower) && !(name.endsWith("__c") && SYSTEM.has(lower)) && lower !== "id")
        object.fields.push(field);
    }
  }
  return [...merged.values()];
}

/** Starts one org that can be made equivalent to every recorded one. */
export async function startWorld(recorded: readonly Evidence[]): Promise<LocalOrg> {
  return startLocalOrg({
    keyPair: await makeKeyPair(),
    clock: () => NOW,
    // Recorded before new orgs were made without it.
    policies: { usernamePasswordFlow: true },
    apiVersions: { min: 20, max: 68 },
    objects: mergeObjects(recorded),
    users: [{ username: "admin@example.com" }, { username: "old@example.com", passwordExpired: true }],
  });
}
