import { FORMATS } from "../format/row-format.ts";
import type { OptionSpec } from "./spec.ts";

/** Of every command that works on an org. */
export const ORG: readonly OptionSpec[] = [
  {
    flags: "--org <alias>",
    about: "login to use (default: KINETIC_ORG, the SF_* variables, the default login)",
  },
  {
    flags: "--api-version <version>",
    about: "API version, e.g. 68.0 (default: the newest that the org offers)",
  },
];

/** Of every command that writes rows. */
export const ROWS: readonly OptionSpec[] = [
  {
    flags: "--format <format>",
    about: "table, csv, ndjson or json (default: table on a terminal, else csv)",
    values: FORMATS,
  },
  {
    flags: "-o, --output <file>",
    about: "file to write; its extension decides the format (default: -, standard output)",
  },
];

/** Of every command that writes one thing. */
export const JSON_OUTPUT: OptionSpec = { flags: "--json", about: "write JSON" };
