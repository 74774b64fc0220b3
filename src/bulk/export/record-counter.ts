const LF = 0x0a;
const QUOTE = 0x22;

/** Counts the records of a CSV in passing: line ends outside quotes. Knows where the header ends. */
export class RecordCounter {
  /** Records so far, the header included. A last one without a line end is counted by {@link end}. */
  records = 0;
  /** Offset in the last block after the header; -1 when the header did not end there. */
  headerEnd = -1;
  #quoted = false;
  #open = false;

  /** Takes a block in. */
  push(block: Uint8Array): void {
    let quoted = this.#quoted;
    let records = this.records;
    this.headerEnd = -1;
    for (let at = 0; at < block.length; at += 1) {
      const byte = block[at];
      if (byte === QUOTE) quoted = !quoted;
      else if (byte === LF && !quoted) {
        if (records === 0) this.headerEnd = at + 1;
        records += 1;
      }
    }
    this.#quoted = quoted;
    this.records = records;
    if (block.length > 0) this.#open = block[block.length - 1] !== LF || quoted;
  }

  /** Whether the bytes so far end within a record. */
  get isOpen(): boolean {
    return this.#open;
  }

  /** Whether the bytes so far end within quotes. */
  get isQuoted(): boolean {
    return this.#quoted;
  }

  /** Closes the count: a record without a line end is one too. */
  end(): number {
    return this.records + (this.#open ? 1 : 0);
  }
}
