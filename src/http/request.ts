import type { Readable } from "node:stream";

/** HTTP methods that Salesforce resources use. */
export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Whether the server may see a call twice without harm. Decides what is retried: `idempotent` calls are retried
 * after any transient fault, `unsafe` ones only when it is certain that the server did not process them.
 */
export type Idempotency = "idempotent" | "unsafe";

/** What the opener of a body may know of its reader. */
export interface BodyOpening {
  /** Whether every chunk is used up before the one after the next is taken, so that memory may be used again. */
  readonly reuseMemory: boolean;
}

/** A body that can be sent again byte for byte: a value, or a factory that opens the same bytes anew. */
export type RequestBody =
  | { readonly json: unknown }
  | { readonly form: Readonly<Record<string, string>> }
  | { readonly bytes: Uint8Array; readonly contentType: string }
  | {
      /** Opens the body from its first byte; called once per attempt. */
      readonly open: (opening: BodyOpening) => Readable | AsyncIterable<Uint8Array>;
      /** Exact length in bytes; sent as `Content-Length`. Chunked transfer when absent. */
      readonly length?: number | undefined;
      readonly contentType: string;
    };

/** Time limits of one attempt, in milliseconds; 0 switches a limit off. */
export interface Timeouts {
  /** Until the response headers are there. */
  readonly headersMs?: number | undefined;
  /** Between two pieces of the response body. */
  readonly bodyIdleMs?: number | undefined;
  /** For the whole call, all attempts together. */
  readonly totalMs?: number | undefined;
}

/** Time limits with nothing left open. */
export interface ResolvedTimeouts {
  readonly headersMs: number;
  readonly bodyIdleMs: number;
  readonly totalMs: number;
}

/** A call to the org as the resource rooms see it: a plain value. */
export interface SalesforceRequest {
  readonly method: HttpMethod;
  /** `/services/...` (from the instance's root) or relative to `/services/data/vXX.X/`, e.g. `sobjects/Account`. */
  readonly path: string;
  /** Query parameters; `undefined` values are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: RequestBody | undefined;
  /** @default by method: GET, HEAD, PUT and DELETE are `idempotent`, POST and PATCH are `unsafe` */
  readonly idempotency?: Idempotency | undefined;
  readonly timeouts?: Timeouts | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Statuses outside 2xx that are an answer to the caller, not an error, e.g. `[300, 304]`. */
  readonly expect?: readonly number[] | undefined;
}

/** An answer without its body. Header names are lower-case. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `X-Sfdc-Request-Id` or `X-Request-Id`: quote it to Salesforce support. */
  readonly requestId?: string | undefined;
}

/** An answer whose body was read whole and parsed. `body` is `undefined` where the answer had none (204). */
export interface JsonAnswer<T> extends AnswerHead {
  readonly body: T;
}

/** An answer whose body is still on the wire. The caller must read it to its end or abort. */
export interface StreamAnswer extends AnswerHead {
  readonly body: Readable;
}

/** All that `rest`, `bulk` and `schema` know of the transport. */
export interface Requester {
  /** The API version in use, e.g. `68.0`; asks the org for its newest one when none was pinned. */
  apiVersion(signal?: AbortSignal): Promise<string>;
  /** Sends a call and reads its JSON answer; a body cut in the middle counts as a failed attempt. */
  json<T>(request: SalesforceRequest): Promise<JsonAnswer<T>>;
  /** Sends a call and hands its body over as a stream; only the headers are covered by retries. */
  stream(request: SalesforceRequest): Promise<StreamAnswer>;
}
