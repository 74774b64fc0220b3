import type { ByteStore } from "./byte-store.ts";
import { unfinishedTail } from "./text-check.ts";

/** Fewer and larger reads: each one costs a round trip to the thread pool. */
const BLOCK_BYTES = 1024 * 1024;
/** Room before each block for the start of a character that the block before it ended in. */
const MARGIN = 64;

/** Reads a store front to back, in blocks that end between characters; reads one block ahead. */
export class BlockReader {
  readonly #store: ByteStore;
  readonly #memory: Uint8Array = new Uint8Array(2 * (MARGIN + BLOCK_BYTES));
  #position: number;
  #half = 0;
  #tail: Uint8Array = new Uint8Array(0);
  #ahead: Promise<number> | undefined;

  constructor(store: ByteStore, position: number) {
    this.#store = store;
    this.#position = position;
  }

  /** Returns the next block, or undefined at the end; its bytes stay until the second call after this one. */
  async next(): Promise<Uint8Array | undefined> {
    const got = await (this.#ahead ?? this.#read());
    const base = this.#base;
    const from = base - this.#tail.length;
    this.#memory.set(this.#tail, from);
    this.#position += got;
    this.#half = 1 - this.#half;
    const ended = got < BLOCK_BYTES;
    this.#ahead = ended ? Promise.resolve(0) : this.#read();
    // A failed read ahead is reported by the call that waits for it.
    this.#ahead.catch(() => undefined);
    const bytes = this.#memory.subarray(from, base + got);
    const whole = bytes.length - (ended ? 0 : unfinishedTail(bytes));
    this.#tail = bytes.slice(whole);
    return whole > 0 ? bytes.subarray(0, whole) : undefined;
  }

  get #base(): number {
    return this.#half * (MARGIN + BLOCK_BYTES) + MARGIN;
  }

  #read(): Promise<number> {
    const base = this.#base;
    return this.#store.read(this.#memory.subarray(base, base + BLOCK_BYTES), this.#position);
  }
}
