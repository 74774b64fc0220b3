import type { Writable } from "node:stream";
import { BrokenPipe } from "../exit/index.ts";

/** Somewhere to write text; a write resolves when it was taken. */
export interface Output {
  write(text: string | Uint8Array): Promise<void>;
}

/** Writes to a stream. When nobody reads any more it fails with `BrokenPipe`, a full disk with the system's error. */
export function outputTo(stream: Writable): Output {
  // What goes wrong is told by the write; without a listener it would end the process.
  if (stream.listenerCount("error") === 0) stream.on("error", () => undefined);
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => {
          if (error === undefined || error === null) resolve();
          else reject(isBroken(error) ? new BrokenPipe(error) : error);
        });
      }),
  };
}

function isBroken(error: Error): boolean {
  const code = "code" in error ? error.code : undefined;
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED" || code === "ECONNRESET";
}
