import { Refusal } from "../refusal/index.ts";
import type { ResolvedMcpSettings } from "../settings/index.ts";
import { apexRestTool } from "./apex-rest.ts";
import { bulkAbortTool } from "./bulk/abort.ts";
import { bulkIngestStartTool } from "./bulk/ingest-start.ts";
import { bulkQueryStartTool } from "./bulk/query-start.ts";
import { bulkResultsTool } from "./bulk/results.ts";
import { bulkStatusTool } from "./bulk/status.ts";
import { describeTool } from "./describe.ts";
import { diagnoseTool } from "./diagnose.ts";
import { fileGetTool } from "./files/get.ts";
import { fileUploadTool } from "./files/upload.ts";
import { getRecordTool } from "./get-record.ts";
import { limitsTool } from "./limits.ts";
import { permissionsTool } from "./permissions.ts";
import { queryTool } from "./query.ts";
import { searchTool } from "./search.ts";
import type { Tool } from "./tool.ts";
import { compositeTool } from "./write/composite.ts";
import { createTool } from "./write/create.ts";
import { deleteTool } from "./write/delete.ts";
import { updateTool } from "./write/update.ts";

/** Every tool there is, in the order of their names: hosts cache the list, so it must not change by itself. */
export const ALL_TOOLS: readonly Tool[] = Object.freeze(
  [
    describeTool,
    diagnoseTool,
    getRecordTool,
    limitsTool,
    permissionsTool,
    queryTool,
    searchTool,
    createTool,
    deleteTool,
    bulkQueryStartTool,
    bulkIngestStartTool,
    bulkStatusTool,
    bulkResultsTool,
    bulkAbortTool,
    compositeTool,
    apexRestTool,
    fileGetTool,
    fileUploadTool,
    updateTool,
  ].sort((a, b) => (a.name < b.name ? -1 : 1)),
);

const CHANGES: ReadonlySet<string> = new Set(["write", "destructive"]);

/**
 * Chooses the tools to offer. Read-only beats everything, then what is excluded, then single tools, then toolsets.
 *
 * @throws Refusal naming a tool that there is not
 */
export function chooseTools(settings: ResolvedMcpSettings): readonly Tool[] {
  const { toolsets, tools, excludeTools, write, apexRestAllow } = settings;
  const known = new Set(ALL_TOOLS.map(({ name }) => name));
  const unknown = [...tools, ...excludeTools].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Refusal(`There is no tool ${unknown.join(", ")}`, {
      code: "SETTINGS",
      action: `The tools are ${[...known].join(", ")}.`,
    });
  }
  return ALL_TOOLS.filter(
    ({ name, toolset, kind }) =>
      (write || !CHANGES.has(kind)) &&
      (apexRestAllow.length > 0 || kind !== "code") &&
      !excludeTools.includes(name) &&
      (tools.includes(name) || toolsets.includes(toolset)),
  );
}
