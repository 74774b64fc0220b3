import { Buffer } from "node:buffer";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { CutShort } from "./faults.ts";
import type { Reply } from "./types.ts";

const NO_STORE = "no-cache,must-revalidate,max-age=0,no-store,private";

/** Changes the bytes of an answer on their way out: the seam for faults. */
export type Tamper = (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** How an answer is sent. */
export interface SendOptions {
  readonly method: string;
  readonly requestHeaders: IncomingHttpHeaders;
  readonly requestId: string;
  readonly now: Date;
  readonly tamper?: Tamper | undefined;
}

function bodyOf(reply: Reply, pretty: boolean): AsyncIterable<Uint8Array | string> | undefined {
  if (reply.body) return reply.body;
  if (reply.text !== undefined) return Readable.from([Buffer.from(reply.text)]);
  if (reply.json === undefined) return undefined;
  return Readable.from([Buffer.from(JSON.stringify(reply.json, undefined, pretty ? 2 : undefined))]);
}

const wantsGzip = (headers: IncomingHttpHeaders): boolean => {
  const accepted = String(headers["accept-encoding"] ?? "").toLowerCase();
  return accepted.split(",").some((part) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/.test(part));
};

async function* asBytes(chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}

function headersOf(reply: Reply, hasBody: boolean, requestId: string): Record<string, string> {
  const type = reply.json === undefined ? {} : { "Content-Type": "application/json;charset=UTF-8" };
  return {
    "Cache-Control": NO_STORE,
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": requestId,
    ...(hasBody ? { Vary: "Accept-Encoding", ...type } : {}),
    ...(reply.headers ?? {}),
  };
}

async function write(response: ServerResponse, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let sent = 0;
  try {
    for await (const chunk of chunks) {
      if (response.destroyed) break;
      sent += chunk.byteLength;
      if (!response.write(chunk)) await drained(response);
    }
    response.end();
  } catch (error) {
    if (!(error instanceof CutShort)) throw error;
    await breakOff(response);
  }
  return sent;
}

/** Closes the connection once what was written so far has left. */
async function breakOff(response: ServerResponse): Promise<void> {
  response.flushHeaders();
  const { socket } = response;
  if (socket && !socket.destroyed) await new Promise<void>((resolve) => socket.write("", () => resolve()));
  response.destroy();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.on("drain", done);
    response.on("close", done);
  });
}

/** Sends an answer, compressed where the client asks for it. Resolves with the number of body bytes sent. */
export async function sendReply(
  response: ServerResponse,
  reply: Reply,
  options: SendOptions,
): Promise<number> {
  const pretty = options.requestHeaders["x-prettyprint"] === "1";
  const body = bodyOf(reply, pretty);
  const headers = headersOf(reply, body !== undefined, options.requestId);
  // Clients learn the org's time from it, and the org's clock may be set.
  response.setHeader("Date", options.now.toUTCString());
  const gzip = body !== undefined && wantsGzip(options.requestHeaders);
  response.writeHead(reply.status, gzip ? { ...headers, "Content-Encoding": "gzip" } : headers);
  if (body === undefined || options.method === "HEAD") {
    response.end();
    return 0;
  }
  const bytes = asBytes(body);
  const encoded: AsyncIterable<Uint8Array> = gzip ? Readable.from(bytes).pipe(createGzip()) : bytes;
  return write(response, options.tamper ? options.tamper(encoded) : encoded);
}
