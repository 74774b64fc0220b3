import { setFlagsFromString } from "node:v8";

/**
 * Makes the process small, for the command alone: a host runs several servers beside it, and all of them wait most of the
 * time. Both settings only trade speed that nobody would notice here.
 */
export function spareMemory(): void {
  // undici reads HTTP by WebAssembly, and optimizing that takes 35 MB for a moment. Both, since V8 draws no conclusion from
  // one flag to another once it runs.
  setFlagsFromString("--no-wasm-tier-up");
  setFlagsFromString("--no-wasm-dynamic-tiering");
  // The space for young objects stays small, instead of growing to a size for servers under load.
  setFlagsFromString("--semi-space-growth-factor=1");
}
