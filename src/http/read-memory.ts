import type { OnReadOpts, Socket } from "node:net";

/** What one read may bring. Larger reads are fewer, and two of these are all that a socket ever holds. */
const READ_BYTES = 128 * 1024;
/** Less room than this is not worth a read. */
const LEAST_ROOM = 32 * 1024;
/**
 * What is shorter is copied. The head of an answer, which undici keeps by reference until it is whole, is at most two
 * pieces that are not: it has 16 KiB.
 */
const SHORT_BYTES = 8 * 1024;

/**
 * Memory that one socket reads into again and again. Node makes new memory for every read, which costs more than the
 * read itself: the pages of that memory, and the garbage collections that give it back.
 *
 * A piece is good until the socket has been read empty and the next piece has come. So whoever takes it out of the
 * socket uses it up, or copies it, before returning: undici parses it at once and hands it to a handler of ours.
 */
export class ReadMemory {
  #socket: Socket | undefined;
  #slab: Buffer = Buffer.alloc(0);
  #used = 0;
  /** The other half, when nobody needs what is in it. */
  #spare: Buffer | undefined;
  /** Halves whose pieces may not have been read out of the socket yet. */
  #full: Buffer[] = [];
  /** What came before it was known whose memory this is. */
  #early: Buffer[] = [];

  /** For the options of the socket. */
  readonly onread: OnReadOpts = {
    buffer: () => this.#room(),
    callback: (length) => this.#take(length),
  };

  /** Says whose memory it is. */
  attach(socket: Socket): void {
    this.#socket = socket;
    for (const piece of this.#early) socket.push(piece);
    this.#early = [];
  }

  #room(): Buffer {
    if (this.#slab.length - this.#used < LEAST_ROOM) {
      if (this.#used > 0) this.#full.push(this.#slab);
      this.#slab = this.#spare ?? Buffer.allocUnsafeSlow(READ_BYTES);
      this.#spare = undefined;
      this.#used = 0;
    }
    return this.#slab.subarray(this.#used);
  }

  /** Hands what has been read to the socket; `false` when it wants no more for now. */
  #take(length: number): boolean {
    const socket = this.#socket;
    const piece = this.#slab.subarray(this.#used, this.#used + length);
    if (socket === undefined) return this.#early.push(Buffer.from(piece)) > 0;
    if (socket.readableLength === 0) {
      this.#spare ??= this.#full.pop();
      this.#full = [];
    }
    if (length < SHORT_BYTES) return socket.push(Buffer.from(piece));
    this.#used += length;
    return socket.push(piece);
  }
}
