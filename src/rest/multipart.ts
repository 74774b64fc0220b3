import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { InputError } from "../errors/index.ts";
import type { RequestBody } from "../http/index.ts";

/** Data of a file: bytes, the path of a file, a function that opens it, or a stream that is read once. */
export type FileSource = Uint8Array | string | (() => Readable | AsyncIterable<Uint8Array>) | Readable;

/** A file on its way: a JSON part, and a part with its bytes (REST API guide, "Insert or Update Blob Data"). */
export interface BlobParts {
  /** Name of the JSON part. */
  readonly entity: string;
  readonly json: unknown;
  /** Field that takes the bytes, e.g. `VersionData`. */
  readonly blobField: string;
  readonly fileName: string;
  /** @default "application/octet-stream" */
  readonly contentType?: string | undefined;
  readonly source: FileSource;
}

interface OpenedSource {
  readonly open: () => Readable | AsyncIterable<Uint8Array>;
  readonly length?: number | undefined;
}

/** Writes a record and its file as one multipart body, which is streamed and can be opened again where the source can. */
export async function multipartBody(parts: BlobParts): Promise<RequestBody> {
  const { entity, json, blobField, contentType = "application/octet-stream" } = parts;
  const boundary = `kinetic-${crypto.randomUUID()}`;
  const fileName = parts.fileName.replace(/["\r\n]/g, "_");
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="${entity}"\r\nContent-Type: application/json\r\n\r\n` +
      `${JSON.stringify(json)}\r\n--${boundary}\r\n` +
      `Content-Disposition: form-data; name="${blobField}"; filename="${fileName}"\r\nContent-Type: ${contentType}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const { open, length } = await openable(parts.source);
  return {
    open: () => Readable.from(joined([head, open(), tail]), { objectMode: false }),
    length: length === undefined ? undefined : head.length + length + tail.length,
    contentType: `multipart/form-data; boundary="${boundary}"`,
  };
}

async function* joined(
  pieces: readonly (Uint8Array | Readable | AsyncIterable<Uint8Array>)[],
): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) yield piece;
    else yield* piece;
  }
}

async function openable(source: FileSource): Promise<OpenedSource> {
  if (source instanceof Uint8Array) return { open: () => Readable.from([source]), length: source.length };
  if (typeof source === "function") return { open: source };
  if (typeof source === "string")
    return { open: () => createReadStream(source), length: await sizeOf(source) };
  let opened = false;
  return {
    open() {
      if (opened)
        throw new InputError(
          "The stream was read already, and the upload cannot be repeated: give a path, bytes, or a function that opens it anew",
        );
      opened = true;
      return source;
    },
  };
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    throw new InputError("The file cannot be read", { source: path, cause });
  }
}
