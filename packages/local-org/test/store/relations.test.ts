import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Fields, Store, WriteResult } from "../../src/store/types.ts";
import { ADMIN, ctx, widgetStore } from "./fixture.ts";

let store: Store;
beforeEach(() => {
  store = widgetStore();
});
afterEach(() => store.close());

const idOf = (result: WriteResult): string => {
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.id;
};
const widget = (fields: Fields = {}): string =>
  idOf(store.insert("Widget__c", { Must__c: "x", ...fields }, ctx));
const part = (fields: Fields): string => idOf(store.insert("Part__c", fields, ctx));
const codes = (result: WriteResult): string[] =>
  result.ok ? [] : result.errors.map((error) => error.statusCode);
const messages = (result: WriteResult): string[] =>
  result.ok ? [] : result.errors.map((error) => error.message);

describe("parents by their external ids", () => {
  it("resolves a nested object", () => {
    const parent = widget({ Ext__c: "P1" });
    const child = widget({ Parent__r: { Ext__c: "p1" } });
    expect(store.get("Widget__c", child)?.["Parent__c"]).toBe(parent);
  });

  it("resolves a column of a file", () => {
    const parent = widget({ Ext__c: "P1" });
    const bulk = { ...ctx, source: "bulk" } as const;
    const child = idOf(store.insert("Part__c", { "Widget__r.Ext__c": "P1" }, bulk));
    expect(store.get("Part__c", child)?.["Widget__c"]).toBe(parent);
  });

  it("wants the type of a polymorphic parent first", () => {
    const byName = { Username: "admin@example.com" };
    expect(messages(store.insert("Widget__c", { Must__c: "x", Owner: byName }, ctx))).toEqual([
      "Nested object for polymorphic foreign key must have an attributes field before any other fields.",
    ]);
    const owned = widget({ Owner: { attributes: { type: "User" }, ...byName } });
    expect(store.get("Widget__c", owned)?.["OwnerId"]).toBe(ADMIN);
    const typed = store.insert(
      "Widget__c",
      { Must__c: "x", "User:Owner.Username": "admin@example.com" },
      ctx,
    );
    expect(typed.ok).toBe(true);
  });

  it("says which parent it did not find, and which field finds none", () => {
    expect(messages(store.insert("Widget__c", { Must__c: "x", Parent__r: { Ext__c: "Nope" } }, ctx))).toEqual(
      ["Foreign key external ID: nope not found for field Ext__c in entity Widget__c"],
    );
    expect(messages(store.insert("Widget__c", { Must__c: "x", Parent__r: { Must__c: "x" } }, ctx))).toEqual([
      "Field name provided, Must__c does not match an External ID, Salesforce Id, or indexed field for Widget__c",
    ]);
  });

  it("does not choose between two parents", () => {
    widget({ Loose__c: "same" });
    widget({ Loose__c: "same" });
    expect(
      messages(store.insert("Widget__c", { Must__c: "x", Parent__r: { Loose__c: "same" } }, ctx))[0],
    ).toContain("More than one record found");
  });

  it("empties a lookup", () => {
    const parent = widget({ Ext__c: "P1" });
    const child = widget({ Parent__c: parent });
    expect(store.update("Widget__c", { Id: child, Parent__r: null }, ctx).ok).toBe(true);
    expect(store.get("Widget__c", child)?.["Parent__c"]).toBeNull();
  });
});

describe("update", () => {
  it("changes what is given and nothing else", () => {
    const id = widget({ Name: "before", Count__c: 1 });
    expect(store.update("Widget__c", { id: id.slice(0, 15), Name: "after" }, ctx)).toEqual({
      ok: true,
      id,
      created: false,
    });
    expect(store.get("Widget__c", id)).toMatchObject({ Name: "after", Count__c: 1 });
  });

  it.each([
    [{ Name: "x" }, "MISSING_ARGUMENT", "Id not specified in an update call"],
    [{ Id: "x" }, "MALFORMED_ID", "Record ID: id value of incorrect type: x"],
    [{ Id: ADMIN }, "MALFORMED_ID", `Record ID: id value of incorrect type: ${ADMIN}`],
    [{ Id: "a00000000000zzzAAA" }, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"],
  ])("refuses %j", (fields, code, message) => {
    const result = store.update("Widget__c", fields, ctx);
    expect([codes(result), messages(result)]).toEqual([[code], [message]]);
  });

  it("does not empty a field that must have a value", () => {
    const id = widget();
    expect(messages(store.update("Widget__c", { Id: id, Must__c: null }, ctx))).toEqual([
      "Required fields are missing: [Must__c]",
    ]);
  });

  it("may keep its own unique value", () => {
    const id = widget({ Ext__c: "mine" });
    widget({ Ext__c: "theirs" });
    expect(store.update("Widget__c", { Id: id, Ext__c: "mine" }, ctx).ok).toBe(true);
    expect(codes(store.update("Widget__c", { Id: id, Ext__c: "theirs" }, ctx))).toEqual(["DUPLICATE_VALUE"]);
  });
});

describe("upsert", () => {
  const target = { object: "Widget__c", externalIdField: "Ext__c" };

  it("inserts, then updates", () => {
    const first = store.upsert(target, { Ext__c: "k", Must__c: "x" }, ctx);
    expect(first).toMatchObject({ ok: true, created: true });
    expect(store.upsert(target, { ext__c: "K", Name: "again" }, ctx)).toEqual({
      ok: true,
      id: idOf(first),
      created: false,
    });
    expect(store.count("Widget__c")).toBe(1);
  });

  it("names the rows between which it does not choose", () => {
    const ids = [widget({ Loose__c: "same" }), widget({ Loose__c: "same" })];
    const result = store.upsert(
      { object: "Widget__c", externalIdField: "Loose__c" },
      { Loose__c: "same" },
      ctx,
    );
    expect(result).toMatchObject({ ok: false, matches: ids });
    expect(codes(result)).toEqual(["DUPLICATE_EXTERNAL_ID"]);
  });

  it("goes by the Id when that is the field", () => {
    const id = widget();
    const byId = { object: "Widget__c", externalIdField: "Id" };
    expect(store.upsert(byId, { Id: id, Name: "n" }, ctx)).toEqual({ ok: true, id, created: false });
    expect(store.upsert(byId, { id: null, Must__c: "x" }, ctx)).toMatchObject({ ok: true, created: true });
  });

  it("refuses a field that finds no rows, a row without its key, and an insert where only updates are wanted", () => {
    expect(messages(store.upsert({ object: "Widget__c", externalIdField: "Must__c" }, {}, ctx))[0]).toContain(
      "Must__c does not match an External ID",
    );
    expect(codes(store.upsert(target, { Must__c: "x" }, ctx))).toEqual(["MISSING_ARGUMENT"]);
    expect(
      codes(store.upsert(target, { Ext__c: "new", Must__c: "x" }, { ...ctx, updateOnly: true })),
    ).toEqual(["NOT_FOUND"]);
  });
});

describe("delete", () => {
  it("leaves the row in the recycle bin, from where it comes back", () => {
    const id = widget({ Ext__c: "k" });
    expect(store.delete("Widget__c", id, ctx).ok).toBe(true);
    expect(store.get("Widget__c", id)?.["IsDeleted"]).toBe(1);
    expect(store.findIds("Widget__c", "Ext__c", "k")).toEqual([]);
    expect(messages(store.delete("Widget__c", id, ctx))).toEqual(["entity is deleted"]);
    expect(store.undelete("Widget__c", id).ok).toBe(true);
    expect(store.findIds("Widget__c", "Ext__c", "k")).toEqual([id]);
    expect(codes(store.undelete("Widget__c", id))).toEqual(["UNDELETE_FAILED"]);
  });

  it("removes the row for good when that is asked for", () => {
    const id = widget();
    store.delete("Widget__c", id, { ...ctx, hard: true });
    expect(store.get("Widget__c", id)).toBeUndefined();
  });

  it("takes cascading children along and empties other lookups", () => {
    const gone = widget();
    const sibling = widget({ Parent__c: gone });
    const child = part({ Widget__c: gone });
    store.delete("Widget__c", gone, ctx);
    expect(store.get("Part__c", child)?.["IsDeleted"]).toBe(1);
    expect(store.get("Widget__c", sibling)).toMatchObject({ IsDeleted: 0, Parent__c: null });
  });

  it("refuses where a child restricts it", () => {
    const [kept, other] = [widget(), widget()];
    const child = part({ Widget__c: other, Blocker__c: kept });
    const result = store.delete("Widget__c", kept, ctx);
    expect(codes(result)).toEqual(["DELETE_FAILED"]);
    expect(messages(result)[0]).toContain(child);
    expect(store.get("Widget__c", kept)?.["IsDeleted"]).toBe(0);
  });

  it("lets nothing new point to a row that is gone", () => {
    const gone = widget();
    widget({ Parent__c: gone });
    store.delete("Widget__c", gone, ctx);
    expect(codes(store.insert("Widget__c", { Must__c: "x", Parent__c: gone }, ctx))).toEqual([
      "ENTITY_IS_DELETED",
    ]);
  });
});

describe("the org's own rules", () => {
  it("are asked before a row is saved, changed or deleted", () => {
    store.close();
    const asked: string[] = [];
    store = widgetStore({
      beforeSave: ({ object, operation, values }) => {
        if (object !== "Widget__c") return undefined;
        asked.push(operation);
        if (values.get("Count__c") !== 13) return undefined;
        return [
          { statusCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message: "Not thirteen.", fields: ["Count__c"] },
        ];
      },
    });
    const id = widget({ Count__c: 12 });
    expect(messages(store.update("Widget__c", { Id: id, Count__c: 13 }, ctx))).toEqual(["Not thirteen."]);
    store.delete("Widget__c", id, ctx);
    expect(asked).toEqual(["insert", "update", "delete"]);
    expect(store.get("Widget__c", id)?.["Count__c"]).toBe(12);
  });
});
