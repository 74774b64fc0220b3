import { describe, it } from "vitest";
import { fuzzReadOnly } from "./read-only.ts";

describe("a server that may not write", () => {
  it("writes nothing, whatever a model sends to any tool", () => fuzzReadOnly(150), 60_000);
});
