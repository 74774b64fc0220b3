import { defineConfig, type ViteUserConfig } from "vitest/config";
import { sources } from "./vitest.config.ts";

/** Those that measure memory of their own process or pass gigabytes: alone, so that nothing else is in the way. */
const MEASURED = ["memory", "million", "query-million", "files-large", "start"].map(
  (name) => `**/${name}.soak.ts`,
);

const limits = { testTimeout: 600_000, hookTimeout: 120_000 };

/** The slow matrices: big inputs, random kills, every fault at every step. First two files at a time, then what is measured. */
const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: sources },
        test: {
          ...limits,
          name: "at once",
          include: ["test/**/*.soak.ts", "packages/*/test/**/*.soak.ts"],
          exclude: MEASURED,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve: { alias: sources },
        test: {
          ...limits,
          name: "alone",
          include: MEASURED.flatMap((glob) => [`test/${glob}`, `packages/*/test/${glob}`]),
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

export default config;
