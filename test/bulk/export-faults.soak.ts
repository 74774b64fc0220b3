import { describe, expect, it } from "vitest";
import { exportWith, ROWS, WAYS } from "./export-ways.ts";

describe.each(WAYS)("$name", (way) => {
  it.each(["reset", "end", "gzip", "half-gzip"] as const)(
    "holds every row once after a page that ended at any of its bytes: %s",
    async (how) => {
      for (let bytes = 0; bytes < 100; bytes += 1) {
        const { error, rows } = await exportWith(way, {
          fault: (call, count) => (call === "GET results" && count === 2 ? { bytes, how } : undefined),
        });
        expect([bytes, error, rows]).toEqual([bytes, undefined, ROWS]);
      }
    },
  );
});
