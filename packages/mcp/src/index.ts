export type { OrgConfig } from "./orgs/index.ts";
export { type NextCall, Refusal, type RefusalDetails } from "./refusal/index.ts";
export {
  createSalesforceMcp,
  type OrgsFor,
  type SalesforceMcp,
  type SalesforceMcpConfig,
  version,
} from "./server/index.ts";
export {
  type ConfirmMode,
  DEFAULT_MCP_SETTINGS,
  type McpSettings,
  type PolicySettings,
  type ResolvedMcpSettings,
  type Toolset,
} from "./settings/index.ts";
