import { parseArgs } from "node:util";
import { Refusal } from "../refusal/index.ts";
import { type McpSettings, type PolicySettings, TOOLSETS, type Toolset } from "../settings/index.ts";

/** Environment variables, as `process.env` has them. */
export type Env = Readonly<Record<string, string | undefined>>;

/** What the command was asked for. */
export interface Invocation {
  readonly settings: McpSettings;
  /** `alias=file` of each org; none: the org of the `SF_*` variables. */
  readonly orgs: readonly string[];
  /** Port to serve over HTTP on; standard input and output where there is none. */
  readonly http: number | undefined;
  readonly demo: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

interface Flag {
  readonly takes: "text" | "list" | "number" | "nothing";
  readonly about: string;
}

/** Every flag; each can be set by an environment variable, too: `--max-rows` is `KINETIC_MCP_MAX_ROWS`. */
const FLAGS = {
  org: {
    takes: "list",
    about: "alias=file with SF_* settings; repeat for several orgs (default: the environment)",
  },
  toolsets: { takes: "list", about: `tools to offer: ${TOOLSETS.join(", ")}, or all (default: core)` },
  tools: { takes: "list", about: "single tools to offer besides" },
  "exclude-tools": { takes: "list", about: "tools not to offer, whatever else says so" },
  write: { takes: "nothing", about: "let records be written (default: read-only)" },
  "allow-production-writes": { takes: "nothing", about: "let records of a production org be written, too" },
  confirm: { takes: "text", about: "who confirms a write: elicit (the user, through the host), host, off" },
  "allow-objects": { takes: "list", about: "the only objects that may be touched" },
  "deny-objects": { takes: "list", about: "objects that may not be touched" },
  "deny-fields": { takes: "list", about: "fields that may not be read or written: Field or Object.Field" },
  "mask-fields": { takes: "list", about: "fields whose values are hidden: Field or Object.Field" },
  "max-rows": { takes: "number", about: "rows of an answer where a call does not say (default: 50)" },
  "max-bytes": { takes: "number", about: "bytes of an answer at most (default: 32768)" },
  "max-write-records": { takes: "number", about: "records that one call may write (default: 200)" },
  "api-floor-percent": { takes: "number", about: "share of the daily API calls to leave alone (default: 5)" },
  "export-dir": { takes: "text", about: "folder that results may be saved in (default: none)" },
  "import-dir": { takes: "text", about: "folder that files may be read from (default: none)" },
  "apex-rest-allow": { takes: "list", about: "Apex REST calls to allow, e.g. 'GET /orders/*'" },
  http: {
    takes: "number",
    about: "serve over HTTP on this port of 127.0.0.1 (0 takes any free one), not over stdio",
  },
  demo: { takes: "nothing", about: "run on a local org with sample data" },
  help: { takes: "nothing", about: "print this" },
  version: { takes: "nothing", about: "print the version" },
} as const satisfies Readonly<Record<string, Flag>>;

type Name = keyof typeof FLAGS;
type Values = Readonly<Partial<Record<Name, readonly string[]>>>;

/**
 * Reads the arguments, and the environment for what they leave open.
 * @throws Refusal naming the flag and what it takes
 */
export function readInvocation(args: readonly string[], env: Env): Invocation {
  const values = { ...fromEnv(env), ...fromArgs(args) };
  const list = (name: Name): string[] | undefined =>
    values[name]
      ?.flatMap((text) => text.split(","))
      .map((text) => text.trim())
      .filter((text) => text !== "");
  const text = (name: Name): string | undefined => values[name]?.at(-1);
  const isOn = (name: Name): boolean => values[name] !== undefined;
  const number = (name: Name): number | undefined => numberOf(name, text(name));
  const policy: PolicySettings = {
    allowObjects: list("allow-objects"),
    denyObjects: list("deny-objects"),
    denyFields: list("deny-fields"),
    maskFields: list("mask-fields"),
  };
  const settings: McpSettings = {
    toolsets: toolsetsOf(list("toolsets")),
    tools: list("tools"),
    excludeTools: list("exclude-tools"),
    write: isOn("write"),
    allowProductionWrites: isOn("allow-production-writes"),
    confirm: confirmOf(text("confirm")),
    policy,
    maxRows: number("max-rows"),
    maxBytes: number("max-bytes"),
    maxWriteRecords: number("max-write-records"),
    apiFloorPercent: number("api-floor-percent"),
    exportDir: text("export-dir"),
    importDir: text("import-dir"),
    apexRestAllow: list("apex-rest-allow"),
  };
  const orgs = list("org") ?? [];
  return {
    settings,
    orgs,
    http: number("http"),
    demo: isOn("demo"),
    help: isOn("help"),
    version: isOn("version"),
  };
}

/** What `--help` prints. */
export function usage(): string {
  const lines = Object.entries(FLAGS).map(([name, { takes, about }]) => {
    const flag = `--${name}${takes === "nothing" ? "" : ` <${takes}>`}`;
    return `  ${flag.padEnd(32)} ${about}`;
  });
  return [
    "Usage: kinetic-mcp [options]",
    "",
    "A Model Context Protocol server for Salesforce, over standard input and output. It only reads unless --write is",
    "given. It signs in as the SF_* variables say (SF_ACCESS_TOKEN with SF_INSTANCE_URL, SF_PRIVATE_KEY_PATH with",
    "SF_CLIENT_ID and SF_USERNAME, or SF_CLIENT_SECRET with SF_CLIENT_ID).",
    "",
    ...lines,
    "",
    "Each can be an environment variable, too: --max-rows is KINETIC_MCP_MAX_ROWS. Lists are separated by commas.",
    "",
  ].join("\n");
}

function fromArgs(args: readonly string[]): Values {
  const options = Object.fromEntries(
    Object.entries(FLAGS).map(([name, { takes }]) => [
      name,
      takes === "nothing"
        ? { type: "boolean" as const }
        : { type: "string" as const, multiple: true as const },
    ]),
  );
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true });
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value : ["true"]]),
    ) as Values;
  } catch (cause) {
    throw wrong(cause instanceof Error ? cause.message : String(cause));
  }
}

function fromEnv(env: Env): Values {
  const values: Partial<Record<Name, readonly string[]>> = {};
  for (const name of Object.keys(FLAGS) as Name[]) {
    const variable = `KINETIC_MCP_${name.toUpperCase().replaceAll("-", "_")}`;
    const value = env[variable]?.trim();
    if (value === undefined || value === "") continue;
    if (FLAGS[name].takes !== "nothing") values[name] = [value];
    else if (/^(?:1|true|yes|on)$/i.test(value)) values[name] = ["true"];
    else if (!/^(?:0|false|no|off)$/i.test(value))
      throw wrong(`${variable} is true or false, not "${value}"`);
  }
  return values;
}

function numberOf(name: Name, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw wrong(`--${name} takes a whole number, not "${text}"`);
}

function toolsetsOf(names: readonly string[] | undefined): readonly Toolset[] | undefined {
  if (names?.includes("all")) return TOOLSETS;
  const unknown = names?.find((name) => !(TOOLSETS as readonly string[]).includes(name));
  if (unknown !== undefined) throw wrong(`--toolsets takes ${TOOLSETS.join(", ")} or all, not "${unknown}"`);
  return names as readonly Toolset[] | undefined;
}

function confirmOf(text: string | undefined): McpSettings["confirm"] {
  if (text === undefined || text === "elicit" || text === "host" || text === "off") return text;
  throw wrong(`--confirm takes elicit, host or off, not "${text}"`);
}

function wrong(message: string): Refusal {
  return new Refusal(message, { code: "SETTINGS", action: "kinetic-mcp --help lists the options." });
}
