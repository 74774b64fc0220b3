import { type ErrorDetails, KineticError } from "./kinetic-error.ts";
import { redact } from "./redact.ts";
import { remediationFor } from "./remediation-for.ts";
import { systemCodeOf } from "./system-code.ts";

/**
 * Where a connection failed: `connect`, nothing reached the server; `in-flight`, the server may have processed the
 * call; `body`, it answered, but the answer did not arrive whole.
 */
export type NetworkPhase = "connect" | "in-flight" | "body";

/** Facts of a {@link NetworkError}. */
export interface NetworkDetails extends ErrorDetails {
  /**
   * Where the connection failed.
   * @default "in-flight"
   */
  readonly phase?: NetworkPhase | undefined;
  /**
   * Code of the failed connection, e.g. `ECONNRESET`.
   * @default the first code in the chain of causes
   */
  readonly systemCode?: string | undefined;
}

/** Reports that no whole answer came: refused, reset, DNS, TLS, or a body that was cut. */
export class NetworkError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "NETWORK" = "NETWORK";
  /** Always "NETWORK": narrows `AnyKineticError`. */
  declare readonly code: "NETWORK";
  /** Where the connection failed. */
  readonly phase: NetworkPhase;
  /** Code of the failed connection, e.g. `ECONNRESET`. */
  readonly systemCode: string | undefined;

  constructor(message: string, details?: NetworkDetails) {
    const systemCode = details?.systemCode ?? systemCodeOf(details?.cause);
    super(NetworkError.code, message, { ...details, ...(systemCode === undefined ? {} : { systemCode }) });
    this.phase = details?.phase ?? "in-flight";
    this.systemCode = systemCode;
  }
}

/** Which time limit passed: until the headers, between two pieces of the body, or for the whole call. */
export type TimeoutPhase = "headers" | "body" | "total";

/** Facts of a {@link TimeoutError}. */
export interface TimeoutDetails extends ErrorDetails {
  /**
   * Which time limit passed.
   * @default "total"
   */
  readonly phase?: TimeoutPhase | undefined;
  /** The limit that passed, in milliseconds. */
  readonly timeoutMs?: number | undefined;
}

/** Reports that one of the client's own time limits passed. */
export class TimeoutError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "TIMEOUT" = "TIMEOUT";
  /** Always "TIMEOUT": narrows `AnyKineticError`. */
  declare readonly code: "TIMEOUT";
  /** Which time limit passed. */
  readonly phase: TimeoutPhase;
  /** The limit that passed, in milliseconds. */
  readonly timeoutMs: number | undefined;

  constructor(message: string, details?: TimeoutDetails) {
    super(TimeoutError.code, message, details);
    this.phase = details?.phase ?? "total";
    this.timeoutMs = details?.timeoutMs;
  }
}

/** Facts of an {@link OutcomeUnknownError}. */
export interface OutcomeUnknownDetails extends ErrorDetails {
  /** How to find out whether the write was done, as one sentence. */
  readonly howToFindOut?: string | undefined;
}

/** Reports a write that must not be repeated blindly: it was sent, and its answer was lost. */
export class OutcomeUnknownError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "OUTCOME_UNKNOWN" = "OUTCOME_UNKNOWN";
  /** Always "OUTCOME_UNKNOWN": narrows `AnyKineticError`. */
  declare readonly code: "OUTCOME_UNKNOWN";
  /** How to find out whether the write was done, as one sentence. */
  readonly howToFindOut: string | undefined;

  constructor(message: string, details?: OutcomeUnknownDetails) {
    const how = details?.howToFindOut;
    // The code of the lost answer says nothing of the write: its advice (try again) would be the wrong one here.
    const remediation = details?.remediation ?? remediationFor({ code: OutcomeUnknownError.code });
    super(OutcomeUnknownError.code, how === undefined ? message : `${message} ${how}`, {
      ...details,
      remediation,
    });
    this.howToFindOut = how === undefined ? undefined : redact(how);
  }
}

/** Facts of an {@link UnexpectedResponseError}. */
export interface UnexpectedResponseDetails extends ErrorDetails {
  /** `Content-Type` of the answer. */
  readonly contentType?: string | undefined;
  /** The start of the body. */
  readonly excerpt?: string | undefined;
}

const EXCERPT_LENGTH = 500;

/** Reports an answer that is not what the resource gives: a page, a login redirect, truncated JSON, a wrong content type. */
export class UnexpectedResponseError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "UNEXPECTED_RESPONSE" = "UNEXPECTED_RESPONSE";
  /** Always "UNEXPECTED_RESPONSE": narrows `AnyKineticError`. */
  declare readonly code: "UNEXPECTED_RESPONSE";
  /** `Content-Type` of the answer. */
  readonly contentType: string | undefined;
  /** The start of the body, redacted; not enumerable, so that it stays out of logs. */
  declare readonly excerpt: string | undefined;

  constructor(message: string, details?: UnexpectedResponseDetails) {
    super(UnexpectedResponseError.code, message, details);
    this.contentType = details?.contentType;
    const excerpt = details?.excerpt;
    // Redacted before it is cut: a secret cut in half no longer looks like one.
    const value = excerpt === undefined ? undefined : redact(excerpt).slice(0, EXCERPT_LENGTH);
    Object.defineProperty(this, "excerpt", { value, enumerable: false });
  }
}
