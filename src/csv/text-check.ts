import { isUtf8 } from "node:buffer";

/** Returns how many bytes at the end of `bytes` begin a UTF-8 sequence that is not finished: 0 to 3. */
export function unfinishedTail(bytes: Uint8Array): number {
  const end = bytes.length;
  for (let back = 1; back <= Math.min(3, end); back++) {
    const byte = bytes[end - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < sequenceLength(byte) ? back : 0;
  }
  return 0;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}

/** Returns the offset of the first byte that is not UTF-8, or -1. */
export function firstInvalidUtf8(bytes: Uint8Array): number {
  if (isUtf8(bytes)) return -1;
  let sound = 0;
  let unsound = bytes.length;
  // A prefix is sound when it is UTF-8 but for a sequence that its end cuts.
  while (unsound - sound > 1) {
    const middle = (sound + unsound) >>> 1;
    if (isSoundPrefix(bytes.subarray(0, middle))) sound = middle;
    else unsound = middle;
  }
  return sound - unfinishedTail(bytes.subarray(0, sound));
}

function isSoundPrefix(bytes: Uint8Array): boolean {
  return isUtf8(bytes.subarray(0, bytes.length - unfinishedTail(bytes)));
}

/** Returns how many bytes of a block are UTF-8 without NUL. */
export function soundLength(block: Uint8Array): number {
  const nul = Buffer.from(block.buffer, block.byteOffset, block.length).indexOf(0);
  const upToNul = nul === -1 ? block : block.subarray(0, nul);
  const invalid = firstInvalidUtf8(upToNul);
  return invalid === -1 ? upToNul.length : invalid;
}
