import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { standardSchema } from "../../src/schema/standard.ts";

const wire = new URL("../../../../../shared/wire/describe/", import.meta.url);
const schema = standardSchema();
const FILES: Record<string, string> = { Account: "variant.Account.mike4aday.v53" };
const OBJECTS = [
  "Account",
  "Contact",
  "Lead",
  "Opportunity",
  "OpportunityContactRole",
  "Campaign",
  "Case",
  "Task",
  "Event",
  "Attachment",
  "Topic",
  "User",
  "UserRole",
  "Profile",
  "PermissionSet",
  "PermissionSetAssignment",
  "Group",
  "GroupMember",
];
/** Facts that every common field must share with the real describe. */
const FACTS = [
  "label",
  "type",
  "length",
  "precision",
  "scale",
  "digits",
  "nillable",
  "createable",
  "updateable",
  "defaultedOnCreate",
  "unique",
  "caseSensitive",
  "externalId",
  "idLookup",
  "autoNumber",
  "calculated",
  "nameField",
  "filterable",
  "sortable",
  "groupable",
  "aggregatable",
  "permissionable",
  "htmlFormatted",
  "relationshipName",
  "extraTypeInfo",
  "restrictedPicklist",
  "polymorphicForeignKey",
] as const;

type Real = Record<string, unknown> & {
  name: string;
  referenceTo: string[];
  picklistValues: { value: string; active: boolean }[];
};

/** Differences that are meant, with the reason. */
const ALLOWED: Record<string, string> = {
  "*.TimeZoneSidKey.restrictedPicklist": "the value list is shortened, so it does not restrict",
  "*.LocaleSidKey.restrictedPicklist": "the value list is shortened, so it does not restrict",
  "*.RecurrenceTimeZoneSidKey.restrictedPicklist": "the value list is shortened, so it does not restrict",
};

function differences(object: string): string[] {
  const real = JSON.parse(readFileSync(new URL(`${FILES[object] ?? object}.json`, wire), "utf8")) as {
    fields: Real[];
  };
  return real.fields.flatMap((field) => {
    const ours = schema.object(object)!.field(field.name);
    if (!ours) return [];
    return FACTS.filter((fact) => field[fact] !== undefined && ours[fact] !== field[fact])
      .filter((fact) => !ALLOWED[`*.${field.name}.${fact}`] && !ALLOWED[`${object}.${field.name}.${fact}`])
      .map(
        (fact) => `${object}.${field.name}.${fact}: ours ${String(ours[fact])}, real ${String(field[fact])}`,
      );
  });
}

describe.skipIf(!existsSync(wire))(
  "standard objects, against real describes (skipped without ../shared/wire)",
  () => {
    it.each(OBJECTS)("%s", (object) => {
      expect(differences(object)).toEqual([]);
    });
  },
);
