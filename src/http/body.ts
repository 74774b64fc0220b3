import { Readable } from "node:stream";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { InputError } from "../errors/index.ts";
import type { BodyOpening, RequestBody } from "./request.ts";
import { type CallContext, label, type WireRequest } from "./wire.ts";

const compress = promisify(gzip);

/** A body ready for one attempt. */
export interface EncodedBody {
  readonly payload: Buffer | Uint8Array | Readable | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** What the caller's own source threw while it was read, where it did. */
  readonly sourceFault?: (() => unknown) | undefined;
}

/** How bodies are encoded. */
export interface EncodeBodyOptions extends BodyOpening {
  readonly compressAboveBytes: number;
}

/** Turns the body of a request into bytes or a freshly opened stream; called once per attempt. */
export type BodyEncoder = (request: WireRequest, context: CallContext) => Promise<EncodedBody>;

/**
 * Makes an encoder whose attempts of one call all send the same bytes: a value is written as JSON once, whatever
 * happens to it meanwhile. Only JSON is compressed: uploads are counted raw by the platform, and small bodies are
 * not worth it.
 */
export function bodyEncoder({ compressAboveBytes, reuseMemory }: EncodeBodyOptions): BodyEncoder {
  const written = new WeakMap<CallContext, { readonly body: RequestBody; readonly encoded: EncodedBody }>();
  return async (request, context) => {
    const { body } = request;
    if (body === undefined) return { payload: undefined, headers: {} };
    if ("open" in body) return openBody(body, { reuseMemory });
    const earlier = written.get(context);
    if (earlier?.body === body) return earlier.encoded;
    const encoded = await encodeValue(body, request, compressAboveBytes);
    written.set(context, { body, encoded });
    return encoded;
  };
}

async function encodeValue(
  body: Exclude<RequestBody, { readonly open: unknown }>,
  request: WireRequest,
  compressAboveBytes: number,
): Promise<EncodedBody> {
  if ("bytes" in body) return { payload: body.bytes, headers: { "content-type": body.contentType } };
  if ("form" in body) {
    return {
      payload: Buffer.from(new URLSearchParams(body.form).toString()),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    };
  }
  const bytes = Buffer.from(toJson(body.json, request));
  const headers = { "content-type": "application/json; charset=UTF-8" };
  if (bytes.length <= compressAboveBytes) return { payload: bytes, headers };
  return { payload: await compress(bytes), headers: { ...headers, "content-encoding": "gzip" } };
}

function toJson(value: unknown, request: WireRequest): string {
  try {
    // Nothing at all is written for `undefined` and functions.
    return JSON.stringify(value) ?? "null";
  } catch (cause) {
    throw new InputError(
      `${label(request)} was not sent: its body cannot be written as JSON. Look for a BigInt, or an object that holds itself`,
      { cause },
    );
  }
}

type OpenableBody = Extract<RequestBody, { readonly open: unknown }>;

/**
 * Opens a body anew. What its source throws is told apart from a broken connection, because sending it again mends
 * nothing.
 */
function openBody(body: OpenableBody, opening: BodyOpening): EncodedBody {
  const length = body.length === undefined ? {} : { "content-length": String(body.length) };
  const headers = { "content-type": body.contentType, ...length };
  const opened = body.open(opening);
  if (opened instanceof Readable) {
    return { payload: opened, headers, sourceFault: () => fileFault(opened.errored) };
  }
  const { iterable, fault } = watched(opened);
  return { payload: Readable.from(iterable, { objectMode: false }), headers, sourceFault: fault };
}

interface Watched {
  readonly iterable: AsyncIterable<Uint8Array>;
  readonly fault: () => unknown;
}

/** Notes what a source throws. Not a generator: that would hold back `return` until a slow source has yielded. */
function watched(source: AsyncIterable<Uint8Array>): Watched {
  let fault: unknown;
  const iterator = source[Symbol.asyncIterator]();
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    try {
      return await iterator.next();
    } catch (error) {
      fault = error;
      throw error;
    }
  };
  const end = async (): Promise<IteratorResult<Uint8Array>> =>
    (await iterator.return?.()) ?? { done: true, value: undefined };
  return { iterable: { [Symbol.asyncIterator]: () => ({ next, return: end }) }, fault: () => fault };
}

const FILE_CODES: ReadonlySet<unknown> = new Set([
  "ENOENT",
  "EACCES",
  "EPERM",
  "EISDIR",
  "ENOTDIR",
  "EMFILE",
]);

/** A stream that undici gave up ends with the connection's error; only a file's own codes tell that the source failed. */
function fileFault(error: Error | null): unknown {
  return error !== null && "code" in error && FILE_CODES.has(error.code) ? error : undefined;
}
