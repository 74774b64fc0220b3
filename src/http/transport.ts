import { Readable } from "node:stream";
import { promisify } from "node:util";
import { gunzip, inflate } from "node:zlib";
import type { Dispatcher } from "undici";
import { RequestError } from "../errors/index.ts";
import { bodyEncoder, type EncodedBody } from "./body.ts";
import { bodyStream } from "./body-stream.ts";
import { type BufferedAnswer, bufferedAnswer } from "./buffered-answer.ts";
import { connector } from "./connect.ts";
import type { UndiciDispatcher } from "./dispatcher.ts";
import { bodyFault, sendFault } from "./fault.ts";
import { type StreamedAnswer, streamedAnswer } from "./streamed-answer.ts";
import { loadUndici } from "./undici.ts";
import { type CallContext, label, type WireAnswer, type WireRequest } from "./wire.ts";

/** How the transport is set up; all values resolved. */
export interface TransportOptions {
  /** A dispatcher of the caller's own (proxy, mutual TLS, mock). It is used as it is and never closed. */
  readonly dispatcher?: UndiciDispatcher | undefined;
  /** Sockets per origin. */
  readonly connections: number;
  readonly connectMs: number;
  readonly compressAboveBytes: number;
}

/** The bottom of the chain: one attempt on the wire. */
export interface Transport {
  send(request: WireRequest, context: CallContext): Promise<WireAnswer>;
  /** Closes the sockets that the transport opened itself; calls in flight have five seconds to end. */
  close(): Promise<void>;
}

type Unpack = (bytes: Buffer, options: { readonly chunkSize: number }) => Promise<Buffer>;

const decompress: Record<string, Unpack> = { gzip: promisify(gunzip), deflate: promisify(inflate) };

/** Bytes unpacked at a time, each time by a round trip to the thread pool: JSON is seldom packed to less than an eighth. */
function unpackOptions({ length }: Buffer): { readonly chunkSize: number } {
  return { chunkSize: Math.min(1024 * 1024, Math.max(4096, 8 * length)) };
}

/** Error pages are read up to here; the rest is of no use to anybody. */
const ERROR_BODY_BYTES = 1024 * 1024;

/**
 * Makes a transport on undici. HTTP/2 stays off: it ends long runs with an unhandled socket error. undici is loaded
 * with the first call, because importing it costs more than importing this whole library.
 */
export function createTransport(options: TransportOptions): Transport {
  const { compressAboveBytes } = options;
  // What undici's own HTTP/1.1 sockets have taken is out before they take more. Of other dispatchers nobody knows.
  const encode = bodyEncoder({ compressAboveBytes, reuseMemory: options.dispatcher === undefined });
  let dispatcher = options.dispatcher as Dispatcher | undefined;
  let opening: Promise<Dispatcher> | undefined;
  let closed = false;
  const open = async (): Promise<Dispatcher> => {
    opening ??= openAgent(options);
    dispatcher = await opening;
    return dispatcher;
  };
  return {
    async send(request, context) {
      request.signal?.throwIfAborted();
      const body = request.body === undefined ? NO_BODY : await encode(request, context);
      if (closed) throw closedError(request);
      const via = dispatcher ?? (await open());
      context.attempts += 1;
      return request.responseType === "stream"
        ? sendForStream(via, request, body)
        : sendForBytes(via, request, body);
    },
    async close() {
      closed = true;
      const agent = await opening;
      if (agent !== undefined) await closeAgent(agent);
    },
  };
}

const NO_BODY: EncodedBody = Object.freeze({ payload: undefined, headers: Object.freeze({}) });

function closedError(request: WireRequest): RequestError {
  return new RequestError(`${label(request)} was not sent: this client is closed. Make a new one`, {
    request: label(request),
  });
}

/** Whether a status is an answer to the call rather than an error. */
export function isGood(request: WireRequest, status: number): boolean {
  return (status >= 200 && status < 300) || request.expect.includes(status);
}

async function openAgent(options: TransportOptions): Promise<Dispatcher> {
  const { Agent, buildConnector } = await loadUndici();
  return new Agent({
    allowH2: false,
    connections: options.connections,
    connect: connector(buildConnector, options.connectMs),
    keepAliveTimeout: 30_000,
    maxHeaderSize: MAX_HEAD_BYTES,
    pipelining: 1,
  });
}

/** What Node allows by default; the memory of the sockets counts on it (`read-memory.ts`). */
const MAX_HEAD_BYTES = 16 * 1024;

/** How long calls in flight, and streams that nobody reads to their end, may hold up the closing of a client. */
const CLOSE_GRACE_MS = 5_000;

async function closeAgent(agent: Dispatcher): Promise<void> {
  const timer = setTimeout(() => void agent.destroy(), CLOSE_GRACE_MS);
  try {
    await agent.close();
  } finally {
    clearTimeout(timer);
  }
}

function dispatchOptions(
  request: WireRequest,
  { payload, headers }: EncodedBody,
): Dispatcher.DispatchOptions {
  const { url, timeouts } = request;
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method: request.method,
    headers: withDefaults(request.headers, headers),
    body: payload ?? null,
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.bodyIdleMs,
  };
}

async function sendForBytes(via: Dispatcher, request: WireRequest, body: EncodedBody): Promise<WireAnswer> {
  const limitOf = (status: number): number =>
    isGood(request, status) ? Number.POSITIVE_INFINITY : ERROR_BODY_BYTES;
  const { signal } = request;
  let answer: BufferedAnswer;
  try {
    answer = await bufferedAnswer(via, dispatchOptions(request, body), { limitOf, signal });
  } catch (cause) {
    throw sendingFault(cause, request, body);
  }
  const headers = flatten(answer.headers);
  const { statusCode: status, broken, bytes } = answer;
  const encoding = headers["content-encoding"];
  if (encoding === undefined && broken === undefined) return { status, headers, bytes };
  return { status, headers, bytes: await wholeBody(answer, request, encoding) };
}

async function sendForStream(via: Dispatcher, request: WireRequest, body: EncodedBody): Promise<WireAnswer> {
  let answer: StreamedAnswer;
  try {
    answer = await streamedAnswer(via, dispatchOptions(request, body), request.signal);
  } catch (cause) {
    throw sendingFault(cause, request, body);
  }
  const headers = flatten(answer.headers);
  const head = { status: answer.statusCode, headers };
  const encoding = headers["content-encoding"];
  if (isGood(request, head.status)) {
    const toTyped = (cause: unknown): unknown => bodyFault(cause, request, head.status);
    return { ...head, stream: bodyStream(answer.body, encoding, toTyped) };
  }
  const { bytes, broken } = await readSome(answer.body);
  return { ...head, bytes: await wholeBody({ ...answer, bytes, broken }, request, encoding) };
}

/** Adds the headers of the body and of this transport where the request has no word on them. */
function withDefaults(
  own: Readonly<Record<string, string>>,
  ofBody: Readonly<Record<string, string>>,
): Record<string, string> {
  const all: Record<string, string> = { "accept-encoding": "gzip, deflate" };
  for (const name in ofBody) all[name] = ofBody[name] ?? "";
  for (const name in own) all[name] = own[name] ?? "";
  return all;
}

/** What a call ends with that got no answer. A body that was not taken to its end would keep its file open. */
function sendingFault(cause: unknown, request: WireRequest, { payload, sourceFault }: EncodedBody): unknown {
  if (payload instanceof Readable) payload.destroy();
  return sourceFault?.() ?? sendFault(cause, request);
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === "string" ? value : value.join(", ");
  }
  return flat;
}

/** Unpacks a body. A bad answer whose body is cut is still a bad answer: its status says more than the cut. */
async function wholeBody(
  { statusCode, bytes, broken }: BufferedAnswer,
  request: WireRequest,
  encoding: string | undefined,
): Promise<Buffer> {
  const good = isGood(request, statusCode);
  if (broken !== undefined && (good || request.signal?.aborted)) throw bodyFault(broken, request, statusCode);
  const decode = encoding === undefined ? undefined : decompress[encoding];
  if (decode === undefined || bytes.length === 0) return bytes;
  try {
    return await decode(bytes, unpackOptions(bytes));
  } catch (cause) {
    if (!good) return Buffer.alloc(0);
    throw bodyFault(cause, request, statusCode);
  }
}

async function readSome(body: Readable): Promise<{ bytes: Buffer; broken?: unknown }> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of body as AsyncIterable<Buffer>) {
      parts.push(part);
      size += part.length;
      if (size > ERROR_BODY_BYTES) break;
    }
    return { bytes: Buffer.concat(parts) };
  } catch (broken) {
    return { bytes: Buffer.concat(parts), broken };
  }
}
