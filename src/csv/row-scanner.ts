/** Why a scanner stopped before the end of a block. */
export type ScanStop = "no" | "ragged" | "unsound";

/** Finds row ends in blocks of bytes, one block after the other; a row may span many blocks. */
export interface RowScanner {
  /** Offsets in the block after each row that the last `scan` found. */
  readonly ends: Int32Array;
  /**
   * Why the last `scan` stopped. After `ragged`, a row with another number of fields than asked for, its end is the last
   * of `ends`, and scanning may go on there. `unsound` is not CSV; scanning cannot go on.
   */
  readonly stop: ScanStop;
  /** How far in the block the last `scan` came. */
  readonly position: number;
  /** Whether the bytes so far end inside quotes. */
  readonly quoted: boolean;
  /** Scans some of a block, from `from` on, and returns how many row ends it found. */
  scan(block: Uint8Array, from: number): number;
}

/** What a scanner looks for. */
export interface ScannerConfig {
  /** The delimiter as a byte. */
  readonly delimiter: number;
  /** Fields that every row must have; 0 takes any number. */
  readonly fields: number;
}
