import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generateTypes, type ObjectDescribe } from "kinetic-core";
import { beforeAll, describe, expect, it } from "vitest";
import { openOrg } from "../support/org.ts";
import { INVOICE } from "../types/invoice.ts";

const OBJECTS = ["Account", "Case", "Contact", "Invoice__c", "Opportunity", "Task", "User"];
const FOLDER = fileURLToPath(new URL("../types/org", import.meta.url));
const WIRE = fileURLToPath(new URL("../../../shared/wire/describe", import.meta.url));

let described: ObjectDescribe[] = [];

beforeAll(async () => {
  await using here = await openOrg({ objects: [INVOICE] });
  described = await here.sf.describeMany(OBJECTS);
});

/** One object with the given fields. */
function madeUp(fields: readonly object[], more: object = {}): ObjectDescribe {
  const base = {
    label: "Field",
    nillable: true,
    createable: true,
    updateable: true,
    defaultedOnCreate: false,
    referenceTo: [],
    relationshipName: null,
    picklistValues: [],
    restrictedPicklist: false,
  };
  const object = {
    name: "Thing__c",
    label: "Thing",
    createable: true,
    updateable: true,
    fields: fields.map((field) => ({ ...base, ...field })),
  };
  return { ...object, ...more } as unknown as ObjectDescribe;
}

function textOf(object: ObjectDescribe, options: Parameters<typeof generateTypes>[1] = {}): string {
  return generateTypes([object], options)[0]!.text;
}

const value = (name: string): object => ({ value: name, label: name, active: true, defaultValue: false });

describe("generateTypes", () => {
  it("writes the types that the type tests are compiled with (npx vitest run test/schema -u renews them)", async () => {
    for (const { path, text } of generateTypes(described, { importExtension: ".ts", typeCheck: true }))
      await expect(text).toMatchFileSnapshot(`${FOLDER}/${path}`);
    expect(readdirSync(FOLDER).sort()).toEqual([...OBJECTS.map((name) => `${name}.ts`), "index.ts"].sort());
  });

  it("names the relationships that take related records, or those that do not: what is shorter", () => {
    const lookup = (at: number, more: object = {}): object => ({
      name: `Lookup_${at}__c`,
      type: "reference",
      referenceTo: ["Account"],
      relationshipName: `Lookup_${at}__r`,
      ...more,
    });
    const many = [0, 1, 2, 3, 4].map((at) => lookup(at));
    expect(textOf(madeUp([lookup(0)]))).toContain('UpdateFields<Thing__c, never, never, "Lookup_0__r">');
    expect(textOf(madeUp(many))).toContain(
      'UpdateFields<Thing__c, never, never, keyof Thing__cTypes["parents"]>',
    );
    expect(textOf(madeUp([...many, lookup(5, { updateable: false })]))).toContain(
      'UpdateFields<Thing__c, "Lookup_5__c", never, Exclude<keyof Thing__cTypes["parents"], "Lookup_5__r">>',
    );
  });

  it("writes the same whatever the order of the describes and their fields", () => {
    const shuffled = [...described].reverse().map((object) => ({
      ...object,
      fields: [...object.fields].reverse(),
      childRelationships: [...(object.childRelationships ?? [])].reverse(),
    }));
    expect(generateTypes(shuffled)).toEqual(generateTypes(described));
  });

  it.each<[string, object, string]>([
    ["a text that may be empty", { type: "string" }, "string | null"],
    ["a text that is always there", { type: "string", nillable: false }, "string"],
    ["an id", { type: "id", nillable: false }, 'RecordId<"Thing__c">'],
    [
      "a lookup to one of several",
      { type: "reference", referenceTo: ["Group", "User"] },
      'RecordId<"Group" | "User"> | null',
    ],
    [
      "a restricted picklist",
      { type: "picklist", restrictedPicklist: true, picklistValues: [value("A"), value('"B"')] },
      '"A" | "\\"B\\"" | null',
    ],
    ["an open picklist", { type: "picklist", picklistValues: [value("A")] }, '"A" | (string & {}) | null'],
    ["a picklist without values", { type: "picklist" }, "string | null"],
    ["a multipicklist", { type: "multipicklist", picklistValues: [value("A")] }, "string | null"],
    ["a day", { type: "date" }, "DateText | null"],
    ["a moment", { type: "datetime" }, "DateTimeText | null"],
    ["a time of day", { type: "time" }, "TimeText | null"],
    ["an amount", { type: "currency" }, "number | null"],
    ["an address", { type: "address" }, "AddressValue | null"],
    ["a place", { type: "location" }, "GeolocationValue | null"],
    ["a flag", { type: "boolean", nillable: false }, "boolean"],
  ])("writes %s", (_, field, expected) => {
    expect(textOf(madeUp([{ name: "It__c", ...field }]))).toContain(`  It__c: ${expected};\n`);
  });

  it("spares the compiler its own files, unless told otherwise", () => {
    expect(textOf(madeUp([]))).toMatch(/^\/\/ @ts-no/);
    expect(textOf(madeUp([]), { typeCheck: true })).not.toContain("@ts-");
  });

  it("takes a type that is new for a text, and says so", () => {
    const warnings: string[] = [];
    const onWarning = (warning: string) => warnings.push(warning);
    expect(textOf(madeUp([{ name: "It__c", type: "zzz" }]), { onWarning })).toContain(
      "It__c: string | null;",
    );
    expect(warnings).toEqual([
      'Thing__c.It__c has the type "zzz", which is new to this library: taken for a text',
    ]);
  });

  it("writes no longer picklist than it is told to", () => {
    const field = { name: "It__c", type: "picklist", picklistValues: [value("A"), value("B")] };
    expect(textOf(madeUp([field]), { maxPicklistValues: 1 })).toContain("It__c: string | null;");
  });

  it("lets no label or help text end its comment", () => {
    const field = {
      name: "It__c",
      type: "string",
      label: "A */ B",
      inlineHelpText: "Line\n*/ export const x = 1; /* @deprecated",
    };
    expect(textOf(madeUp([field]))).toContain(
      "/** A *\\/ B. Line *\\/ export const x = 1; /* \\@deprecated */\n",
    );
  });

  it("makes what cannot be created or updated impossible to write", () => {
    const text = textOf(
      madeUp([{ name: "It__c", type: "string" }], { createable: false, updateable: false }),
    );
    expect(text).toContain("type Thing__cCreate = never;");
    expect(text).toContain("type Thing__cUpdate = never;");
  });

  it.skipIf(!existsSync(WIRE))("writes types for every recorded describe", () => {
    const recorded = readdirSync(WIRE)
      .filter((file) => /^[A-Zv].*\.json$/.test(file) && file !== "INDEX.json")
      .map((file) => JSON.parse(readFileSync(`${WIRE}/${file}`, "utf8")) as ObjectDescribe);
    expect(recorded.length).toBeGreaterThan(20);
    const warnings: string[] = [];
    for (const object of recorded) {
      const text = textOf(object, { onWarning: (warning) => warnings.push(warning) });
      for (const { name } of object.fields) expect(text).toContain(`\n  ${name}: `);
    }
    expect(warnings).toEqual([]);
  });
});
