/** A group of tools that is switched on or off as one. */
export type Toolset = "core" | "bulk" | "write" | "apex" | "files";

/** Every toolset, in the order in which they are listed. */
export const TOOLSETS: readonly Toolset[] = Object.freeze(["core", "bulk", "write", "apex", "files"]);

/**
 * Who confirms a write: `elicit` asks the user through the host, and refuses where the host cannot ask; `host` leaves
 * it to the host's own prompt before a tool call; `off` asks nobody.
 */
export type ConfirmMode = "elicit" | "host" | "off";

/** Which objects and fields an agent may meet. Names are compared without regard to case. */
export interface PolicySettings {
  /** API names of the only objects that may be touched. @default all */
  readonly allowObjects?: readonly string[] | undefined;
  /** API names of objects that may not be touched; beats `allowObjects`. @default none */
  readonly denyObjects?: readonly string[] | undefined;
  /** Fields that may not be read, filtered by or written: `Field`, or `Object.Field`. @default none */
  readonly denyFields?: readonly string[] | undefined;
  /** Fields whose values are shown as `•••`: `Field`, or `Object.Field`. @default none */
  readonly maskFields?: readonly string[] | undefined;
}

/** What the server offers, and within which bounds. Every value has a default. */
export interface McpSettings {
  /** @default core */
  readonly toolsets?: readonly Toolset[] | undefined;
  /** Single tools to offer besides those of the toolsets. @default none */
  readonly tools?: readonly string[] | undefined;
  /** Tools not to offer, whatever else says so. @default none */
  readonly excludeTools?: readonly string[] | undefined;
  /** Whether records may be written. Without it no write reaches the org, whatever a tool does. @default false */
  readonly write?: boolean | undefined;
  /** Whether records of a production org may be written. @default false */
  readonly allowProductionWrites?: boolean | undefined;
  /** @default elicit */
  readonly confirm?: ConfirmMode | undefined;
  readonly policy?: PolicySettings | undefined;
  /** Rows in an answer where a call does not say. @default 50 */
  readonly maxRows?: number | undefined;
  /** Bytes of an answer at most. @default 32768 */
  readonly maxBytes?: number | undefined;
  /** Records that one call may write. @default 200 */
  readonly maxWriteRecords?: number | undefined;
  /** Folder that results may be saved in. @default none: nothing is saved */
  readonly exportDir?: string | undefined;
  /** Folder that files may be read from. @default none: nothing is read */
  readonly importDir?: string | undefined;
  /** Apex REST calls that are allowed, such as `GET /orders/*`. @default none */
  readonly apexRestAllow?: readonly string[] | undefined;
  /** New work is refused when less than this share of the org's daily API calls is left, in percent. @default 5 */
  readonly apiFloorPercent?: number | undefined;
}

/** `McpSettings` with every default filled in. */
export interface ResolvedMcpSettings {
  readonly toolsets: readonly Toolset[];
  readonly tools: readonly string[];
  readonly excludeTools: readonly string[];
  readonly write: boolean;
  readonly allowProductionWrites: boolean;
  readonly confirm: ConfirmMode;
  readonly policy: PolicySettings;
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly maxWriteRecords: number;
  readonly exportDir: string | undefined;
  readonly importDir: string | undefined;
  readonly apexRestAllow: readonly string[];
  readonly apiFloorPercent: number;
}

/** The defaults of `McpSettings`. */
export const DEFAULT_MCP_SETTINGS: ResolvedMcpSettings = Object.freeze({
  toolsets: Object.freeze(["core"] as const),
  tools: Object.freeze([]),
  excludeTools: Object.freeze([]),
  write: false,
  allowProductionWrites: false,
  confirm: "elicit",
  policy: Object.freeze({}),
  maxRows: 50,
  maxBytes: 32_768,
  maxWriteRecords: 200,
  exportDir: undefined,
  importDir: undefined,
  apexRestAllow: Object.freeze([]),
  apiFloorPercent: 5,
});

/** Fills in the defaults. */
export function resolveSettings(settings: McpSettings = {}): ResolvedMcpSettings {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return { ...DEFAULT_MCP_SETTINGS, ...given };
}
