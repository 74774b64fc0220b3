// Assembles src/csv/scan-kernel.wat into src/csv/scan-kernel.ts. Run it after a change of the former; a test compares.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import wabt from "wabt";
import { root } from "./lib.mjs";

const folder = join(root, "src", "csv");
const { parseWat } = await wabt();
const assembled = parseWat("scan-kernel.wat", await readFile(join(folder, "scan-kernel.wat"), "utf8"), {
  simd: true,
});
assembled.validate();
const base64 = Buffer.from(assembled.toBinary({}).buffer).toString("base64");
const lines = base64.match(/.{1,100}/g) ?? [];
const source = `// Made by scripts/build-scan-kernel.mjs from scan-kernel.wat, which says what it does.

/** The scan kernel as WebAssembly, in base64. */
export const SCAN_KERNEL: string =
${lines.map((line) => `  "${line}"`).join(" +\n")};
`;
await writeFile(join(folder, "scan-kernel.ts"), source);
