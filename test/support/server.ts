import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** One request as a test server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** Answers one request; `call` counts from 1. */
export type Responder = (
  request: SeenRequest,
  response: ServerResponse,
  call: number,
) => void | Promise<void>;

/** A real HTTP server on a loopback port. */
export interface TestServer {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** Connections that are open now. */
  connections(): number;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a server that answers every request by `respond`. */
export async function startServer(respond: Responder): Promise<TestServer> {
  const seen: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("error", () => undefined);
    incoming.on("end", () => {
      const { method = "", url: path = "", headers } = incoming;
      const request = { method, path, headers, body: Buffer.concat(parts) };
      seen.push(request);
      Promise.resolve(respond(request, response, seen.length)).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : new Error(String(error)));
      });
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    connections: () => sockets.size,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json;charset=UTF-8", ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** Answers with a Salesforce error array. */
export function refuse(
  response: ServerResponse,
  status: number,
  errorCode: string,
  message = "",
  headers = {},
): void {
  json(response, status, [{ message, errorCode }], headers);
}
