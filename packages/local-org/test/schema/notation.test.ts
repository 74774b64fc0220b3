import { describe, expect, it } from "vitest";
import { createSchema } from "../../src/schema/define.ts";
import { parseNotation } from "../../src/schema/notation.ts";

const read = (text: string) => createSchema(parseNotation(text));

describe("the notation of objects", () => {
  it("reads types, flags, labels and picklists", () => {
    const schema = read(`
      # a comment
object Thing__c a0x "Thing" "Things" +feedEnabled -deletable
  Code__c string(20) required unique cased externalId "The code"
  Price__c currency(16,2)
  Colour__c picklist(40) restricted = Red; Green*; Blue>Sky blue; Old~
  Boss__c ref(User|Group) rel=Boss__r children=Underlings__r cascade
`);
    const thing = schema.object("thing__C");
    expect(thing).toMatchObject({ keyPrefix: "a0x", label: "Thing", labelPlural: "Things", custom: true });
    expect(thing?.flags).toMatchObject({ feedEnabled: true, deletable: false, createable: true });
    expect(thing?.field("CODE__c")).toMatchObject({
      type: "string",
      length: 20,
      nillable: false,
      unique: true,
      caseSensitive: true,
      externalId: true,
      idLookup: true,
      label: "The code",
      custom: true,
    });
    expect(thing?.field("Price__c")).toMatchObject({
      precision: 16,
      scale: 2,
      groupable: false,
      label: "Price",
    });
    expect(thing?.field("Colour__c")?.picklistValues).toEqual([
      { value: "Red", label: "Red", active: true, defaultValue: false },
      { value: "Green", label: "Green", active: true, defaultValue: true },
      { value: "Blue", label: "Sky blue", active: true, defaultValue: false },
      { value: "Old", label: "Old", active: false, defaultValue: false },
    ]);
    expect(thing?.field("Colour__c")?.defaultValue).toBe("Green");
    expect(thing?.relationship("boss__r")).toMatchObject({
      referenceTo: ["User", "Group"],
      polymorphicForeignKey: true,
      cascadeDelete: true,
    });
  });

  it("writes out the lines that stand for several", () => {
    const place = read(`
object Place 0xx "Place" "Places"
  Id id
  @deleted
  @address Billing -permission
  @audit
`).object("Place");
    expect(place?.fields.map((field) => field.name)).toEqual([
      "Id",
      "IsDeleted",
      "BillingStreet",
      "BillingCity",
      "BillingState",
      "BillingPostalCode",
      "BillingCountry",
      "BillingLatitude",
      "BillingLongitude",
      "BillingGeocodeAccuracy",
      "BillingAddress",
      "CreatedDate",
      "CreatedById",
      "LastModifiedDate",
      "LastModifiedById",
      "SystemModstamp",
    ]);
    expect(place?.field("BillingAddress")).toMatchObject({
      type: "address",
      stored: false,
      permissionable: false,
    });
    expect(place?.field("Id")?.label).toBe("Place ID");
  });

  it.each([
    ["  Name string(80)", "a field stands before the first object"],
    ['object A a01 "A" "As"\n  Name string(80) shiny', '"shiny" is no flag of a field'],
    ['object A a01 "A" "As" shiny', '"shiny" is no flag of an object'],
    ['object A a01 "A" "As"\n  Name', "expected a name and a type"],
  ])("says which line it cannot read: %s", (text, reason) => {
    expect(() => parseNotation(text)).toThrow(reason);
  });
});
