import type { Readable } from "node:stream";

/** Opens a body when its first byte is asked for, and closes it when nobody wants more. */
export async function* bytesOf(open: () => Promise<{ readonly body: Readable }>): AsyncGenerator<Buffer> {
  const { body } = await open();
  yield* body as AsyncIterable<Buffer>;
}
