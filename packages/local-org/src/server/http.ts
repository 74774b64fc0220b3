import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { readBytes } from "./body.ts";
import type { Dispatcher, Outcome } from "./dispatch.ts";
import { cutAfter, type Fault, type FaultBook, faultReply, trickled } from "./faults.ts";
import type { RequestEntry, RequestLog } from "./log.ts";
import { sendReply, type Tamper } from "./reply.ts";
import type { Reply } from "./types.ts";

/** What the HTTP server works with. */
export interface HttpOptions {
  readonly host: string;
  readonly port: number;
  readonly dispatcher: Dispatcher;
  readonly faults: FaultBook;
  readonly log: RequestLog;
  /** The org's time, for the `Date` of answers. */
  readonly now: () => Date;
}

/** A listening server. */
export interface HttpServer {
  readonly url: string;
  /** Stops listening and closes every connection, busy or not. */
  close(): Promise<void>;
}

const MAX_URI_BYTES = 16_384;

const TOO_LONG: Reply = {
  status: 414,
  text: "URI Too Long",
  headers: { "Content-Type": "text/html;charset=UTF-8" },
};

/** What is known of an exchange when it is over. */
interface Exchange {
  outcome: Outcome | undefined;
  status: number | undefined;
  bytesOut: number;
}

class Front {
  readonly #options: HttpOptions;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  /** Waits, but not beyond the life of the server. */
  readonly pause = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, delayMs);
      this.#timers.add(timer);
    });

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { log, faults } = this.#options;
    const control = isControl(request.url);
    const number = control ? 0 : log.next();
    const at = new Date();
    let bytesIn = 0;
    const count = (chunk: Uint8Array): void => {
      bytesIn += chunk.byteLength;
    };
    // Paused first: counting must not start the flow of a body that nobody reads yet.
    request.pause();
    request.on("data", count);
    const target = { method: request.method ?? "GET", url: request.url ?? "/" };
    const fault = control ? undefined : faults.choose(target);
    const exchange: Exchange = { outcome: undefined, status: undefined, bytesOut: 0 };
    try {
      await this.#exchange({ request, response, number, fault }, exchange);
    } catch (error) {
      response.destroy(error as Error);
    } finally {
      const entry: RequestEntry = {
        number,
        ...target,
        url: target.url.startsWith("/services/oauth2/") ? (target.url.split("?")[0] ?? "") : target.url,
        at: at.toISOString(),
        username: exchange.outcome?.user?.username,
        status: exchange.status,
        errorCode: errorCodeOf(exchange.outcome?.reply),
        durationMs: Date.now() - at.getTime(),
        bytesIn,
        bytesOut: exchange.bytesOut,
        fault: fault?.kind,
        internalError: exchange.outcome?.internalError,
      };
      if (!control) log.add(entry);
      // What the handler left unread would otherwise block the connection.
      if (!request.destroyed && !request.complete) request.resume();
    }
  }

  async #exchange(
    work: { request: IncomingMessage; response: ServerResponse; number: number; fault: Fault | undefined },
    exchange: Exchange,
  ): Promise<void> {
    const { request, response, number, fault } = work;
    if (fault?.kind === "hang") return;
    if (fault?.kind === "reset-before") return reset(request);
    if (fault?.kind === "slow") await this.pause(fault.delayMs);
    const reply = await this.#reply(request, fault, exchange);
    if (fault?.kind === "reset-after") return reset(request);
    exchange.status = reply.status;
    exchange.bytesOut = await sendReply(response, reply, {
      method: request.method ?? "GET",
      requestHeaders: request.headers,
      requestId: `local-org-${number}`,
      now: this.#options.now(),
      tamper: this.#tamper(fault),
    });
  }

  async #reply(request: IncomingMessage, fault: Fault | undefined, exchange: Exchange): Promise<Reply> {
    if (fault?.kind === "reply") return faultReply(fault);
    const url = request.url ?? "/";
    if (Buffer.byteLength(url) > MAX_URI_BYTES) return TOO_LONG;
    const { method = "GET", headers } = request;
    const { dispatcher } = this.#options;
    // Read whole first: a stream can be read only once.
    const twice = fault?.kind === "repeat" ? await readBytes(request, Number.POSITIVE_INFINITY) : undefined;
    if (twice) await dispatcher.handle({ method, url, headers, body: Readable.from([twice]) });
    const body = twice ? Readable.from([twice]) : request;
    exchange.outcome = await dispatcher.handle({ method, url, headers, body });
    return exchange.outcome.reply;
  }

  #tamper(fault: Fault | undefined): Tamper | undefined {
    if (fault?.kind === "cut") return (chunks) => cutAfter(chunks, fault.bytes);
    if (fault?.kind === "trickle") {
      return (chunks) => trickled(chunks, fault.bytesPerChunk, () => this.pause(fault.delayMs));
    }
    return undefined;
  }
}

/** What a test or the org's own page does to it is no traffic of the org: no fault hits it, and the log does not show it. */
const isControl = (url: string | undefined): boolean => /^\/(?:_org(?:[/?]|$)|\?|$)/.test(url ?? "");

function reset(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

function errorCodeOf(reply: Reply | undefined): string | undefined {
  const json = reply?.json;
  const first: unknown = Array.isArray(json) ? json[0] : json;
  if (typeof first !== "object" || first === null || (reply?.status ?? 0) < 400) return undefined;
  const { errorCode, error } = first as { errorCode?: unknown; error?: unknown };
  const code = errorCode ?? error;
  return typeof code === "string" ? code : undefined;
}

function listen(server: Server, options: HttpOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const where = `${options.host}:${options.port}`;
      const hint =
        cause.code === "EADDRINUSE"
          ? `Port ${options.port} is in use: stop what listens there, or choose another port (0 takes any free one).`
          : `Cannot listen on ${where}: ${cause.message}.`;
      reject(new Error(hint, { cause }));
    });
    server.listen(options.port, options.host, () => resolve());
  });
}

/** Starts the HTTP server of an org. @throws Error when the port is in use */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const front = new Front(options);
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    // A client that goes away is no error of the org.
    response.on("error", () => undefined);
    void front.serve(request, response);
  });
  // Loads are long: neither the whole request nor an idle connection is cut by a clock.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  await listen(server, options);
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `http://${address.includes(":") ? `[${address}]` : address}:${port}`,
    close: () =>
      new Promise((resolve) => {
        front.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
