export { ALL_TOOLS, chooseTools } from "./registry.ts";
export type { Tool, ToolContext, ToolKind } from "./tool.ts";
