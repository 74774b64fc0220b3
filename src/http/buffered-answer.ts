import type { Dispatcher } from "undici";

/** An answer whose body was read as far as it came. */
export interface BufferedAnswer {
  readonly statusCode: number;
  readonly headers: Dispatcher.ResponseData["headers"];
  readonly bytes: Buffer;
  /** What broke the body off, where something did. */
  readonly broken?: unknown;
}

/** How far to read an answer, and when to stop. */
export interface BufferOptions {
  /** Bodies are read up to here, in bytes; the rest is dropped with its connection. */
  readonly limitOf: (statusCode: number) => number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends a call and gathers its answer in memory. Does for small answers what `dispatcher.request` does with a stream
 * for each, in a third less time.
 *
 * Rejects with what broke the call when no answer began.
 */
export function bufferedAnswer(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  options: BufferOptions,
): Promise<BufferedAnswer> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(request, new Collector(options, { resolve, reject }));
  });
}

interface Settle {
  readonly resolve: (answer: BufferedAnswer) => void;
  readonly reject: (reason: unknown) => void;
}

/** Where the parts of one answer come together, in undici's own terms. */
class Collector implements Dispatcher.DispatchHandler {
  readonly #options: BufferOptions;
  readonly #settle: Settle;
  #controller: Dispatcher.DispatchController | undefined;
  #statusCode = 0;
  #headers: Dispatcher.ResponseData["headers"] = {};
  #parts: Buffer[] = [];
  #size = 0;
  #limit = 0;

  constructor(options: BufferOptions, settle: Settle) {
    this.#options = options;
    this.#settle = settle;
    options.signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** A call that still waits for a connection is given up at once; it is taken off the wire when its turn comes. */
  readonly #onAbort = (): void => {
    const reason: unknown = this.#options.signal?.reason;
    if (this.#controller === undefined) this.#settle.reject(reason);
    else this.#controller.abort(asError(reason));
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#options.signal?.aborted) this.#onAbort();
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    statusCode: number,
    headers: Dispatcher.ResponseData["headers"],
  ): void {
    // 1xx only announces the answer.
    if (statusCode < 200) return;
    this.#statusCode = statusCode;
    this.#headers = headers;
    this.#limit = this.#options.limitOf(statusCode);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // The memory that it came in is used again (`read-memory.ts`).
    this.#parts.push(Buffer.from(chunk));
    this.#size += chunk.length;
    if (this.#size <= this.#limit) return;
    this.#finish({});
    controller.abort(new Error("the rest of the body is not needed"));
  }

  onResponseEnd(): void {
    this.#finish({});
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    if (this.#statusCode !== 0) {
      this.#finish({ broken: error });
    } else {
      this.#release();
      this.#settle.reject(error);
    }
  }

  #finish(end: { readonly broken?: unknown }): void {
    this.#release();
    const bytes = this.#parts.length === 1 ? this.#parts[0] : undefined;
    this.#settle.resolve({
      statusCode: this.#statusCode,
      headers: this.#headers,
      bytes: bytes ?? Buffer.concat(this.#parts),
      ...end,
    });
  }

  #release(): void {
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error("aborted", { cause: reason });
}
