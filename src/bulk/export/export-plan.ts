import type { BulkContext } from "../context.ts";
import type { ExportHandle } from "./export-handle.ts";
import type { ExportOptions } from "./export-options.ts";

/** What is exported, and how. */
export interface ExportPlan {
  readonly bulk: BulkContext;
  readonly soql: string;
  readonly options: ExportOptions;
  /** Told where the export stands when its job is made and at the end of each page; waited for. */
  readonly onHandle?: ((handle: ExportHandle) => Promise<void>) | undefined;
}
