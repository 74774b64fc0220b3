import { Readable } from "node:stream";
import { promisify } from "node:util";
import { createGunzip, createInflate, gunzip, inflate } from "node:zlib";
import type { Dispatcher } from "undici";
import { type EncodedBody, encodeBody } from "./body.ts";
import { bodyFault, sendFault } from "./fault.ts";
import type { CallContext, WireAnswer, WireRequest } from "./wire.ts";

/** How the transport is set up; all values resolved. */
export interface TransportOptions {
  /** A dispatcher of the caller's own (proxy, mutual TLS, mock). It is used as it is and never closed. */
  readonly dispatcher?: Dispatcher | undefined;
  /** Sockets per origin. */
  readonly connections: number;
  readonly connectMs: number;
  readonly compressAboveBytes: number;
}

/** The bottom of the chain: one attempt on the wire. */
export interface Transport {
  send(request: WireRequest, context: CallContext): Promise<WireAnswer>;
  /** Closes the sockets that the transport opened itself. */
  close(): Promise<void>;
}

const decompress: Record<string, (bytes: Buffer) => Promise<Buffer>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
};

type Body = Dispatcher.ResponseData["body"];

/** Error pages are read up to here; the rest is of no use to anybody. */
const ERROR_BODY_BYTES = 1024 * 1024;

/**
 * Makes a transport on undici. HTTP/2 stays off: it ends long runs with an unhandled socket error. undici is loaded
 * with the first call, because importing it costs more than importing this whole library.
 */
export function createTransport(options: TransportOptions): Transport {
  let own: Promise<Dispatcher> | undefined;
  const dispatcher = (): Promise<Dispatcher> | Dispatcher => {
    if (options.dispatcher !== undefined) return options.dispatcher;
    own ??= openAgent(options);
    return own;
  };
  return {
    async send(request, context) {
      request.signal?.throwIfAborted();
      const { compressAboveBytes } = options;
      // What undici's own HTTP/1.1 sockets have taken is out before they take more. Of other dispatchers nobody knows.
      const reuseMemory = options.dispatcher === undefined;
      const body = await encodeBody(request.body, { compressAboveBytes, reuseMemory });
      context.attempts += 1;
      const answer = await dispatch(await dispatcher(), request, body);
      const headers = flatten(answer.headers);
      const head = { status: answer.statusCode, headers };
      const encoding = headers["content-encoding"];
      if (request.responseType === "stream" && isGood(request, head.status)) {
        return { ...head, stream: decoded(answer.body, encoding) };
      }
      return { ...head, bytes: await readWhole(answer.body, { request, status: head.status, encoding }) };
    },
    async close() {
      const opened = own;
      own = undefined;
      await (await opened)?.close();
    },
  };
}

/** Whether a status is an answer to the call rather than an error. */
export function isGood(request: WireRequest, status: number): boolean {
  return (status >= 200 && status < 300) || request.expect.includes(status);
}

async function openAgent(options: TransportOptions): Promise<Dispatcher> {
  const { Agent } = await import("undici");
  return new Agent({
    allowH2: false,
    connections: options.connections,
    connect: { timeout: options.connectMs },
    keepAliveTimeout: 30_000,
    pipelining: 1,
  });
}

async function dispatch(
  dispatcher: Dispatcher,
  request: WireRequest,
  { payload, headers }: EncodedBody,
): Promise<Dispatcher.ResponseData> {
  try {
    return await dispatcher.request({
      origin: request.url.origin,
      path: request.url.pathname + request.url.search,
      method: request.method,
      headers: { "accept-encoding": "gzip, deflate", ...headers, ...request.headers },
      body: payload ?? null,
      headersTimeout: request.timeouts.headersMs,
      bodyTimeout: request.timeouts.bodyIdleMs,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
  } catch (cause) {
    // A body that was opened but not taken to its end would keep its file open.
    if (payload instanceof Readable) payload.destroy();
    throw sendFault(cause, request);
  }
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}

interface ReadOptions {
  readonly request: WireRequest;
  readonly status: number;
  readonly encoding: string | undefined;
}

async function readWhole(body: Body, { request, status, encoding }: ReadOptions): Promise<Buffer> {
  const good = isGood(request, status);
  try {
    const bytes = good ? Buffer.from(await body.arrayBuffer()) : await readSome(body, ERROR_BODY_BYTES);
    const decode = decompress[encoding ?? ""];
    return decode === undefined || bytes.length === 0 ? bytes : await decode(bytes);
  } catch (cause) {
    // A bad answer whose body is cut is still a bad answer: its status says more than the cut.
    if (!good && request.signal?.aborted !== true) return Buffer.alloc(0);
    throw bodyFault(cause, request, status);
  }
}

async function readSome(body: Body, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of body as AsyncIterable<Buffer>) {
      parts.push(part);
      size += part.length;
      if (size > limit) break;
    }
  } catch (cause) {
    if (size === 0) throw cause;
  }
  return Buffer.concat(parts);
}

function decoded(body: Readable, encoding: string | undefined): Readable {
  if (encoding !== "gzip" && encoding !== "deflate") return body;
  const decoder = encoding === "gzip" ? createGunzip() : createInflate();
  body.on("error", (error) => decoder.destroy(error));
  decoder.on("close", () => body.destroy());
  return body.pipe(decoder);
}
