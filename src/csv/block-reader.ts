import type { ByteStore } from "./byte-store.ts";
import { unfinishedTail } from "./text-check.ts";

const BLOCK_BYTES = 256 * 1024;
/** Room before each block for the start of a character that the block before it ended in. */
const MARGIN = 64;

/** A run of bytes in the memory of a reader. */
export interface Block {
  readonly from: number;
  readonly to: number;
}

/** Reads a store front to back into a given memory, in blocks that end between characters; reads one block ahead. */
export class BlockReader {
  /** Bytes of memory that a reader needs. */
  static readonly capacity: number = 2 * (BLOCK_BYTES + MARGIN);

  readonly #store: ByteStore;
  readonly #memory: Uint8Array;
  #position: number;
  #half = 0;
  #tail: Uint8Array = new Uint8Array(0);
  #ahead: Promise<number> | undefined;

  constructor(store: ByteStore, memory: Uint8Array, position: number) {
    this.#store = store;
    this.#memory = memory;
    this.#position = position;
  }

  /** Returns the next block; it stays in memory until the second call after this one. */
  async next(): Promise<Block | undefined> {
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
    const to = base + got - (ended ? 0 : unfinishedTail(bytes));
    this.#tail = this.#memory.slice(to, base + got);
    return to > from ? { from, to } : undefined;
  }

  get #base(): number {
    return this.#half * (BLOCK_BYTES + MARGIN) + MARGIN;
  }

  #read(): Promise<number> {
    const base = this.#base;
    return this.#store.read(this.#memory.subarray(base, base + BLOCK_BYTES), this.#position);
  }
}
