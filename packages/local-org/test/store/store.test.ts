import { afterEach, describe, expect, it } from "vitest";
import type { Fields, Store, WriteResult } from "../../src/store/types.ts";
import { ADMIN, ctx, widgetStore } from "./fixture.ts";

let store: Store;
afterEach(() => store.close());

const insert = (fields: Fields): WriteResult => store.insert("Widget__c", { Must__c: "x", ...fields }, ctx);
const idOf = (result: WriteResult): string => {
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.id;
};
const errorsOf = (result: WriteResult): unknown => (result.ok ? "saved" : result.errors);

describe("insert", () => {
  it("fills in the system fields", () => {
    store = widgetStore();
    const id = idOf(insert({ Name: "W" }));
    expect(id).toMatch(/^a00[0-9A-Za-z]{15}$/);
    expect(store.get("Widget__c", id)).toMatchObject({
      Name: "W",
      OwnerId: ADMIN,
      CreatedById: ADMIN,
      CreatedDate: "2026-11-22T10:20:30.000Z",
      SystemModstamp: "2026-11-22T10:20:30.000Z",
      IsDeleted: 0,
      Live__c: 0,
    });
  });

  it("names a row that came without a name by its id", () => {
    store = widgetStore();
    const id = idOf(insert({}));
    expect(store.get("Widget__c", id)?.["Name"]).toBe(id.slice(0, 15));
  });

  it("gives the same ids for the same seed and order", () => {
    store = widgetStore();
    const first = idOf(insert({}));
    store.close();
    store = widgetStore();
    expect(idOf(insert({}))).toBe(first);
  });

  it("lists every missing required field in one error", () => {
    store = widgetStore();
    expect(errorsOf(store.insert("Part__c", {}, ctx))).toEqual([
      {
        statusCode: "REQUIRED_FIELD_MISSING",
        message: "Required fields are missing: [Widget__c]",
        fields: ["Widget__c"],
      },
    ]);
  });

  it("keeps a unique value unique, and names the row that has it", () => {
    store = widgetStore();
    const id = idOf(insert({ Ext__c: "one" }));
    expect(errorsOf(insert({ Ext__c: "ONE" }))).toEqual([
      {
        statusCode: "DUPLICATE_VALUE",
        message: `duplicate value found: Ext__c duplicates value on record with id: ${id.slice(0, 15)}`,
        fields: [],
      },
    ]);
  });
});

describe("transaction", () => {
  it("takes everything back when it throws, the inner one only its own part", () => {
    store = widgetStore();
    store.transaction(() => {
      insert({ Name: "kept" });
      expect(() =>
        store.transaction(() => {
          insert({ Name: "gone" });
          throw new Error("inner");
        }),
      ).toThrow("inner");
    });
    expect(store.count("Widget__c")).toBe(1);
  });
});
