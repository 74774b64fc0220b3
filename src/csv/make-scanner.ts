import { ByteScanner } from "./byte-scanner.ts";
import { KernelScanner, loadScanKernel } from "./kernel-scanner.ts";
import type { RowScanner, ScannerConfig } from "./row-scanner.ts";

/** Makes the fastest scanner that this machine has. */
export function makeScanner(config: ScannerConfig): RowScanner {
  const kernel = loadScanKernel();
  return kernel === undefined ? new ByteScanner(config) : new KernelScanner(kernel, config);
}
