import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Packages are tested from their sources, so that a test run needs no build. */
export const sources: Record<string, string> = {
  "kinetic-core": source("./src/index.ts"),
  "kinetic-local-org": source("./packages/local-org/src/index.ts"),
  "kinetic-cli": source("./packages/cli/src/index.ts"),
  "kinetic-mcp/http": source("./packages/mcp/src/http/index.ts"),
  "kinetic-mcp": source("./packages/mcp/src/index.ts"),
};

const config: ViteUserConfig = defineConfig({
  resolve: { alias: sources },
  test: {
    include: ["test/**/*.test.ts", "packages/*/test/**/*.test.ts"],
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // Files share a worker and what it has imported: a third of the time. A test puts back whatever it changes.
    isolate: false,
    maxWorkers: 2,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "packages/*/src/**/*.ts"],
      reporter: ["text-summary", "json-summary"],
    },
  },
});

export default config;
