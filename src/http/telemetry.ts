import { channel } from "node:diagnostics_channel";

/** One call, as it may be shown: no query, no header, no body. */
export interface CallEvent {
  /** Method and path. */
  readonly request: string;
}

/** A retry that is about to be waited for. */
export interface RetryEvent extends CallEvent {
  readonly attempt: number;
  readonly afterMs: number;
  readonly error: unknown;
}

/** An answer, good or bad. */
export interface ResponseEvent extends CallEvent {
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly durationMs: number;
  readonly attempts: number;
  readonly error?: unknown;
}

/** A change of the number of calls that may be on the wire at once. */
export interface ThrottleEvent extends CallEvent {
  readonly limit: number;
}

/** A new access token. */
export interface RefreshEvent {
  readonly flow: string;
  readonly instanceUrl: string;
  readonly userId?: string | undefined;
}

function publisher<T extends object>(name: string): (event: T) => void {
  const to = channel(name);
  return (event) => {
    if (to.hasSubscribers) to.publish(event);
  };
}

/**
 * The library's `node:diagnostics_channel` events. None carries a secret: there is no header, query or body in them.
 * Channels: `kinetic-core:request`, `:response`, `:retry`, `:throttle`, `:refresh`.
 */
export const events: {
  readonly request: (event: CallEvent) => void;
  readonly response: (event: ResponseEvent) => void;
  readonly retry: (event: RetryEvent) => void;
  readonly throttle: (event: ThrottleEvent) => void;
  readonly refresh: (event: RefreshEvent) => void;
} = {
  request: publisher<CallEvent>("kinetic-core:request"),
  response: publisher<ResponseEvent>("kinetic-core:response"),
  retry: publisher<RetryEvent>("kinetic-core:retry"),
  throttle: publisher<ThrottleEvent>("kinetic-core:throttle"),
  refresh: publisher<RefreshEvent>("kinetic-core:refresh"),
};
