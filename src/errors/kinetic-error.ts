import { type InspectOptions, inspect } from "node:util";
import { type RawRequest, type RawResponse, redactedRequest, redactedResponse } from "./exchange.ts";
import type { PlatformError } from "./platform-error.ts";
import { redact } from "./redact.ts";
import type { Remediation } from "./remediation.ts";
import { remediationFor } from "./remediation-for.ts";
import { safeCause, summariseCause } from "./safe-cause.ts";

/** Facts that any error of the SDK may carry. Absent facts are `undefined`. */
export interface ErrorDetails {
  /**
   * What to do about it.
   * @default the most specific entry of the remediation catalogue for the other facts
   */
  readonly remediation?: Remediation | undefined;
  /** HTTP status of the answer. */
  readonly status?: number | undefined;
  /** Salesforce's own code (`errorCode`, `statusCode`, job error name or OAuth `error`), verbatim. */
  readonly errorCode?: string | undefined;
  /** API names of the fields that the answer blames. */
  readonly fields?: readonly string[] | undefined;
  /** `X-Sfdc-Request-Id` or `X-Request-Id` of the answer: quote it to Salesforce support. */
  readonly requestId?: string | undefined;
  /** The error id inside Salesforce's message, e.g. `1087100941-56 (1836369402)`: quote it to Salesforce support. */
  readonly errorId?: string | undefined;
  /** How many times the call was sent. */
  readonly attempts?: number | undefined;
  /** `Retry-After` of the answer, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** Bulk job that the error is about. */
  readonly jobId?: string | undefined;
  /** The call, as method and path without its query. */
  readonly request?: string | undefined;
  /**
   * Whether the same call may succeed later with nothing changed.
   * @default `retryHelps` of the remediation
   */
  readonly retryable?: boolean | undefined;
  /** The request as it was sent; kept redacted. */
  readonly rawRequest?: RawRequest | undefined;
  /** The answer as it came; kept redacted. */
  readonly rawResponse?: RawResponse | undefined;
  /** Every error that the answer listed, in its order. */
  readonly platformErrors?: readonly PlatformError[] | undefined;
  /** What raised it. A cause that shows a secret is replaced by a redacted copy of its text. */
  readonly cause?: unknown;
}

/** The stable names of the error classes, as their `code` says them. */
export type ErrorCode =
  | "CONFIGURATION"
  | "AUTHENTICATION"
  | "PERMISSION"
  | "NOT_FOUND"
  | "REQUEST_REJECTED"
  | "CONFLICT"
  | "LIMIT"
  | "SERVER"
  | "NETWORK"
  | "TIMEOUT"
  | "OUTCOME_UNKNOWN"
  | "UNEXPECTED_RESPONSE"
  | "INPUT"
  | "JOB"
  | "JOB_TIMEOUT"
  | "INCOMPLETE_RESULT"
  | "ACCOUNTING";

/** Registered symbol: tells an error of the SDK also where another copy of the package made it. */
export const ERROR_BRAND: unique symbol = Symbol.for("kinetic-core.error");

/** Returns the SDK's code of an error made by any copy of the package, else `undefined`. */
export function brandOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as { readonly [ERROR_BRAND]?: unknown })[ERROR_BRAND];
}

/**
 * The base of every error that the SDK throws. Carries what happened, what to do about it, and the ids to quote;
 * never a secret. `instanceof` also recognises errors made by another installed copy of the package.
 */
export abstract class KineticError extends Error {
  /** The code of the class; the base has none. */
  static readonly code: ErrorCode | undefined = undefined;

  /** Tells the kind of error; one literal per class, stable across versions. */
  readonly code: ErrorCode;
  /** What happened, alone: the message without the advice and the ids. */
  readonly problem: string;
  /** What to do about it; always there. */
  readonly remediation: Remediation;
  /** Whether the same call may succeed later with nothing changed. */
  readonly retryable: boolean;
  /** HTTP status of the answer. */
  readonly status: number | undefined;
  /** Salesforce's own code, verbatim. */
  readonly errorCode: string | undefined;
  /** API names of the fields that the answer blames; empty when it blames none. */
  readonly fields: readonly string[];
  /** `X-Sfdc-Request-Id` or `X-Request-Id` of the answer: quote it to Salesforce support. */
  readonly requestId: string | undefined;
  /** The error id inside Salesforce's message: quote it to Salesforce support. */
  readonly errorId: string | undefined;
  /** How many times the call was sent. */
  readonly attempts: number | undefined;
  /** `Retry-After` of the answer, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Bulk job that the error is about. */
  readonly jobId: string | undefined;
  /** The call, as method and path without its query. */
  readonly request: string | undefined;
  /** The request as it was sent, redacted; not enumerable, so that it stays out of logs. */
  declare readonly rawRequest: RawRequest | undefined;
  /** The answer as it came, redacted; not enumerable, so that it stays out of logs. */
  declare readonly rawResponse: RawResponse | undefined;
  /** Every error that the answer listed, in its order. */
  readonly platformErrors: readonly PlatformError[];

  protected constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    const problem = redact(message);
    const facts = { ...details, code, message: messageFacts(message, details) };
    const remediation = details.remediation ?? remediationFor(facts);
    super(compose(problem, remediation, details), causeOption(details));
    this.code = code;
    this.problem = problem;
    this.remediation = remediation;
    this.retryable = details.retryable ?? remediation.retryHelps;
    this.status = details.status;
    this.errorCode = details.errorCode === undefined ? undefined : redact(details.errorCode);
    this.fields = Object.freeze([...(details.fields ?? [])]);
    this.requestId = details.requestId;
    this.errorId = details.errorId;
    this.attempts = details.attempts;
    this.retryAfterMs = details.retryAfterMs;
    this.jobId = details.jobId;
    this.request = details.request === undefined ? undefined : withoutQuery(details.request);
    this.platformErrors = Object.freeze((details.platformErrors ?? []).map(withoutSecrets));
    hide(this, "name", new.target.name);
    hide(this, "platformErrors", this.platformErrors);
    hide(this, "rawRequest", details.rawRequest && redactedRequest(details.rawRequest));
    hide(this, "rawResponse", details.rawResponse && redactedResponse(details.rawResponse));
    hide(this, ERROR_BRAND, code);
    hide(this, inspect.custom, (depth: number, options: InspectOptions) => show(this, depth, options));
    // Again, now that the name is known: the first line of the stack says the class.
    Error.captureStackTrace(this, new.target);
  }

  /** Tells the class by the code that an error carries, so that errors of another copy of the package count too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    const brand = brandOf(value);
    if (brand === undefined) return false;
    // biome-ignore lint/complexity/noThisInStatic: the subclass on the right of `instanceof` is meant.
    const own: unknown = Object.hasOwn(this, "code") ? this.code : null;
    // A class derived by a user has no code of its own: its prototype decides.
    // biome-ignore lint/complexity/noThisInStatic: as above.
    if (own === null) return Function.prototype[Symbol.hasInstance].call(this, value);
    return own === undefined || own === brand;
  }

  /** Returns the public facts as plain data, fit for a log or a wire; holds no stack and no secret. */
  toJSON(): Record<string, unknown> {
    const present = Object.entries(this).filter(([key, value]) => value !== undefined && key !== "cause");
    return {
      name: this.name,
      message: this.message,
      ...Object.fromEntries(present),
      ...(this.platformErrors.length > 1 ? { platformErrors: this.platformErrors } : {}),
      ...(this.cause === undefined ? {} : { cause: summariseCause(this.cause) }),
    };
  }
}

/** Shows the stack, the facts that are there, and the cause, with every secret redacted. */
function show(error: KineticError, depth: number, options: InspectOptions): string {
  if (depth < 0) return `[${error.name}: ${error.code}]`;
  const { name: _name, message: _message, problem: _problem, cause: _cause, ...facts } = error.toJSON();
  const parts = [error.stack ?? `${error.name}: ${error.message}`, inspect(facts, { ...options, depth: 4 })];
  if (error.cause !== undefined) parts.push(`cause: ${inspect(error.cause, options)}`);
  return redact(parts.join("\n"));
}

/** What the catalogue's message patterns look at: the platform's own words where there are some. */
function messageFacts(message: string, details: ErrorDetails): string {
  return details.platformErrors?.[0]?.message ?? message;
}

function causeOption(details: ErrorDetails): ErrorOptions | undefined {
  return details.cause === undefined ? undefined : { cause: safeCause(details.cause) };
}

function withoutSecrets(error: PlatformError): PlatformError {
  return Object.freeze({ ...error, message: redact(error.message) });
}

function withoutQuery(request: string): string {
  return redact(request.replace(/[?#].*$/s, ""));
}

function hide(target: object, key: string | symbol, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: false, configurable: true, writable: true });
}

/** Joins what happened, the advice, and the ids that support asks for. */
function compose(problem: string, remediation: Remediation, details: ErrorDetails): string {
  const sentence = /[.!?…]$/.test(problem) ? problem : `${problem}.`;
  const ids = quotables(details);
  return `${sentence} What to do: ${remediation.summary}${ids === "" ? "" : ` (${redact(ids)})`}`;
}

function quotables(details: ErrorDetails): string {
  const { request, status, errorCode, requestId, errorId, jobId, attempts } = details;
  const parts = [
    request === undefined ? "" : withoutQuery(request),
    status === undefined ? "" : `HTTP ${status}`,
    errorCode ?? "",
    requestId === undefined ? "" : `request id ${requestId}`,
    errorId === undefined ? "" : `error id ${errorId}`,
    jobId === undefined ? "" : `job ${jobId}`,
    attempts === undefined || attempts < 2 ? "" : `${attempts} attempts`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}
