import type { Readable } from "node:stream";
import { createGunzip, createInflate } from "node:zlib";

/** Faults of the connection or of the packing; any other is the reader's own, and reaches the reader as it is. */
const OF_TRANSPORT = /^(UND_ERR_|Z_|ECONNRESET$|EPIPE$|ETIMEDOUT$|ERR_STREAM_PREMATURE_CLOSE$)/;

/** What is unpacked at a time. Each time costs a round trip to the thread pool: by 16 KiB, the default, all takes thrice as long. */
const UNPACK = Object.freeze({ chunkSize: 128 * 1024 });

/**
 * Makes a body on the wire fit to be handed over: unpacked, and what breaks it off is what `toTyped` makes of it.
 * Destroyed without a reason it just ends: undici would raise an error that nobody may be there to hear.
 */
export function bodyStream(
  body: Readable,
  encoding: string | undefined,
  toTyped: (cause: unknown) => unknown,
): Readable {
  const raw = withTypedErrors(body, toTyped);
  if (encoding !== "gzip" && encoding !== "deflate") return raw;
  const decoder = withTypedErrors(
    encoding === "gzip" ? createGunzip(UNPACK) : createInflate(UNPACK),
    toTyped,
  );
  raw.on("error", (error) => decoder.destroy(error));
  decoder.on("close", () => raw.destroy());
  return raw.pipe(decoder);
}

function withTypedErrors<S extends Readable>(stream: S, toTyped: (cause: unknown) => unknown): S {
  const destroy = stream.destroy.bind(stream);
  const release = stream._destroy.bind(stream);
  stream.destroy = (error) => destroy(isOfTransport(error) ? (toTyped(error) as Error) : error);
  stream._destroy = (error, done) => release(error, (after) => done(error === null ? null : after));
  return stream;
}

function isOfTransport(error: Error | undefined): boolean {
  return error instanceof Error && "code" in error && OF_TRANSPORT.test(String(error.code));
}
