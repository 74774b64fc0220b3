import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import wabt from "wabt";
import { SCAN_KERNEL } from "../../src/csv/scan-kernel.ts";

it("is what scan-kernel.wat assembles to: run scripts/build-scan-kernel.mjs after a change", async () => {
  const text = await readFile(new URL("../../src/csv/scan-kernel.wat", import.meta.url), "utf8");
  const { parseWat } = await wabt();
  const { buffer } = parseWat("scan-kernel.wat", text, { simd: true }).toBinary({});
  expect(Buffer.from(buffer).toString("base64")).toBe(SCAN_KERNEL);
});
