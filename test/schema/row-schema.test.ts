import { type ObjectDescribe, rowSchema } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openOrg } from "../support/org.ts";
import { INVOICE } from "../types/invoice.ts";

const FIELDS = [
  "Id",
  "Name",
  "OwnerId",
  "Number__c",
  "State__c",
  "Due__c",
  "Sent__c",
  "Total__c",
  "At__c",
  "IsDeleted",
];

const row = {
  attributes: { type: "Invoice__c", url: "/services/data/v68.0/sobjects/Invoice__c/a00000000000001AAA" },
  Id: "a00000000000001AAA",
  Name: null,
  OwnerId: "005000000000001AAA",
  Number__c: "1",
  State__c: "Sent",
  Due__c: "2026-11-22",
  Sent__c: "2026-11-22T09:30:00.000+0000",
  Total__c: 12.5,
  At__c: "09:30:00.000Z",
  IsDeleted: false,
};

async function invoice(): Promise<ObjectDescribe> {
  await using here = await openOrg({ objects: [INVOICE] });
  return await here.sf.describe("Invoice__c");
}

const described = invoice();

describe("rowSchema", () => {
  it("takes rows as the org sends them, and leaves alone what else they have", async () => {
    await using here = await openOrg({ objects: [INVOICE] });
    const payer = await here.sf.sobject("Contact").create({ LastName: "Muster" });
    await here.sf.sobject("Invoice__c").create({
      Payer__c: payer.id,
      Number__c: "1",
      State__c: "Paid",
      Sent__c: new Date(),
      At__c: "09:30:00.000Z",
    });
    const schema = rowSchema(z, await here.sf.describe("Invoice__c"), { fields: FIELDS });
    const [sent] = await here.sf.query(`SELECT ${FIELDS.join(", ")}, Owner.Name FROM Invoice__c`).all();
    expect(schema.parse(sent)).toEqual(sent);
  });

  it.each<[string, unknown]>([
    ["Id", "not an id"],
    ["Id", null],
    ["OwnerId", 5],
    ["Number__c", null],
    ["State__c", "Overdue"],
    ["Due__c", "2026-11-22T09:30:00.000+0000"],
    ["Sent__c", "2026-11-22"],
    ["Total__c", "12.5"],
    ["At__c", "half past nine"],
    ["IsDeleted", "false"],
    ["Name", undefined],
  ])("refuses %s: %j, and names the field", async (field, value) => {
    const schema = rowSchema(z, await described, { fields: FIELDS });
    expect(schema.safeParse(row).success).toBe(true);
    const checked = schema.safeParse({ ...row, [field]: value });
    expect(checked.error?.issues.map(({ path }) => path)).toEqual([[field]]);
  });

  it("has all fields of the object, unless told otherwise", async () => {
    const object = await described;
    expect(Object.keys(rowSchema(z, object).shape)).toEqual(object.fields.map(({ name }) => name));
  });

  it("refuses a field that the object does not have", async () => {
    const object = await described;
    expect(() => rowSchema(z, object, { fields: ["Nmae"] })).toThrow(
      expect.objectContaining({ code: "INPUT", column: "Nmae" }),
    );
  });

  it("takes a type that is new for a text, and says so", async () => {
    const object = await described;
    const fields = object.fields.map((field) =>
      field.name === "Total__c" ? { ...field, type: "zzz" } : field,
    );
    const warnings: string[] = [];
    const onWarning = (warning: string) => warnings.push(warning);
    const schema = rowSchema(z, { ...object, fields }, { fields: ["Total__c"], onWarning });
    expect(warnings).toEqual([
      'Invoice__c.Total__c has the type "zzz", which is new to this library: taken for a text',
    ]);
    expect(schema.safeParse({ Total__c: "{}" }).success).toBe(true);
    expect(schema.safeParse({ Total__c: 5 }).success).toBe(false);
  });
});
