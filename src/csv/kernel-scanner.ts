import type { RowScanner, ScannerConfig, ScanStop } from "./row-scanner.ts";
import { SCAN_KERNEL } from "./scan-kernel.ts";

// The layout of the kernel's memory: see scan-kernel.wat.
const SCAN_BYTES = 64 * 1024;
const BYTES_AT = 1024;
const ENDS_AT = 128 * 1024;
const STATE_WORDS = 9;
const STOP_WORD = 9;
const AFTER_SEPARATOR_WORD = 2;
const STOPS: readonly ScanStop[] = ["no", "ragged", "unsound"];

/** The loaded kernel. It keeps nothing between calls, so one serves all scanners. */
export interface ScanKernel {
  readonly bytes: Uint8Array;
  readonly ends: Int32Array;
  readonly state: Int32Array;
  readonly scan: (length: number, delimiter: number, expected: number) => number;
}

// Node's types leave WebAssembly to those of browsers; this is the part that is used.
interface WebAssemblyApi {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (
    module: object,
  ) => {
    readonly exports: {
      readonly memory: { readonly buffer: ArrayBuffer };
      readonly scan: ScanKernel["scan"];
    };
  };
}

let loaded: ScanKernel | "none" | undefined;

/** Returns the kernel, or undefined where there is no WebAssembly with 128-bit vectors. Loads it on first use. */
export function loadScanKernel(): ScanKernel | undefined {
  loaded ??= instantiate() ?? "none";
  return loaded === "none" ? undefined : loaded;
}

function instantiate(): ScanKernel | undefined {
  const { WebAssembly: api } = globalThis as { readonly WebAssembly?: WebAssemblyApi };
  if (api === undefined) return undefined;
  try {
    const { memory, scan } = new api.Instance(new api.Module(Buffer.from(SCAN_KERNEL, "base64"))).exports;
    return {
      bytes: new Uint8Array(memory.buffer, BYTES_AT, SCAN_BYTES),
      ends: new Int32Array(memory.buffer, ENDS_AT, SCAN_BYTES),
      state: new Int32Array(memory.buffer, 0, STATE_WORDS + 1),
      scan,
    };
  } catch {
    // A processor without vectors, or a process that forbids compiling: the byte scanner does the same work.
    return undefined;
  }
}

/** Scans 64 bytes at a step. */
export class KernelScanner implements RowScanner {
  readonly ends: Int32Array;
  stop: ScanStop = "no";
  position = 0;
  readonly #kernel: ScanKernel;
  readonly #delimiter: number;
  readonly #expected: number;
  readonly #state: Int32Array = atRowStart();

  constructor(kernel: ScanKernel, config: ScannerConfig) {
    this.#kernel = kernel;
    this.ends = kernel.ends;
    this.#delimiter = config.delimiter;
    this.#expected = config.fields - 1;
  }

  /** Whether the bytes so far end inside quotes. */
  get quoted(): boolean {
    return this.#state[0] !== 0;
  }

  scan(block: Uint8Array, from: number): number {
    const { bytes, state, ends, scan } = this.#kernel;
    const to = Math.min(block.length, from + SCAN_BYTES);
    bytes.set(block.subarray(from, to));
    state.set(this.#state);
    const found = scan(to - from, this.#delimiter, this.#expected);
    for (let index = 0; index < found; index++) ends[index] = (ends[index] as number) + from;
    this.stop = STOPS[state[STOP_WORD] as number] as ScanStop;
    if (this.stop === "ragged") {
      this.#state.set(atRowStart());
      this.position = ends[found - 1] as number;
    } else {
      this.#state.set(state.subarray(0, STATE_WORDS));
      this.position = to;
    }
    return found;
  }
}

/** The state in which a quote may open. */
function atRowStart(): Int32Array {
  const state = new Int32Array(STATE_WORDS);
  state[AFTER_SEPARATOR_WORD] = 1;
  return state;
}
