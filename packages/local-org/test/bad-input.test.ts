import { type LocalOrgOptions, makeKeyPair, objectFromDescribe, startLocalOrg } from "kinetic-local-org";
import { describe, expect, it } from "vitest";

const keyPair = await makeKeyPair();

describe("bad input", () => {
  it.each([
    [
      "an unknown object in seed data",
      { rows: { Nope: [{}] } },
      "Cannot seed rows of Nope: this org has no such object.",
    ],
    [
      "an unknown field in seed data",
      { rows: { Account: [{ Nope: 1 }] } },
      "No such column 'Nope' on sobject of type Account",
    ],
    ["seed data that is no list", { rows: { Account: { Name: "x" } } }, "expected a list of records"],
    ["a row that is none", { rows: { Account: ["x"] } }, "expected a list of records"],
    [
      "an object without a name",
      { objects: [{ fields: [] }] },
      'needs a name such as "Trip__c", not undefined',
    ],
    ["an object without fields", { objects: [{ name: "T__c" }] }, "The object T__c needs fields"],
    [
      "a field of no type",
      { objects: [{ name: "T__c", fields: [{ name: "A__c", type: "text" }] }] },
      'The field T__c.A__c has the type "text": give it one of address,',
    ],
    ["a field without a name", { objects: [{ name: "T__c", fields: [{}] }] }, "has no name: {}"],
    ["a ledger of an unknown field", { ledger: { Account: "Nope" } }, "Account has no such field"],
  ])("%s is one clear error", async (_what, options, message) => {
    await expect(startLocalOrg({ ...(options as LocalOrgOptions), keyPair })).rejects.toThrow(message);
  });

  it.each([{}, null, [], { encoding: "UTF-8", sobjects: [] }, { name: "A", fields: [] }])(
    "%j is no describe result, and is told so",
    (json) => {
      expect(() => objectFromDescribe(json)).toThrow("This is no describe result");
    },
  );
});
