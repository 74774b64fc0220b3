import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { SalesforceMcp } from "../server/index.ts";
import { createMcpFetch, DEFAULT_MCP_HTTP_OPTIONS, type McpFetch, type McpHttpOptions } from "./fetch.ts";

/** A server that listens. */
export interface McpHttpServer {
  /** Where hosts reach it, e.g. `http://127.0.0.1:3000/mcp`. */
  readonly url: string;
  /** Stops listening and ends every call. The connections to the orgs stay. */
  close(): Promise<void>;
}

/**
 * Serves a server over Streamable HTTP.
 *
 * @throws Refusal for a host other than loopback without `verifier` and `allowedHosts`
 * @throws Error when the port is in use
 * @example
 * ```ts
 * const mcp = createSalesforceMcp({ orgs: [{ auth }] });
 * const { url, close } = await serveHttp(mcp, { port: 3000 });
 * ```
 */
export async function serveHttp(mcp: SalesforceMcp, options: McpHttpOptions = {}): Promise<McpHttpServer> {
  const { host = DEFAULT_MCP_HTTP_OPTIONS.host, port = DEFAULT_MCP_HTTP_OPTIONS.port } = options;
  const served = createMcpFetch(mcp, options);
  const server = createServer((request, response) => void answer(served, { request, response }));
  await listen(server, { host, port });
  const { port: bound } = server.address() as AddressInfo;
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${name}:${bound}${options.path ?? DEFAULT_MCP_HTTP_OPTIONS.path}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      await served.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, at: { readonly host: string; readonly port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(at, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Serves one exchange; a host that goes away ends the work for it. */
async function answer({ fetch }: McpFetch, { request, response }: Exchange): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort(new Error("The host went away")));
  try {
    await send(await fetch(toRequest(request, gone.signal)), response);
  } catch {
    // The request is no HTTP that anybody could mean, or the host has gone.
    if (!response.headersSent) response.writeHead(400);
    response.end();
  }
}

function toRequest(request: IncomingMessage, signal: AbortSignal): Request {
  const { method = "GET", url = "/", headers } = request;
  const target = new URL(url, `http://${headers.host ?? "localhost"}`);
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? { body: Readable.toWeb(request) as ReadableStream, duplex: "half" as const } : {};
  return new Request(target, { method, headers: pairs, signal, ...body });
}

async function send(answered: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  if (answered.body === null) {
    response.end();
    return;
  }
  response.flushHeaders();
  await pipeline(Readable.fromWeb(answered.body as Parameters<typeof Readable.fromWeb>[0]), response);
}
