import { Readable } from "node:stream";
import { PieceStore } from "./piece-store.ts";

/** What a body can do to the connection that it comes over. */
export interface BodyControl {
  pause(): void;
  resume(): void;
  abort(reason: Error): void;
}

/**
 * The body of an answer on the wire. As a stream it is one like others. {@link lentPieces} reads the same bytes without
 * new memory for each piece.
 */
export class WireBody extends Readable {
  readonly #control: BodyControl;
  readonly #pieces = new PieceStore();
  #isPaused = false;
  /** Whether the wire is through with this body. */
  #isOver = false;
  #isUsed = false;
  #wake: (() => void) | undefined;

  constructor(control: BodyControl) {
    super({ highWaterMark: 64 * 1024 });
    this.#control = control;
  }

  /** Takes in what has come. */
  put(bytes: Uint8Array): void {
    if (!this.#pieces.put(bytes) && !this.#isPaused) {
      this.#isPaused = true;
      this.#control.pause();
    }
    this.#call();
  }

  /** All has come. */
  end(): void {
    this.#isOver = true;
    this.#call();
  }

  /** No more will come. */
  fail(reason: unknown): void {
    this.#isOver = true;
    this.destroy(reason as Error);
  }

  override _read(): void {
    this.#isUsed = true;
    const piece = this.#take();
    if (piece !== undefined) this.push(Buffer.from(piece));
    else if (this.#isOver) this.push(null);
    else this.#wake = () => this._read();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#isOver) this.#control.abort(error ?? new Error("Nobody reads this body any more"));
    this.#isOver = true;
    this.#call();
    if (this.#isUsed) {
      done(error);
    } else {
      // Whoever is about to be handed the body is told when it is read; nobody listens yet.
      this.on("error", () => undefined);
      setImmediate(done, error);
    }
  }

  /** Yields the body piece by piece. A piece is good until the next one is asked for. */
  async *lent(): AsyncGenerator<Uint8Array> {
    this.#isUsed = true;
    // The reader is told by what is thrown here.
    this.on("error", () => undefined);
    try {
      for (;;) {
        if (this.destroyed) throw this.errored ?? prematureClose();
        const piece = this.#take();
        if (piece !== undefined) yield piece;
        else if (this.#isOver) return;
        else await this.#news();
      }
    } finally {
      this.destroy();
    }
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #call(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  #take(): Buffer | undefined {
    const piece = this.#pieces.take();
    if (this.#isPaused) {
      this.#isPaused = false;
      this.#control.resume();
    }
    return piece;
  }
}

function prematureClose(): Error {
  const error = new Error("The body was closed before its end");
  return Object.assign(error, { code: "ERR_STREAM_PREMATURE_CLOSE" });
}

/**
 * Reads a body piece by piece, in memory that is used again where it comes straight from the wire: a piece is good until
 * the next one is asked for.
 */
export function lentPieces(body: Readable): AsyncIterable<Uint8Array> {
  if (body instanceof WireBody) return body.lent();
  // It may break before the first piece is asked for; the reader is told then.
  return body.on("error", () => undefined);
}
