import type { CsvSlice, SliceLimits } from "./types.ts";

/** What slices of a source begin with. */
export interface SliceStart {
  /** Offset of the first row. */
  readonly start: number;
  readonly headerBytes: number;
}

interface OpenSlice {
  readonly index: number;
  readonly firstRow: number;
  readonly start: number;
  bytes: number;
}

/** Adds rows up to slices that keep to the limits of a job. */
export class SliceBuilder {
  /** Rows so far. */
  rows: number;
  readonly #maxBytes: number;
  readonly #maxRecords: number;
  readonly #headerBytes: number;
  #ready: CsvSlice[] = [];
  #slice: OpenSlice;

  constructor({ start, headerBytes }: SliceStart, { maxBytes, maxRecords, after }: SliceLimits) {
    this.#maxBytes = maxBytes;
    this.#maxRecords = maxRecords ?? Number.POSITIVE_INFINITY;
    this.#headerBytes = headerBytes;
    this.rows = after === undefined ? 0 : after.firstRow + after.rows - 1;
    this.#slice = this.#open((after?.index ?? -1) + 1, start);
  }

  /** Returns the slices that are whole, once. */
  takeReady(): CsvSlice[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  /**
   * Adds the row that begins at `start` and takes `wire` bytes on the wire, and closes the slice before it if it is full.
   * Returns `false` where the row is too long for any slice.
   */
  add(start: number, wire: number): boolean {
    const { bytes, firstRow } = this.#slice;
    if (bytes + wire > this.#maxBytes || this.rows - firstRow + 1 >= this.#maxRecords) this.end(start);
    if (this.#slice.bytes + wire > this.#maxBytes) return false;
    this.#slice.bytes += wire;
    this.rows += 1;
    return true;
  }

  /** Closes the slice at an offset, when it has rows. */
  end(end: number): void {
    const { index, firstRow, start, bytes } = this.#slice;
    if (this.rows < firstRow) return;
    this.#ready.push({ index, firstRow, rows: this.rows - firstRow + 1, start, end, bytes });
    this.#slice = this.#open(index + 1, end);
  }

  #open(index: number, start: number): OpenSlice {
    return { index, firstRow: this.rows + 1, start, bytes: this.#headerBytes };
  }
}
