import { createSchema } from "../../src/schema/define.ts";
import { createIdSource } from "../../src/schema/ids.ts";
import { standardObjects } from "../../src/schema/standard.ts";
import { compileSoql } from "../../src/soql/compile.ts";
import type { SoqlContext } from "../../src/soql/context.ts";
import { countRows, fetchRows, toRecords } from "../../src/soql/run.ts";
import type { CompiledQuery } from "../../src/soql/shape.ts";
import { openStore } from "../../src/store/store.ts";
import type { Store } from "../../src/store/types.ts";

export const NOW: Date = new Date("2026-11-22T10:20:30.000Z");
export const ADMIN = "005000000000000AAA";

type Row = Record<string, unknown>;

/** The standard objects that these tests are about; the others would only cost time. */
const OBJECTS: ReadonlySet<string> = new Set([
  "Account",
  "Contact",
  "Lead",
  "Opportunity",
  "Task",
  "User",
  "Group",
]);

/** An org with some standard objects, a custom one and no rows but an administrator. */
export function openOrg(file = ":memory:"): Store {
  const schema = createSchema([
    ...standardObjects().filter((object) => OBJECTS.has(object.name)),
    {
      name: "Widget__c",
      fields: [
        { name: "Ext__c", type: "string", length: 20, externalId: true, unique: true, caseSensitive: true },
        { name: "Size__c", type: "double", precision: 16, scale: 4 },
        { name: "Count__c", type: "int" },
        { name: "Live__c", type: "boolean" },
        { name: "Day__c", type: "date" },
        { name: "At__c", type: "datetime" },
        { name: "Clock__c", type: "time" },
        { name: "Note__c", type: "textarea", length: 32000 },
        {
          name: "Colour__c",
          type: "picklist",
          picklistValues: [
            { value: "Red", label: "Rouge", active: true, defaultValue: false },
            { value: "Green", label: "Vert", active: true, defaultValue: false },
            { value: "Blue", label: "Bleu", active: true, defaultValue: false },
          ],
        },
        { name: "Tags__c", type: "multipicklist", picklistValues: ["a", "b", "c"] },
        {
          name: "Account__c",
          type: "reference",
          referenceTo: ["Account"],
          relationshipName: "Account__r",
          childRelationshipName: "Widgets__r",
        },
        { name: "Place__c", type: "location" },
        { name: "Place__Latitude__s", type: "double", scale: 6, compoundFieldName: "Place__c" },
        { name: "Place__Longitude__s", type: "double", scale: 6, compoundFieldName: "Place__c" },
      ],
    },
  ]);
  const store = openStore({ schema, ids: createIdSource(1), clock: () => NOW, file });
  seed(store, "User", { Id: ADMIN, Username: "admin@example.com", LastName: "Admin", FirstName: "Ada" });
  return store;
}

/** Inserts a row with any fields at all and returns its id. */
export function seed(store: Store, object: string, fields: Row): string {
  const result = store.insert(object, fields, { userId: ADMIN, source: "seed" });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.id;
}

export function compile(store: Store, soql: string, change: Partial<SoqlContext> = {}): CompiledQuery {
  return compileSoql({
    schema: store.schema,
    soql,
    version: 60,
    includeDeleted: false,
    now: NOW,
    timeZone: "UTC",
    fiscalYearStartMonth: 1,
    userId: ADMIN,
    ...change,
  });
}

/** Runs a query and returns its records as JSON would show them. */
export function query(store: Store, soql: string, change: Partial<SoqlContext> = {}): Row[] {
  const compiled = compile(store, soql, change);
  const rows = fetchRows(store, compiled, { take: compiled.limit ?? 2000 });
  return toRecords(compiled, rows, {
    store,
    schema: store.schema,
    base: "/services/data/v60.0",
    childPageSize: 2000,
    keepRest: (_children, parentId) => `rest of ${parentId}`,
  });
}

/** Runs a query and returns one column. */
export function column(store: Store, soql: string, change: Partial<SoqlContext> = {}): unknown[] {
  return query(store, soql, change).map((record) => Object.values(record)[1]);
}

export function count(store: Store, soql: string, change: Partial<SoqlContext> = {}): number {
  return countRows(store, compile(store, soql, change));
}
