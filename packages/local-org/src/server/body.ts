import { Buffer } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";
import { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { failure, SalesforceError } from "./errors.ts";

type Decoder = () => ReturnType<typeof createGunzip>;

const DECODERS: Readonly<Record<string, Decoder>> = Object.freeze({
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
});

/** Returns the body as the client meant it: decompressed where it came compressed. */
export function decodedBody(body: Readable, headers: IncomingHttpHeaders): Readable {
  const encoding = (headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || encoding === "") return body;
  const decoder = DECODERS[encoding];
  if (!decoder) throw failure(415, "UNSUPPORTED_MEDIA_TYPE", `Content encoding ${encoding} not supported`);
  const decoded = decoder();
  body.on("error", (error) => decoded.destroy(error));
  return body.pipe(decoded);
}

/** Reads a whole body as text. @throws SalesforceError when it is longer than `maxBytes` or does not decompress */
export async function readText(body: Readable, maxBytes: number): Promise<string> {
  return (await readBytes(body, maxBytes)).toString("utf8");
}

/** Reads a whole body. @throws SalesforceError when it is longer than `maxBytes` or does not decompress */
export async function readBytes(body: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      const bytes = Buffer.from(chunk as Uint8Array);
      size += bytes.byteLength;
      if (size > maxBytes)
        throw failure(
          400,
          "EXCEEDED_MAX_SIZE_REQUEST",
          `Maximum size of request reached. Maximum size of request is ${maxBytes} bytes.`,
        );
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof SalesforceError) throw error;
    throw failure(
      400,
      "BAD_REQUEST",
      `The request body could not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return Buffer.concat(chunks);
}

/** Says where in a text an offset lies, as Salesforce does: `[line:1, column:7]`. */
export function position(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `[line:${before.length}, column:${(before.at(-1)?.length ?? 0) + 1}]`;
}

function offsetOf(error: unknown, text: string): number {
  const match = /position (\d+)/.exec(error instanceof Error ? error.message : "");
  return match ? Number(match[1]) : text.length;
}

/** Parses JSON. @throws SalesforceError JSON_PARSER_ERROR with line and column */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const offset = offsetOf(error, text);
    const character = text[offset];
    const what =
      character === undefined
        ? "Unexpected end-of-input"
        : `Unexpected character ('${character}' (code ${character.charCodeAt(0)}))`;
    throw failure(400, "JSON_PARSER_ERROR", `${what} at ${position(text, offset)}`);
  }
}

/** Refuses bodies that say they are not JSON. */
export function requireJson(headers: IncomingHttpHeaders): void {
  const type = (headers["content-type"] ?? "application/json").split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "application/json" || type.endsWith("+json")) return;
  throw failure(415, "UNSUPPORTED_MEDIA_TYPE", `Content type ${type} not supported`);
}

/** An empty body, for requests that have none. */
export function noBody(): Readable {
  return Readable.from([]);
}
