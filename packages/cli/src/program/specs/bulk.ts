import { JSON_OUTPUT, ORG, ROWS } from "../shared-options.ts";
import type { CommandSpec } from "../spec.ts";

const OUTPUT = {
  flags: "-o, --output <file>",
  about: "file to write (default: -, standard output)",
} as const;

const LOAD: CommandSpec = {
  name: "load",
  about: "Load a CSV file by Bulk API 2.0, and account for every row of it",
  args: "<object> [file]",
  options: [
    {
      flags: "--operation <operation>",
      about: "insert, update, upsert, delete or hardDelete (default: insert)",
      values: ["insert", "update", "upsert", "delete", "hardDelete"],
    },
    { flags: "--external-id <field>", about: "field that tells new rows from known ones, for upsert" },
    { flags: "--mapping <file>", about: "JSON: which column becomes which field, constants, transforms" },
    { flags: "--dry-run", about: "read and check everything, plan the jobs, send nothing" },
    {
      flags: "--results <folder>",
      about: "folder of the result files (default: ./<file>.<object>.<operation>)",
    },
    { flags: "--no-results", about: "write no result files" },
    { flags: "--no-checkpoint", about: "do not note how far it is: after a crash it begins anew" },
    {
      flags: "--delimiter <name>",
      about: "comma, semicolon, tab, pipe, caret or backquote (default: what the header shows)",
      values: ["comma", "semicolon", "tab", "pipe", "caret", "backquote"],
    },
    {
      flags: "--encoding <name>",
      about: "utf-8, utf-16le, utf-16be or latin1 (default: utf-8)",
      values: ["utf-8", "utf-16le", "utf-16be", "latin1"],
    },
    { flags: "--key <column>", about: "column whose value is unique, to tie results to rows" },
    {
      flags: "--retry-rows <times>",
      about: "send rows again that were refused for a passing reason",
      takes: "count",
    },
    { flags: "--concurrency <jobs>", about: "jobs at the same time (default: 4)", takes: "count" },
    { flags: "--rows-per-job <rows>", about: "rows of one job at most (default: 1000000)", takes: "count" },
    { flags: "--assignment-rule <id>", about: "assignment rule for cases and leads" },
    { flags: "--delete-jobs", about: "delete the jobs in the org in the end" },
    JSON_OUTPUT,
    ...ORG,
  ],
  examples: [
    [
      "kinetic load Account accounts.csv",
      "insert; the header names fields; type the same again after a crash",
    ],
    [
      "kinetic load Account erp.csv --operation upsert --external-id Ext__c --mapping erp.json",
      "renamed and changed",
    ],
    [
      "zcat big.csv.gz | kinetic load Contact - --dry-run",
      "from standard input, to see whether it would work",
    ],
  ],
  load: async () => (await import("../../commands/load/load.ts")).load,
};

const EXPORT: CommandSpec = {
  name: "export",
  about: "Export the rows of a query by Bulk API 2.0, of any number",
  args: "[soql]",
  options: [
    {
      flags: "--format <format>",
      about: "csv or ndjson (default: by the file, csv)",
      values: ["csv", "ndjson"],
    },
    OUTPUT,
    { flags: "--file <file>", about: "file with the query; - reads standard input" },
    { flags: "--all", about: "deleted and archived rows, too" },
    {
      flags: "--resume",
      about: "make a file that the same command goes on with; Ctrl-C leaves its job then",
    },
    {
      flags: "--rest",
      about: "ask REST where Bulk API 2.0 does not run the query (GROUP BY, aggregates, TYPEOF …)",
    },
    {
      flags: "--parallel-pages <n>",
      about: "pages that are fetched at the same time, 1 to 20",
      takes: "count",
    },
    { flags: "--page-size <rows>", about: "rows per page at most", takes: "count" },
    { flags: "--delete-job", about: "delete the job in the org in the end" },
    ...ORG,
  ],
  examples: [
    ['kinetic export "SELECT Id, Name FROM Account" -o accounts.csv --resume', "goes on after a crash"],
    [
      'kinetic export "SELECT Id, AnnualRevenue FROM Account" --format ndjson | jq .AnnualRevenue',
      "into a pipe",
    ],
  ],
  load: async () => (await import("../../commands/export.ts")).exportRows,
};

const JOB_OPTIONS = [JSON_OUTPUT, ...ORG] as const;

const JOBS: CommandSpec = {
  name: "jobs",
  about: "Jobs of Bulk API 2.0 in the org",
  commands: [
    {
      name: "list",
      about: "List jobs, the newest first",
      options: [
        ...ROWS,
        { flags: "--kind <kind>", about: "ingest or query (default: both)", values: ["ingest", "query"] },
        { flags: "--object <name>", about: "only of this object" },
        {
          flags: "--state <states>",
          about: "only in these states, e.g. InProgress,UploadComplete",
          takes: "list",
        },
        { flags: "--since <date>", about: "only made since then" },
        ...ORG,
      ],
      examples: [["kinetic jobs list --state InProgress,UploadComplete", "what the org is working on"]],
      load: async () => (await import("../../commands/jobs.ts")).listJobs,
    },
    {
      name: "show",
      about: "Show a job",
      args: "<id>",
      options: JOB_OPTIONS,
      examples: [["kinetic jobs show 7500000000001AAAA0", "of either kind"]],
      load: async () => (await import("../../commands/jobs.ts")).showJob,
    },
    {
      name: "abort",
      about: "Abort a job; rows that were processed stay",
      args: "<id>",
      options: JOB_OPTIONS,
      examples: [["kinetic jobs abort 7500000000001AAAA0", "one that has ended stays as it is"]],
      load: async () => (await import("../../commands/jobs.ts")).abortJob,
    },
    {
      name: "results",
      about: "Write the results of a job as CSV",
      args: "<id>",
      options: [
        OUTPUT,
        {
          flags: "--part <part>",
          about: "of a load: succeeded, failed or unprocessed (default: failed)",
          values: ["succeeded", "failed", "unprocessed"],
        },
        ...ORG,
      ],
      examples: [
        ["kinetic jobs results 7500000000001AAAA0 --part failed -o failed.csv", "as the org has them"],
      ],
      load: async () => (await import("../../commands/jobs.ts")).jobResults,
    },
    {
      name: "delete",
      about: "Delete an ended job and its results",
      args: "<id>",
      options: ORG,
      examples: [["kinetic jobs delete 7500000000001AAAA0", "for good"]],
      load: async () => (await import("../../commands/jobs.ts")).deleteJob,
    },
  ],
};

/** Commands over Bulk API 2.0. */
export const BULK: readonly CommandSpec[] = [LOAD, EXPORT, JOBS];
