import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store, WriteContext, WriteError } from "../../src/store/types.ts";
import { ctx, widgetStore } from "./fixture.ts";

let store: Store;
beforeAll(() => {
  store = widgetStore();
});
afterAll(() => store.close());

const bulk: WriteContext = { ...ctx, source: "bulk", columnOf: () => 3 };

function stored(field: string, value: unknown, how: WriteContext = ctx): unknown {
  const result = store.insert("Widget__c", { Must__c: "x", [field]: value }, how);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return store.get("Widget__c", result.id)?.[field];
}

function refused(field: string, value: unknown, how: WriteContext = ctx): readonly WriteError[] {
  const result = store.insert("Widget__c", { Must__c: "x", [field]: value }, how);
  return result.ok ? [] : result.errors;
}

describe("values that are understood", () => {
  it.each([
    ["Name", "  Acme ", "Acme"],
    ["Ext__c", "", null],
    ["Ext__c", "   ", null],
    ["Size__c", 12.345, 12.35],
    ["Size__c", "1.25e2", 125],
    ["Size__c", -0.5, -0.5],
    ["Count__c", "42", 42],
    ["Live__c", true, 1],
    ["Live__c", "FALSE", 0],
    ["Live__c", "1", 1],
    ["Live__c", null, 0],
    ["Day__c", "2024-02-29", "2024-02-29"],
    ["Day__c", "2024-02-29T23:00:00Z", "2024-02-29"],
    ["At__c", "2024-03-01T10:00:00+02:00", "2024-03-01T08:00:00.000Z"],
    ["At__c", "2024-03-01T10:00:00.999-0130", "2024-03-01T11:30:00.000Z"],
    ["At__c", "2024-03-01", "2024-03-01T00:00:00.000Z"],
    ["At__c", "", null],
    ["Clock__c", "10:20:30", "10:20:30.000Z"],
    ["Clock__c", "10:20:30.5Z", "10:20:30.500Z"],
    ["Mail__c", "ada@example.com", "ada@example.com"],
    ["Colour__c", "red", "Red"],
    ["Tags__c", "b; A;new", "b;a;new"],
  ])("%s: %j is stored as %j", (field, value, expected) => {
    expect(stored(field, value)).toBe(expected);
  });

  it("reads the cells of a file the same way", () => {
    expect(stored("Live__c", "true", bulk)).toBe(1);
    expect(stored("Size__c", "9.12260031E3", bulk)).toBe(9122.6);
  });
});

describe("values that are refused", () => {
  it.each([
    ["Must__c", "123456", "STRING_TOO_LONG", "Must: data value too large: 123456 (max length=5)"],
    ["Mail__c", "nobody", "INVALID_EMAIL_ADDRESS", "Mail: invalid email address: nobody"],
    [
      "Colour__c",
      "Pink",
      "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
      "Colour: bad value for restricted picklist field: Pink",
    ],
    [
      "Size__c",
      123456,
      "NUMBER_OUTSIDE_VALID_RANGE",
      "Size: value outside of valid range on numeric field: 123456",
    ],
    [
      "Count__c",
      "99999999999",
      "NUMBER_OUTSIDE_VALID_RANGE",
      "Count: value outside of valid range on numeric field: 99999999999",
    ],
    ["Parent__c", "nonsense", "MALFORMED_ID", "Parent: id value of incorrect type: nonsense"],
    [
      "Parent__c",
      "005000000000000AAA",
      "MALFORMED_ID",
      "Parent: id value of incorrect type: 005000000000000AAA",
    ],
  ])("%s: %j gives %s", (field, value, statusCode, message) => {
    expect(refused(field, value)).toEqual([{ statusCode, message, fields: [field] }]);
  });

  it("words a lookup to a row that never was as it was recorded", () => {
    expect(refused("Parent__c", "a00000000000zzzAAA")).toEqual([
      {
        statusCode: "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        message: "insufficient access rights on cross-reference id: a00000000000zzz",
        fields: [],
      },
    ]);
  });

  it.each([
    ["Count__c", "many", "int", "VALUE_STRING value many"],
    ["Count__c", 1.5, "int", "VALUE_NUMBER_FLOAT value 1.5"],
    ["Size__c", true, "double", "VALUE_TRUE value true"],
    ["Live__c", "yes", "boolean", "VALUE_STRING value yes"],
    ["Day__c", "2023-02-29", "date", "VALUE_STRING value 2023-02-29"],
    ["Day__c", "29.2.2024", "date", "VALUE_STRING value 29.2.2024"],
    ["At__c", "2024-13-01T00:00:00Z", "datetime", "VALUE_STRING value 2024-13-01T00:00:00Z"],
    ["Name", ["x"], "string", "START_ARRAY value ["],
    ["Name", { a: 1 }, "string", "START_OBJECT value {"],
  ])("%s: %j does not parse", (field, value, type, token) => {
    const message = `Cannot deserialize instance of ${type} from ${token} or request may be missing a required field at [line:1, column:2]`;
    expect(refused(field, value)).toEqual([{ statusCode: "JSON_PARSER_ERROR", message, fields: [] }]);
  });

  it("says in which column of a file a value does not parse", () => {
    expect(refused("Day__c", "soon", bulk)).toEqual([
      {
        statusCode: "INVALID_FIELD",
        message:
          "Failed to deserialize field at col 3. Due to, 'soon' is not a valid value for the type xsd:date",
        fields: ["Day__c"],
      },
    ]);
  });

  it("tells every refused value at once, and a missing one only when all others are good", () => {
    const both = store.insert("Widget__c", { Mail__c: "x", Colour__c: "y" }, ctx);
    expect(both.ok ? [] : both.errors.map((error) => error.statusCode)).toEqual([
      "INVALID_EMAIL_ADDRESS",
      "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
    ]);
    const none = store.insert("Widget__c", { Mail__c: "x@example.com" }, ctx);
    expect(none.ok ? [] : none.errors.map((error) => error.message)).toEqual([
      "Required fields are missing: [Must__c]",
    ]);
  });
});

describe("names", () => {
  it("takes field names in any case and refuses names that are none", () => {
    expect(stored("Name", "x")).toBe("x");
    const result = store.insert("Widget__c", { MUST__C: "ok", nope__c: 1 }, ctx);
    expect(result.ok ? [] : result.errors).toEqual([
      {
        statusCode: "INVALID_FIELD",
        message: "No such column 'nope__c' on sobject of type Widget__c",
        fields: [],
      },
    ]);
  });

  it("lists the fields that may not be written", () => {
    const [error] = refused("Sum__c", 1);
    expect(error).toMatchObject({ statusCode: "INVALID_FIELD_FOR_INSERT_UPDATE", fields: ["Sum__c"] });
    expect(error?.message).toMatch(
      /^Unable to create\/update fields: Sum__c\. Please check the security settings/,
    );
  });

  it("lets a seed set what clients may not", () => {
    const fields = { Id: "a00000000000001", CreatedDate: "2020-01-01T00:00:00Z", Sum__c: 3 };
    expect(store.insert("Widget__c", fields, { ...ctx, source: "seed" })).toMatchObject({ ok: true });
    expect(store.get("Widget__c", "a00000000000001")).toMatchObject({
      CreatedDate: "2020-01-01T00:00:00.000Z",
      Sum__c: 3,
    });
  });
});
