/** One request that the org has received. Bearer tokens and OAuth parameters are never in it. */
export interface RequestEntry {
  /** Counts from 1. Also the end of the `X-Request-Id` of the answer. */
  readonly number: number;
  readonly method: string;
  /** Path and query; the query of OAuth resources is left out. */
  readonly url: string;
  /** When it arrived, by the wall clock, in ISO 8601. */
  readonly at: string;
  readonly username: string | undefined;
  /** The status that was sent; undefined where none was. */
  readonly status: number | undefined;
  /** The first error code of the answer. */
  readonly errorCode: string | undefined;
  readonly durationMs: number;
  /** Body bytes received and sent, as they went over the wire. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** The fault that was injected, if any. */
  readonly fault: string | undefined;
  /** What went wrong inside the org itself: a bug of the local org, not of the client. */
  readonly internalError: string | undefined;
}

/** Keeps the latest requests. */
export class RequestLog {
  readonly #entries: RequestEntry[] = [];
  readonly #capacity: number;
  #count = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Returns the number of the next request. */
  next(): number {
    return ++this.#count;
  }

  add(entry: RequestEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > this.#capacity) this.#entries.splice(0, Math.ceil(this.#capacity / 10));
  }

  /** Returns the kept requests, oldest first. */
  entries(): readonly RequestEntry[] {
    return [...this.#entries].sort((a, b) => a.number - b.number);
  }

  clear(): void {
    this.#entries.length = 0;
    this.#count = 0;
  }
}
