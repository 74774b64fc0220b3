import { JSON_OUTPUT, ORG } from "../shared-options.ts";
import type { CommandSpec } from "../spec.ts";

/** Commands about an org as a whole, and the one that starts a local one. */
export const ORGS: readonly CommandSpec[] = [
  {
    name: "doctor",
    about: "Find out why an org does not work: each check with what was seen and what to do",
    options: [
      {
        flags: "--object <name>",
        about: "object to look into, with fields if need be: Account:Name,Site",
        takes: "many",
      },
      {
        flags: "--access <rights>",
        about: "what the work does with them: read, create, edit, delete, viewAll, modifyAll (default: read)",
        takes: "list",
      },
      {
        flags: "--needs <permissions>",
        about: "permissions that must be there: bulkApiHardDelete, viewAllData, modifyAllData, viewSetup",
        takes: "list",
      },
      {
        flags: "--write-probe",
        about: "make an empty load job and abort it, to prove that loads are allowed",
      },
      { flags: "--verbose", about: "show what passed and what was skipped in full, too" },
      JSON_OUTPUT,
      ...ORG,
    ],
    examples: [
      ["kinetic doctor", "all checks; ends with 0, 8 (warnings) or 9 (something fails)"],
      [
        "kinetic doctor --object Account:Name,AnnualRevenue --access create,edit",
        "whether a load of accounts may work",
      ],
      ["kinetic doctor --json --org prod", "for a monitor"],
    ],
    load: async () => (await import("../../commands/doctor.ts")).doctor,
  },
  {
    name: "types",
    about: "TypeScript types of an org",
    commands: [
      {
        name: "generate",
        about: "Write types for objects of the org, for SalesforceClient<Org>",
        options: [
          { flags: "--objects <names>", about: "objects to write", takes: "list" },
          { flags: "--all", about: "all objects of the org" },
          { flags: "--out <folder>", about: "folder to write to (default: src/org)" },
          { flags: "--org-name <name>", about: "name of the interface of all objects (default: Org)" },
          {
            flags: "--import-extension <extension>",
            about: "how the files import each other: .js or .ts (default: .js)",
            values: [".js", ".ts", ""],
          },
          ...ORG,
        ],
        examples: [
          [
            "kinetic types generate --objects Account,Contact --out src/org",
            "one file for each, and index.ts",
          ],
        ],
        load: async () => (await import("../../commands/types-generate.ts")).typesGenerate,
      },
    ],
  },
  {
    name: "org",
    about: "A Salesforce-compatible org on this machine",
    commands: [
      {
        name: "start",
        about: "Start a local org and serve it until Ctrl-C",
        options: [
          { flags: "--port <n>", about: "port to listen on (default: any free one)" },
          { flags: "--host <address>", about: "address to listen on (default: 127.0.0.1; there is no TLS)" },
          { flags: "--data <file>", about: "file for the data, created when missing (default: in memory)" },
          { flags: "--config <file>", about: "JSON: users, apps, permissions, objects, faults, …" },
          { flags: "--objects <file>", about: "JSON: objects of your own, or describes of a real org" },
          { flags: "--rows <file>", about: 'JSON: rows to start with, {"Account": [{"Name": "Acme"}]}' },
          { flags: "--user <username>", about: "username of the only user (default: admin@example.com)" },
          { flags: "--seed <n>", about: "shifts the ids, so that two orgs differ (default: 1)" },
          {
            flags: "--key-file <file>",
            about: "private key of its app, made when missing (default: a temporary one)",
          },
          JSON_OUTPUT,
        ],
        examples: [
          ["kinetic org start", "an empty org; prints what a client needs"],
          [
            "kinetic org start --port 8090 --data dev.db --key-file dev.key",
            "one that is there again tomorrow",
          ],
        ],
        load: async () => (await import("../../commands/org-start.ts")).orgStart,
      },
    ],
  },
];
