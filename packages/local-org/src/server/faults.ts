import type { Reply } from "./types.ts";

/** What goes wrong with a request. */
export type Fault =
  /** Answers this instead of processing the request. */
  | {
      readonly kind: "reply";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>> | undefined;
      readonly json?: unknown;
      readonly text?: string | undefined;
    }
  /** Closes the connection without processing the request. */
  | { readonly kind: "reset-before" }
  /** Processes the request, then closes the connection without an answer. */
  | { readonly kind: "reset-after" }
  /** Processes the request and sends the head and the first `bytes` bytes of the body, then closes the connection. */
  | { readonly kind: "cut"; readonly bytes: number }
  /** Waits before processing the request. */
  | { readonly kind: "slow"; readonly delayMs: number }
  /** Processes the request, then sends the body in pieces with a pause before each. */
  | { readonly kind: "trickle"; readonly bytesPerChunk: number; readonly delayMs: number }
  /** Processes the request twice, as a proxy that sends it again does, and answers what came the second time. */
  | { readonly kind: "repeat" }
  /** Never answers. The connection stays open until the client or the org closes it. */
  | { readonly kind: "hang" };

/** Which requests a fault hits. A rule hits the requests that fit everything it names. */
export interface FaultRule {
  readonly fault: Fault;
  readonly method?: string | undefined;
  /** Tested against path and query, e.g. `/\/jobs\/ingest\/[^/]+\/batches/`. */
  readonly path?: RegExp | undefined;
  /** How many fitting requests pass unharmed first. @default 0 */
  readonly skip?: number | undefined;
  /** How many fitting requests are hit after that. @default 1 */
  readonly times?: number | undefined;
  /** Hits a fitting request only with this probability, from the org's seeded random numbers. @default 1 */
  readonly probability?: number | undefined;
}

/** A rule in force. */
export interface FaultHandle {
  /** How many requests it has hit. */
  readonly hits: number;
  remove(): void;
}

/** The faults of an org: rules that are added and removed while it runs. The first rule that fits wins. */
export interface Faults {
  add(rule: FaultRule): FaultHandle;
  clear(): void;
}

/** The part of a request that rules look at. */
export interface FaultTarget {
  readonly method: string;
  readonly url: string;
}

interface Armed {
  readonly rule: FaultRule;
  seen: number;
  hits: number;
}

/** The rules of one org, and the choice of one for a request. */
export class FaultBook implements Faults {
  readonly #armed: Armed[] = [];
  readonly #random: () => number;

  constructor(random: () => number, rules: readonly FaultRule[] = []) {
    this.#random = random;
    for (const rule of rules) this.add(rule);
  }

  add(rule: FaultRule): FaultHandle {
    const armed: Armed = { rule, seen: 0, hits: 0 };
    this.#armed.push(armed);
    return {
      get hits(): number {
        return armed.hits;
      },
      remove: (): void => {
        const index = this.#armed.indexOf(armed);
        if (index >= 0) this.#armed.splice(index, 1);
      },
    };
  }

  clear(): void {
    this.#armed.length = 0;
  }

  /** Chooses the fault for a request, and counts it. */
  choose(target: FaultTarget): Fault | undefined {
    return this.#armed.find((armed) => this.#strikes(armed, target))?.rule.fault;
  }

  #strikes(armed: Armed, target: FaultTarget): boolean {
    const { rule } = armed;
    if (rule.method !== undefined && rule.method.toUpperCase() !== target.method) return false;
    // A pattern with the g flag remembers where it stopped.
    if (rule.path) rule.path.lastIndex = 0;
    if (rule.path && !rule.path.test(target.url)) return false;
    if (rule.probability !== undefined && this.#random() >= rule.probability) return false;
    armed.seen++;
    if (armed.seen <= (rule.skip ?? 0) || armed.hits >= (rule.times ?? 1)) return false;
    armed.hits++;
    return true;
  }
}

const error = (status: number, errorCode: string, message: string): Fault => ({
  kind: "reply",
  status,
  json: [{ message, errorCode }],
});

/** Faults with the exact words of Salesforce, ready to use in a rule. */
export const faults: Readonly<{
  sessionExpired: Fault;
  dailyLimit: Fault;
  concurrentLimit: Fault;
  lockedRow: Fault;
  serverUnavailable: (retryAfterSeconds?: number) => Fault;
  tooManyRequests: (retryAfterSeconds?: number) => Fault;
  htmlError: Fault;
  noRoute: Fault;
  /** A refusal of the token endpoint. */
  oauthRefusal: (error: string, description?: string, status?: number) => Fault;
}> = Object.freeze({
  sessionExpired: {
    kind: "reply",
    status: 401,
    headers: { "WWW-Authenticate": "Token" },
    json: [{ message: "Session expired or invalid", errorCode: "INVALID_SESSION_ID" }],
  } as const,
  dailyLimit: error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
  concurrentLimit: error(
    403,
    "REQUEST_LIMIT_EXCEEDED",
    "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
  ),
  lockedRow: error(
    400,
    "UNABLE_TO_LOCK_ROW",
    "unable to obtain exclusive access to this record or 1 records",
  ),
  serverUnavailable: (retryAfterSeconds?: number): Fault => ({
    ...unavailable(503, retryAfterSeconds),
    json: [{ message: "Server Unavailable", errorCode: "SERVER_UNAVAILABLE" }],
  }),
  tooManyRequests: (retryAfterSeconds?: number): Fault => ({
    ...unavailable(429, retryAfterSeconds),
    text: "Too Many Requests",
  }),
  htmlError: {
    kind: "reply",
    status: 500,
    headers: { "Content-Type": "text/html;charset=UTF-8" },
    text: "<html><head><title>500 Server Error</title></head><body><h1>500 Server Error</h1></body></html>",
  } as const,
  noRoute: {
    kind: "reply",
    status: 420,
    headers: { "Content-Type": "text/html;charset=UTF-8" },
    text: "<html><body>No route to this host</body></html>",
  } as const,
  oauthRefusal: (error: string, description = "", status = 400): Fault => ({
    kind: "reply",
    status,
    json: { error, error_description: description },
  }),
});

function unavailable(status: number, retryAfter: number | undefined): Extract<Fault, { kind: "reply" }> {
  const headers = retryAfter === undefined ? undefined : { "Retry-After": String(retryAfter) };
  return { kind: "reply", status, headers };
}

/** The reply that a `reply` fault gives. */
export function faultReply(fault: Extract<Fault, { kind: "reply" }>): Reply {
  const { status, headers, json, text } = fault;
  return {
    status,
    headers,
    ...(json === undefined ? {} : { json }),
    ...(text === undefined ? {} : { text }),
  };
}

/** Thrown into an answer on its way out to break it off. */
export class CutShort extends Error {
  constructor() {
    super("The answer is cut short on purpose.");
    this.name = "CutShort";
  }
}

/** Passes the first `limit` bytes on, then breaks off. */
export async function* cutAfter(chunks: AsyncIterable<Uint8Array>, limit: number): AsyncIterable<Uint8Array> {
  let left = limit;
  for await (const chunk of chunks) {
    if (chunk.byteLength >= left) {
      yield chunk.subarray(0, left);
      throw new CutShort();
    }
    left -= chunk.byteLength;
    yield chunk;
  }
  throw new CutShort();
}

/** Passes bytes on in pieces, with a pause before each. */
export async function* trickled(
  chunks: AsyncIterable<Uint8Array>,
  bytesPerChunk: number,
  pause: () => Promise<void>,
): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.byteLength; start += Math.max(1, bytesPerChunk)) {
      await pause();
      yield chunk.subarray(start, start + Math.max(1, bytesPerChunk));
    }
  }
}
