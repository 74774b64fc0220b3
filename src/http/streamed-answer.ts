import type { Dispatcher } from "undici";
import { WireBody } from "./wire-body.ts";

/** An answer whose body is still on the wire. */
export interface StreamedAnswer {
  readonly statusCode: number;
  readonly headers: Dispatcher.ResponseData["headers"];
  readonly body: WireBody;
}

/**
 * Sends a call and hands over its answer when the head is there. What `dispatcher.request` does, with a body that
 * copies what it keeps: the memory of the sockets is used again (`read-memory.ts`).
 *
 * Rejects with what broke the call when no answer began.
 */
export function streamedAnswer(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  signal: AbortSignal | undefined,
): Promise<StreamedAnswer> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(request, new Pourer(signal, { resolve, reject }));
  });
}

interface Settle {
  readonly resolve: (answer: StreamedAnswer) => void;
  readonly reject: (reason: unknown) => void;
}

/** Pours an answer into its body, in undici's own terms. */
class Pourer implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal | undefined;
  readonly #settle: Settle;
  #controller: Dispatcher.DispatchController | undefined;
  #body: WireBody | undefined;

  constructor(signal: AbortSignal | undefined, settle: Settle) {
    this.#signal = signal;
    this.#settle = settle;
    signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** A call that still waits for a connection is given up at once; it is taken off the wire when its turn comes. */
  readonly #onAbort = (): void => {
    const reason: unknown = this.#signal?.reason;
    if (this.#body !== undefined) this.#body.on("error", () => undefined).destroy(reason as Error);
    else if (this.#controller === undefined) this.#settle.reject(reason);
    else this.#controller.abort(asError(reason));
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal?.aborted) this.#onAbort();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Dispatcher.ResponseData["headers"],
  ): void {
    // 1xx only announces the answer.
    if (statusCode < 200) return;
    this.#body = new WireBody({
      pause: () => controller.pause(),
      resume: () => controller.resume(),
      abort: (reason) => controller.abort(reason),
    });
    this.#body.once("close", () => this.#release());
    this.#settle.resolve({ statusCode, headers, body: this.#body });
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#body?.put(chunk);
  }

  onResponseEnd(): void {
    this.#body?.end();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#release();
    if (this.#body === undefined) this.#settle.reject(error);
    else this.#body.fail(error);
  }

  #release(): void {
    this.#signal?.removeEventListener("abort", this.#onAbort);
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error("aborted", { cause: reason });
}
