import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describeBrief, describeObject } from "../../src/schema/describe.ts";
import { standardSchema } from "../../src/schema/standard.ts";

const wire = new URL("../../../../../shared/wire/describe/", import.meta.url);
const schema = standardSchema();
const scope = { base: "/services/data/v59.0", url: "https://example.my.salesforce.com", recordTypes: [] };

type Json = Record<string, unknown>;
const real = (file: string): Json => JSON.parse(readFileSync(new URL(`${file}.json`, wire), "utf8")) as Json;
const ours = (object: string): Json => describeObject(schema.object(object)!, scope);

/** The real describes, newest first where there are several, and the objects they are of. */
const FILES = [
  ["Account", "variant.Account.SFDO-Tooling-PersonAccounts.v59"],
  ["Account", "variant.Account.mike4aday.v53"],
  ["Attachment", "Attachment"],
  ["Campaign", "Campaign"],
  ["Case", "Case"],
  ["Contact", "Contact"],
  ["Event", "Event"],
  ["Group", "Group"],
  ["GroupMember", "GroupMember"],
  ["Lead", "Lead"],
  ["Lead", "variant.Lead.SFDO-Tooling.v59"],
  ["Opportunity", "Opportunity"],
  ["OpportunityContactRole", "OpportunityContactRole"],
  ["PermissionSet", "PermissionSet"],
  ["PermissionSetAssignment", "PermissionSetAssignment"],
  ["Profile", "Profile"],
  ["Task", "Task"],
  ["Topic", "Topic"],
  ["User", "User"],
  ["UserRole", "UserRole"],
] as const;

/** Field members that may differ, by object and field (`*` for any), and why. */
const ALLOWED: readonly (readonly [RegExp, string])[] = [
  [
    /\.(?:TimeZoneSidKey|LocaleSidKey|RecurrenceTimeZoneSidKey)\.restrictedPicklist/,
    "our list is shorter, so it must not restrict",
  ],
  [/^Account\.Name\.(?:compoundFieldName|nillable)/, "that org has person accounts"],
  [
    /^Lead\.(?:LeadSource|Status|Industry|Rating)\.(?:length|byteLength): .*real (?:40|120)$/,
    "v42: 255 since",
  ],
  [
    /^PermissionSet\.\w+\.searchPrefilterable/,
    "searchable, yet no lookup of it is a filter; no rule is known",
  ],
  [
    /^(?:Case\.Comments|Opportunity\.Fiscal)\.byteLength/,
    "these two count a byte a character; no rule is known",
  ],
];

/** Members that hold lists which this org keeps shorter: compared as subsets below. */
const LISTS = new Set(["referenceTo", "picklistValues"]);

function fieldDifferences(object: string, file: string): string[] {
  const mine = new Map((ours(object)["fields"] as Json[]).map((field) => [field["name"], field]));
  return (real(file)["fields"] as Json[]).flatMap((field) => {
    const own = mine.get(field["name"]);
    if (!own) return [];
    return Object.keys(field)
      .filter((key) => !LISTS.has(key) && JSON.stringify(own[key]) !== JSON.stringify(field[key]))
      .map(
        (key) =>
          `${object}.${String(field["name"])}.${key}: ours ${JSON.stringify(own[key])}, real ${JSON.stringify(field[key])}`,
      )
      .filter((line) => !ALLOWED.some(([pattern]) => pattern.test(line)));
  });
}

/** What people build on first, and the first characters of its ids (Salesforce Help, "Standard Field Record ID Prefix Decoder"). */
const STANDARD =
  "Account 001, Contact 003, Lead 00Q, Opportunity 006, OpportunityLineItem 00k, OpportunityContactRole 00K, " +
  "OpportunityHistory 008, Case 500, CaseComment 00a, Campaign 701, CampaignMember 00v, Task 00T, Event 00U, User 005, " +
  "UserRole 00E, Profile 00e, PermissionSet 0PS, PermissionSetAssignment 0Pa, PermissionSetGroup 0PG, ObjectPermissions 110, " +
  "FieldPermissions 01k, Group 00G, GroupMember 011, Organization 00D, RecordType 012, Product2 01t, Pricebook2 01s, " +
  "PricebookEntry 01u, Contract 800, Order 801, OrderItem 802, Quote 0Q0, QuoteLineItem 0QL, Asset 02i, ContentVersion 068, " +
  "ContentDocument 069, ContentDocumentLink 06A, Attachment 00P";

it.each(STANDARD.split(", ").map((one) => one.split(" ") as [string, string]))(
  "%s is there, with ids of %s",
  (name, prefix) => {
    expect(schema.object(name)?.keyPrefix).toBe(prefix);
    expect(schema.byPrefix(prefix)?.name).toBe(name);
    expect(schema.object(name)?.fields.length).toBeGreaterThan(3);
  },
);

describe.skipIf(!existsSync(wire))(
  "describe results, against real ones (skipped without ../shared/wire)",
  () => {
    it("has the members of a real answer, of a field, a child relationship and a record type", () => {
      const theirs = real("variant.Account.SFDO-Tooling-PersonAccounts.v59");
      const mine = ours("Account");
      expect(Object.keys(mine).sort()).toEqual(Object.keys(theirs).sort());
      const first = (json: Json, key: string): string[] => Object.keys((json[key] as Json[])[0]!).sort();
      for (const key of ["fields", "childRelationships", "recordTypeInfos"])
        expect(first(mine, key)).toEqual(first(theirs, key));
      expect(Object.keys(mine["urls"] as Json).sort()).toEqual(Object.keys(theirs["urls"] as Json).sort());
    });

    it.each(FILES)("describes the fields of %s as %s has them", (object, file) => {
      expect(fieldDifferences(object, file)).toEqual([]);
    });

    it.each(FILES)(
      "points no field of %s where %s does not, and has no picklist value that it has not",
      (object, file) => {
        const mine = new Map((ours(object)["fields"] as Json[]).map((field) => [field["name"], field]));
        const values = (field: Json): unknown[] =>
          (field["picklistValues"] as Json[]).map((value) => value["value"]);
        for (const field of real(file)["fields"] as Json[]) {
          const own = mine.get(field["name"]);
          if (!own) continue;
          expect(field["referenceTo"], String(field["name"])).toEqual(
            expect.arrayContaining(own["referenceTo"] as string[]),
          );
          if (field["restrictedPicklist"] === true)
            expect(values(field)).toEqual(expect.arrayContaining(values(own)));
        }
      },
    );

    it("lists objects with the members of a real global describe", () => {
      const theirs = (real("_global.SFDO-Tooling")["sobjects"] as Json[]).find(
        (one) => one["name"] === "Account",
      )!;
      const mine = describeBrief(schema.object("Account")!, "/services/data/v59.0");
      expect(Object.keys(mine).sort()).toEqual(Object.keys(theirs).sort());
    });

    it("has the flags of the real objects", () => {
      const theirs = real("_global.SFDO-Tooling")["sobjects"] as Json[];
      const differences = theirs.flatMap((object) => {
        const own = schema.object(String(object["name"]));
        if (!own) return [];
        const mine = describeBrief(own, "");
        return Object.keys(object)
          .filter(
            (key) =>
              key !== "urls" &&
              !key.startsWith("associate") &&
              JSON.stringify(object[key]) !== JSON.stringify(mine[key]),
          )
          .map(
            (key) =>
              `${own.name}.${key}: ours ${JSON.stringify(mine[key])}, real ${JSON.stringify(object[key])}`,
          );
      });
      expect(differences).toEqual([]);
    });
  },
);
