import type { RawPiece } from "./export-raw.ts";

/** Lets through only those bytes of a page that was begun again which the reader does not have yet. */
export class Replay {
  #given = 0;
  #skip = 0;

  fresh(piece: RawPiece): Uint8Array | undefined {
    if ("restart" in piece) {
      this.#skip = this.#given;
      return undefined;
    }
    if ("pageEnd" in piece) {
      this.#given = 0;
      this.#skip = 0;
      return undefined;
    }
    const skipped = Math.min(this.#skip, piece.bytes.length);
    this.#skip -= skipped;
    this.#given += piece.bytes.length - skipped;
    return skipped === 0 ? piece.bytes : piece.bytes.subarray(skipped);
  }
}
