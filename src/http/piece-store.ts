/** From here on the wire is asked to wait. */
const FULL_BYTES = 128 * 1024;
/** Room for what comes before it hears that. */
const ROOM_BYTES = 2 * FULL_BYTES;

/** Gathers pieces of bytes in two halves of memory: one is filled while the other is read. */
export class PieceStore {
  #filling: Buffer | undefined;
  #lent: Buffer | undefined;
  #length = 0;

  /** Copies bytes in. Returns whether there is room for more. */
  put(bytes: Uint8Array): boolean {
    const room = this.#roomFor(this.#length + bytes.length);
    room.set(bytes, this.#length);
    this.#length += bytes.length;
    return this.#length < FULL_BYTES;
  }

  /** Returns what has come, if anything has. It is good until the next call. */
  take(): Buffer | undefined {
    if (this.#filling === undefined || this.#length === 0) return undefined;
    const bytes = this.#filling.subarray(0, this.#length);
    [this.#filling, this.#lent] = [this.#lent, this.#filling];
    this.#length = 0;
    return bytes;
  }

  /** Only another's dispatcher brings more at a time than there is room for. */
  #roomFor(length: number): Buffer {
    const old = this.#filling;
    if (old !== undefined && old.length >= length) return old;
    const room = Buffer.allocUnsafeSlow(Math.max(ROOM_BYTES, 2 ** Math.ceil(Math.log2(length))));
    old?.copy(room, 0, 0, this.#length);
    this.#filling = room;
    return room;
  }
}
