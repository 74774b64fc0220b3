import type { Route } from "../server/types.ts";
import { BulkFiles } from "./files.ts";
import { ingestRoutes } from "./ingest.ts";
import { type BulkOptions, resolveBulkOptions } from "./options.ts";
import { queryRoutes } from "./query.ts";
import { JobRegistry } from "./registry.ts";

/** Bulk API 2.0 of an org: its resources, and what must be done with them in the end. */
export interface BulkResources {
  readonly routes: readonly Route[];
  /** Stops and forgets every job and removes its files, as if the org were new. */
  reset(): void;
  /** Stops every job and removes all files. */
  close(): void;
}

/** Makes the Bulk API 2.0 resources. Jobs live in memory, their data and results in files. */
export function createBulkResources(options: BulkOptions = {}): BulkResources {
  const resolved = resolveBulkOptions(options);
  const registry = new JobRegistry(resolved, new BulkFiles(resolved.directory));
  return {
    routes: [...ingestRoutes(registry), ...queryRoutes(registry)],
    reset: () => registry.reset(),
    close: () => registry.reset(),
  };
}
