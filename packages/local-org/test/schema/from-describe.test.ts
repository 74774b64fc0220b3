import { describe, expect, it } from "vitest";
import { createSchema } from "../../src/schema/define.ts";
import { describeObject } from "../../src/schema/describe.ts";
import { objectFromDescribe } from "../../src/schema/from-describe.ts";
import { standardObjects, standardSchema } from "../../src/schema/standard.ts";

const scope = { base: "/services/data/v60.0", url: "http://localhost", recordTypes: [] };

describe("objectFromDescribe", () => {
  it("makes the same object again from our own describes", () => {
    const schema = standardSchema();
    const described = schema
      .objects()
      .map((object) => JSON.parse(JSON.stringify(describeObject(object, scope))) as unknown);
    const again = createSchema(described.map(objectFromDescribe));
    for (const object of schema.objects()) {
      expect(describeObject(again.object(object.name)!, scope)).toEqual(describeObject(object, scope));
    }
  });

  it("brings a custom object into a standard org", () => {
    const json = {
      name: "Trip__c",
      label: "Trip",
      labelPlural: "Trips",
      keyPrefix: "a7T",
      urls: {},
      fields: [
        { name: "Id", type: "id" },
        { name: "Account__c", type: "reference", referenceTo: ["Account"], relationshipName: "Account__r" },
      ],
    };
    const schema = createSchema([...standardObjects(), objectFromDescribe(json)]);
    expect(schema.object("trip__c")?.relationship("account__r")?.referenceTo).toEqual(["Account"]);
    expect(schema.byPrefix("a7T")?.name).toBe("Trip__c");
  });

  it.each([
    [null, "no describe result"],
    [[], "no describe result"],
    [{ name: "A", fields: "none" }, "no describe result"],
    [
      { name: "A", keyPrefix: "a00", urls: {}, fields: [{ name: "B", type: "picture" }] },
      "B has the type picture",
    ],
    [{ name: "A", keyPrefix: "a00", urls: {}, fields: ["B"] }, "one is no object"],
  ])("says what is wrong with %j", (json, reason) => {
    expect(() => objectFromDescribe(json)).toThrow(reason);
  });
});
