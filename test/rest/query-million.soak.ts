import { beforeAll, describe, expect, it } from "vitest";
import { BUILD_TIMEOUT_MS, buildForChildren } from "../support/built.ts";

interface Read {
  readonly rows: number;
  readonly peakMb: number;
}

/** What this needs of bench/lib.mjs: the bench reads the same pages, and tells how fast. */
interface Processes {
  start(script: string, args: readonly unknown[]): Promise<{ readonly url: string; stop(): void }>;
  run(script: string, args: readonly unknown[]): Promise<Read>;
}

const ROWS = 1_000_000;
const MAX_PEAK_MB = 150;

beforeAll(buildForChildren, BUILD_TIMEOUT_MS);

describe("a query of a million rows, 370 MB of JSON", () => {
  it.each([
    ["row by row", "rows"],
    ["page by page", "pages"],
    ["without reading ahead", "no-prefetch"],
  ])("is read %s in a process that stays under 150 MB", async (_, how) => {
    const { start, run } = (await import(
      new URL("../../bench/lib.mjs", import.meta.url).href
    )) as unknown as Processes;
    const server = await start("query-server.mjs", [ROWS]);
    try {
      const { rows, peakMb } = await run("query-client.mjs", [how, server.url]);
      console.log(`${rows} rows, peak ${peakMb} MB`);
      expect(rows).toBe(ROWS);
      expect(peakMb).toBeLessThan(MAX_PEAK_MB);
    } finally {
      server.stop();
    }
  });
});
