import { describe, expect, it } from "vitest";
import { fuzzReadOnly } from "./read-only.ts";

describe("a server that may not write", () => {
  it("writes nothing in thousands of random calls", () => fuzzReadOnly(5000));

  it("is what keeps these calls from writing: one that may write does", async () => {
    await expect(fuzzReadOnly(500, { write: true, allowProductionWrites: true })).rejects.toThrow();
  });
});
