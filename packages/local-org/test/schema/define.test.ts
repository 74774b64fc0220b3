import { describe, expect, it } from "vitest";
import { createSchema } from "../../src/schema/define.ts";
import { standardSchema } from "../../src/schema/standard.ts";

describe("createSchema", () => {
  it("gives a custom object the fields that Salesforce gives it", () => {
    const schema = createSchema([{ name: "Trip__c", fields: [{ name: "Km__c", type: "double" }] }]);
    const names = schema.object("Trip__c")?.fields.map((field) => field.name);
    expect(names).toEqual([
      "Id",
      "OwnerId",
      "IsDeleted",
      "Name",
      "CreatedDate",
      "CreatedById",
      "LastModifiedDate",
      "LastModifiedById",
      "SystemModstamp",
      "Km__c",
    ]);
    expect(schema.object("Trip__c")?.nameField?.name).toBe("Name");
  });

  it("adds fields to a standard object and knows the child list from the parent", () => {
    const schema = standardSchema([
      {
        name: "Account",
        fields: [
          {
            name: "Trip__c",
            type: "reference",
            referenceTo: ["Trip__c"],
            relationshipName: "Trip__r",
            childRelationshipName: "Accounts__r",
          },
        ],
      },
      { name: "Trip__c", fields: [] },
    ]);
    expect(schema.object("account")?.field("Name")).toBeDefined();
    expect(schema.object("account")?.field("trip__c")?.referenceTo).toEqual(["Trip__c"]);
    expect(schema.object("Trip__c")?.child("ACCOUNTS__R")).toMatchObject({
      childSObject: "Account",
      field: "Trip__c",
    });
  });

  it("finds an object by the prefix of an id", () => {
    expect(standardSchema().byPrefix("0014S000007NxgWQAS")?.name).toBe("Account");
    expect(standardSchema().byPrefix("zzz")).toBeUndefined();
  });

  it("gives every custom object a prefix of its own", () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ name: `C${index}__c`, fields: [] }));
    const prefixes = createSchema(many)
      .objects()
      .map((object) => object.keyPrefix);
    expect(new Set(prefixes).size).toBe(50);
  });

  it("refuses two objects with one key prefix", () => {
    const twins = ["One__c", "Two__c"].map((name) => ({ name, keyPrefix: "a00", fields: [] }));
    expect(() => createSchema(twins)).toThrow("One__c and Two__c both have the key prefix a00");
  });

  it("knows every object that a modelled field of the standard objects calls its own", () => {
    const schema = standardSchema();
    const names = schema.objects().map((object) => object.name);
    expect(names.length).toBeGreaterThan(38);
    expect(new Set(schema.objects().map((object) => object.keyPrefix)).size).toBe(names.length);
  });
});
