import { Readable } from "node:stream";
import type { ByteStore } from "./byte-store.ts";
import type { CsvHead } from "./head.ts";
import { problem } from "./problem.ts";
import type { BodyOptions, CsvSlice, LineEnding } from "./types.ts";

const READ_BYTES = 512 * 1024;
/**
 * Blocks that a body with `reuseMemory` takes turns with: one may still be on its way out when the next is taken, one
 * waits in the stream, and one is being read.
 */
const REUSED_BLOCKS = 4;
const ONE_BLOCK_BYTES = 256 * 1024;
const QUOTE = 0x22;
const RETURN = 0x0d;
const LINE_FEED = 0x0a;

/** What bodies are made from. */
export interface BodyInput {
  readonly store: ByteStore;
  readonly head: CsvHead;
  /** Name of the source in messages. */
  readonly source: string;
}

/** Streams the header and the rows of a slice. The stream holds one block at most. */
export function sliceBody(input: BodyInput, slice: CsvSlice, options: BodyOptions = {}): Readable {
  return Readable.from(bodyBytes(input, slice, options), { objectMode: false, highWaterMark: 1 });
}

async function* bodyBytes(
  input: BodyInput,
  slice: CsvSlice,
  { reuseMemory = false, onBytes }: BodyOptions,
): AsyncGenerator<Uint8Array> {
  const { header } = input.head;
  await input.store.verify();
  onBytes?.(header.length);
  yield header;
  let sent = header.length;
  for await (const block of sliceBytes(input, slice, reuseMemory ? takingTurns() : freshMemory)) {
    sent += block.length;
    onBytes?.(block.length);
    yield block;
  }
  if (sent === slice.bytes) return;
  const message = `the slice from byte ${slice.start} on has ${sent} bytes now, and had ${slice.bytes} when it was scanned`;
  throw problem("csv-changed", message, {
    source: input.source,
    row: slice.firstRow,
    byteOffset: slice.start,
  });
}

/** Gives the memory for the next block. */
type BlockMemory = () => Uint8Array;

const freshMemory: BlockMemory = () => new Uint8Array(READ_BYTES);

function takingTurns(): BlockMemory {
  const blocks: Uint8Array[] = [];
  let turn = 0;
  return () => {
    turn = (turn + 1) % REUSED_BLOCKS;
    const block = blocks[turn] ?? freshMemory();
    blocks[turn] = block;
    return block;
  };
}

/** One block for all reads, for a reader that is through with each block before it asks for the next. */
export function oneBlock(): BlockMemory {
  const block = Buffer.allocUnsafeSlow(ONE_BLOCK_BYTES);
  return () => block;
}

/** Reads the rows of a slice as they go on the wire. */
export async function* sliceBytes(
  input: BodyInput,
  slice: CsvSlice,
  memory: BlockMemory = freshMemory,
): AsyncGenerator<Uint8Array> {
  const { store, head } = input;
  const mixed = slice.bytes !== head.header.length + slice.end - slice.start;
  const rewrite = mixed ? lineEndingWriter(head.dialect.lineEnding) : undefined;
  for (let position = slice.start; position < slice.end; ) {
    const room = memory();
    const block = room.subarray(0, Math.min(room.length, slice.end - position));
    const got = await store.read(block, position);
    if (got < block.length) {
      throw problem("csv-changed", "the CSV file became shorter", {
        source: input.source,
        byteOffset: position + got,
      });
    }
    position += got;
    yield rewrite === undefined ? block : rewrite(block);
  }
  await store.verify();
}

/**
 * Returns a function that gives every row of successive blocks the same line ending, and leaves line breaks inside
 * quotes alone. The scan has seen to it that every carriage return outside quotes is part of a line ending.
 */
function lineEndingWriter(lineEnding: LineEnding): (block: Uint8Array) => Uint8Array {
  const crlf = lineEnding === "CRLF";
  let quoted = false;
  return (block) => {
    const out = new Uint8Array(2 * block.length);
    let length = 0;
    for (const byte of block) {
      if (byte === QUOTE) quoted = !quoted;
      if (byte === RETURN && !quoted) continue;
      if (byte === LINE_FEED && !quoted && crlf) out[length++] = RETURN;
      out[length++] = byte;
    }
    return out.subarray(0, length);
  };
}
