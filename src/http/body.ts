import { Readable } from "node:stream";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { BodyOpening, RequestBody } from "./request.ts";

const compress = promisify(gzip);

/** A body ready for one attempt. */
export interface EncodedBody {
  readonly payload: Buffer | Uint8Array | Readable | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** How bodies are encoded. */
export interface EncodeBodyOptions extends BodyOpening {
  readonly compressAboveBytes: number;
}

/**
 * Turns a body into bytes or a freshly opened stream; called once per attempt, so that every attempt sends the same
 * bytes. Only JSON is compressed: uploads are counted raw by the platform, and small bodies are not worth it.
 */
export async function encodeBody(
  body: RequestBody | undefined,
  { compressAboveBytes, reuseMemory }: EncodeBodyOptions,
): Promise<EncodedBody> {
  if (body === undefined) return { payload: undefined, headers: {} };
  if ("json" in body) return encodeJson(body.json, compressAboveBytes);
  if ("form" in body) {
    return {
      payload: Buffer.from(new URLSearchParams(body.form).toString()),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    };
  }
  if ("bytes" in body) return { payload: body.bytes, headers: { "content-type": body.contentType } };
  const opened = body.open({ reuseMemory });
  const length = body.length === undefined ? {} : { "content-length": String(body.length) };
  return {
    payload: opened instanceof Readable ? opened : Readable.from(opened, { objectMode: false }),
    headers: { "content-type": body.contentType, ...length },
  };
}

async function encodeJson(value: unknown, compressAboveBytes: number): Promise<EncodedBody> {
  const bytes = Buffer.from(JSON.stringify(value));
  const headers = { "content-type": "application/json; charset=UTF-8" };
  if (bytes.length <= compressAboveBytes) return { payload: bytes, headers };
  return { payload: await compress(bytes), headers: { ...headers, "content-encoding": "gzip" } };
}
