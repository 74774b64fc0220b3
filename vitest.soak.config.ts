import { defineConfig, type ViteUserConfig } from "vitest/config";
import { sources } from "./vitest.config.ts";

/** The slow matrices: big inputs, random kills, every fault at every step. */
const config: ViteUserConfig = defineConfig({
  resolve: { alias: sources },
  test: {
    include: ["test/**/*.soak.ts", "packages/*/test/**/*.soak.ts"],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});

export default config;
