import fc from "fast-check";
import { expect, it } from "vitest";
import { ByteScanner } from "../../src/csv/byte-scanner.ts";
import { KernelScanner, loadScanKernel } from "../../src/csv/kernel-scanner.ts";
import { makeScanner } from "../../src/csv/make-scanner.ts";
import type { RowScanner, ScannerConfig } from "../../src/csv/row-scanner.ts";
import { splitAt } from "./support.ts";

/** Scans blocks to their end or to what is not sound, and tells everything that was found. */
function scanAll(
  scanner: RowScanner,
  blocks: readonly Uint8Array[],
): { ends: number[]; ragged: number[]; sound: boolean } {
  const ends: number[] = [];
  const ragged: number[] = [];
  let before = 0;
  for (const block of blocks) {
    for (let at = 0; at < block.length; at = scanner.position) {
      const found = scanner.scan(block, at);
      for (let index = 0; index < found; index++) ends.push(before + (scanner.ends[index] as number));
      if (scanner.stop === "ragged") ragged.push(ends.length);
      if (scanner.stop === "unsound") return { ends, ragged, sound: false };
    }
    before += block.length;
  }
  return { ends, ragged, sound: true };
}

function kernelScanner(config: ScannerConfig): RowScanner {
  const kernel = loadScanKernel();
  if (kernel === undefined) throw new Error("this Node has no WebAssembly with vectors");
  return new KernelScanner(kernel, config);
}

it("uses the kernel where there is one", () => {
  expect(makeScanner({ delimiter: 44, fields: 1 })).toBeInstanceOf(KernelScanner);
});

it("finds the same rows with the kernel as byte by byte, whatever the bytes and the blocks", () => {
  const loose = fc.string({
    unit: fc.constantFrom("a", "a", "a", ",", '"', "\n", "\r", "\r\n", ";"),
    maxLength: 300,
  });
  const tidy = fc
    .array(fc.constantFrom("a", "bcdefgh".repeat(9), "", '""', '"x""y"', '"\n,"', ",", ",", "\n", "\r\n"), {
      maxLength: 60,
    })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(
      fc.oneof(loose, tidy),
      fc.array(fc.nat(), { maxLength: 6 }),
      fc.integer({ min: 0, max: 4 }),
      (text, places, fields) => {
        const blocks = splitAt(Buffer.from(text), places);
        const config = { delimiter: 44, fields };
        expect(scanAll(kernelScanner(config), blocks)).toEqual(scanAll(new ByteScanner(config), blocks));
      },
    ),
    { numRuns: 2000 },
  );
});

it("goes on after the 64 KiB that one call scans", () => {
  const text = Buffer.from(`${"x".repeat(70_000)},"${"y\n".repeat(70_000)}"\nshort,row\n`);
  const wanted = { ends: [text.length - 10, text.length], ragged: [], sound: true };
  expect(scanAll(kernelScanner({ delimiter: 44, fields: 2 }), [text])).toEqual(wanted);
  expect(scanAll(new ByteScanner({ delimiter: 44, fields: 2 }), [text])).toEqual(wanted);
});
