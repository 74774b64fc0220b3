import { ORG, ROWS } from "../shared-options.ts";
import type { CommandSpec } from "../spec.ts";

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
];
