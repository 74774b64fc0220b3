export { adviseOn } from "./advice.ts";
export { chooseTools } from "./registry.ts";
export type { Tool, ToolContext } from "./tool.ts";
