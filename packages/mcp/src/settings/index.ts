export {
  type ConfirmMode,
  DEFAULT_MCP_SETTINGS,
  type McpSettings,
  type PolicySettings,
  type ResolvedMcpSettings,
  resolveSettings,
  TOOLSETS,
  type Toolset,
} from "./settings.ts";
