import { JSON_OUTPUT, ORG } from "../shared-options.ts";
import type { CommandSpec, OptionSpec } from "../spec.ts";

const FIELDS: readonly OptionSpec[] = [
  { flags: "--file <file>", about: "JSON file with an object of fields; - reads standard input" },
  JSON_OUTPUT,
  ...ORG,
];

/** Commands that write one record. */
export const WRITE: readonly CommandSpec[] = [
  {
    name: "create",
    about: "Create a record and write its id; Name=text is text, Name:=5 is JSON",
    args: "<object> [fields...]",
    options: FIELDS,
    examples: [
      ["kinetic create Account Name=Acme AnnualRevenue:=5000000 Site:=null", "writes the id alone"],
      ["kinetic create Case --file case.json --json", "fields from a file"],
    ],
    load: async () => (await import("../../commands/records.ts")).create,
  },
  {
    name: "update",
    about: "Update a record, by its id or an external id",
    args: "<object> <id|Field=value> [fields...]",
    options: FIELDS,
    examples: [["kinetic update Account 001000000000001AAA Site=Basel", "one field"]],
    load: async () => (await import("../../commands/records.ts")).update,
  },
  {
    name: "upsert",
    about: "Create a record, or update the one with this external id",
    args: "<object> <Field=value> [fields...]",
    options: FIELDS,
    examples: [["kinetic upsert Invoice__c Number__c=2026/17 Total__c:=5", "by its number"]],
    load: async () => (await import("../../commands/records.ts")).upsert,
  },
  {
    name: "delete",
    about: "Delete a record into the recycle bin",
    args: "<object> <id|Field=value>",
    options: [JSON_OUTPUT, ...ORG],
    examples: [["kinetic delete Account 001000000000001AAA", "kinetic load --operation delete takes many"]],
    load: async () => (await import("../../commands/records.ts")).remove,
  },
];
