import { beforeAll, describe, expect, it } from "vitest";
import { BUILD_TIMEOUT_MS, buildForChildren } from "../support/built.ts";

interface Moved {
  readonly bytes: number;
  readonly peakMb: number;
}

/** What this needs of bench/lib.mjs. */
interface Processes {
  start(script: string, args: readonly unknown[]): Promise<{ readonly url: string; stop(): void }>;
  run(script: string, args: readonly unknown[]): Promise<Moved>;
}

const MB = 300;
const MAX_PEAK_MB = 150;
/** What a multipart body has around the file: boundaries, headers, the record. */
const MAX_AROUND = 2_000;

beforeAll(buildForChildren, BUILD_TIMEOUT_MS);

describe("a file of 300 MB", () => {
  it.each([
    ["is uploaded from a function that makes it", "upload", MAX_AROUND],
    ["is uploaded from disk", "upload-path", MAX_AROUND],
    ["is downloaded", "download", 0],
  ])("%s in a process that stays under 150 MB", async (_, how, maxAround) => {
    const { start, run } = (await import(
      new URL("../../bench/lib.mjs", import.meta.url).href
    )) as unknown as Processes;
    const server = await start("files-server.mjs", [MB]);
    try {
      const { bytes, peakMb } = await run("files-client.mjs", [how, server.url, MB]);
      console.log(`${how}: ${bytes} bytes, peak ${peakMb} MB`);
      expect(bytes).toBeGreaterThanOrEqual(MB * 1024 * 1024);
      expect(bytes).toBeLessThanOrEqual(MB * 1024 * 1024 + maxAround);
      expect(peakMb).toBeLessThan(MAX_PEAK_MB);
    } finally {
      server.stop();
    }
  });
});
