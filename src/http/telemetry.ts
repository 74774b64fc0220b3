import { type Channel, channel } from "node:diagnostics_channel";

/** One call, as it may be shown: no query, no header, no body. */
export interface CallEvent {
  /** Method and path. */
  readonly request: string;
}

/** An answer, good or bad. */
export interface ResponseEvent extends CallEvent {
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly durationMs: number;
  readonly attempts: number;
  readonly error?: unknown;
}

/** A retry that is about to be waited for. */
export interface RetryEvent extends CallEvent {
  readonly attempt: number;
  readonly afterMs: number;
  readonly error: unknown;
}

/** A change of the number of calls that may be on the wire at once. */
export interface ThrottleEvent {
  readonly limit: number;
}

/** A new access token. */
export interface RefreshEvent {
  readonly flow: string;
  readonly instanceUrl: string;
  readonly userId?: string | undefined;
}

/** Logs an event; the shape of pino's and of most other loggers' methods. */
export type LogMethod = (facts: object, message: string) => void;

/** Where a client's events are logged. */
export interface Logger {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
}

/** Tells what the transport does. Nothing told carries a secret: there is no header, query or body in it. */
export interface Telemetry {
  /** Whether anybody wants to hear of calls and answers. */
  listening(): boolean;
  request(event: CallEvent): void;
  response(event: ResponseEvent): void;
  retry(event: RetryEvent): void;
  throttle(event: ThrottleEvent): void;
  refresh(event: RefreshEvent): void;
}

/**
 * Makes a teller that publishes on `node:diagnostics_channel` (`kinetic-core:request`, `:response`, `:retry`,
 * `:throttle`, `:refresh`) and logs where there is a logger.
 */
export function createTelemetry(logger?: Logger): Telemetry {
  const channelOf = (name: string): Channel => channel(`kinetic-core:${name}`);
  const calls = [channelOf("request"), channelOf("response")];
  const teller = <T extends object>(name: string, level: keyof Logger): ((event: T) => void) => {
    const to = channelOf(name);
    return (event) => {
      if (to.hasSubscribers) to.publish(event);
      logger?.[level](event, `salesforce ${name}`);
    };
  };
  return {
    listening: () => logger !== undefined || calls.some((each) => each.hasSubscribers),
    request: teller("request", "debug"),
    response: teller("response", "debug"),
    retry: teller("retry", "warn"),
    throttle: teller("throttle", "warn"),
    refresh: teller("refresh", "info"),
  };
}
