import { JSON_OUTPUT, ORG, ROWS } from "../shared-options.ts";
import type { CommandSpec } from "../spec.ts";

const SEARCH_GROUPS = ["all", "name", "email", "phone", "sidebar"] as const;

/** Commands that read records. */
export const READ: readonly CommandSpec[] = [
  {
    name: "query",
    about: "Run SOQL and write its rows, all pages of them, as they come",
    args: "[soql]",
    options: [
      ...ROWS,
      { flags: "--file <file>", about: "file with the query; - reads standard input" },
      { flags: "--all", about: "deleted and archived rows, too" },
      { flags: "--tooling", about: "ask the Tooling API" },
      { flags: "--page-size <rows>", about: "rows per page, 200 to 2000", takes: "count" },
      { flags: "--pages <n>", about: "stop after so many pages, and say how to go on", takes: "count" },
      { flags: "--from <locator>", about: "go on with an earlier query, where it said so" },
      ...ORG,
    ],
    examples: [
      ['kinetic query "SELECT Id, Name FROM Account LIMIT 10"', "a table on the terminal"],
      ['kinetic query "SELECT Id, Owner.Name FROM Account" -o accounts.csv', "a CSV file"],
      [
        'kinetic query "SELECT Id FROM Lead WHERE IsDeleted = true" --all --format ndjson',
        "the recycle bin, for jq",
      ],
      ["kinetic query --file report.soql --org prod", "the query of a file"],
    ],
    load: async () => (await import("../../commands/query.ts")).query,
  },
  {
    name: "get",
    about: "Read one record, by its id or an external id",
    args: "<object> <id|Field=value>",
    options: [
      { flags: "--fields <names>", about: "fields to read (default: all that you may see)", takes: "list" },
      JSON_OUTPUT,
      ...ORG,
    ],
    examples: [
      ["kinetic get Account 001000000000001AAA --fields Name,Site", "by id"],
      ["kinetic get Invoice__c Number__c=2026/17 --json", "by external id"],
    ],
    load: async () => (await import("../../commands/records.ts")).get,
  },
  {
    name: "describe",
    about: "List the fields of an object, or all objects",
    args: "[object]",
    options: [
      ...ROWS,
      { flags: "--custom", about: "only custom ones" },
      { flags: "--find <text>", about: "only those with the text in name or label" },
      ...ORG,
    ],
    examples: [
      ["kinetic describe Account --find revenue", "some fields"],
      ["kinetic describe --custom", "objects of your own"],
      ["kinetic describe Account --format json", "the whole describe"],
    ],
    load: async () => (await import("../../commands/describe.ts")).describe,
  },
  {
    name: "search",
    about: "Search for a text in all objects, or by SOSL",
    args: "<text>",
    options: [
      ...ROWS,
      {
        flags: "--object <name>",
        about: "object to search, with fields if need be: Account:Id,Name",
        takes: "many",
      },
      {
        flags: "--in <fields>",
        about: "which fields: all, name, email, phone, sidebar",
        values: SEARCH_GROUPS,
      },
      { flags: "--limit <n>", about: "records at most, up to 2000", takes: "count" },
      { flags: "--sosl", about: "the text is SOSL" },
      ...ORG,
    ],
    examples: [
      ['kinetic search "Acme" --object Account:Id,Name --in name', "nothing in the text is taken for SOSL"],
      ['kinetic search --sosl "FIND {Acme} RETURNING Account(Id, Name)"', "SOSL as it stands"],
    ],
    load: async () => (await import("../../commands/search.ts")).search,
  },
  {
    name: "limits",
    about: "List what is left of the org's limits, the scarcest first",
    args: "[text]",
    options: [
      ...ROWS,
      { flags: "--below <percent>", about: "only those with so much left, or less", takes: "count" },
      ...ORG,
    ],
    examples: [
      ["kinetic limits", "all of them"],
      ["kinetic limits DailyApi --format json", "for a monitor"],
    ],
    load: async () => (await import("../../commands/limits.ts")).limits,
  },
];
