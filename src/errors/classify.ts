import { isKineticError } from "./any-kinetic-error.ts";
import type { LimitScope } from "./call-errors.ts";
import { parseErrorBody } from "./parse-error-body.ts";
import type { PlatformError } from "./platform-error.ts";

/** A code with the text that came with it. */
export interface CodeFacts {
  /** Salesforce's code, verbatim. */
  readonly errorCode?: string | undefined;
  /** The text that came with it. */
  readonly message?: string | undefined;
}

/** A session code: the token is dead, or (with some messages) the session may not call this API at all. */
const SESSION_CODES: ReadonlySet<string> = new Set([
  "INVALID_SESSION_ID",
  "InvalidSessionId",
  "INVALIDSESSIONID",
  "Bad_OAuth_Token",
]);

/** A fresh token would be refused in the same way: a setting of the org or of the app has to change. */
const TERMINAL_SESSION = /not valid for use with|Connected app is not attached to Agent|API Access Control/i;

/** What decides whether a new token helps. */
export interface AnswerFacts {
  /** HTTP status. */
  readonly status: number;
  /** Header names in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The body as text; empty when there was none. */
  readonly body: string;
}

/**
 * Tells whether a refused call is worth one token refresh: a 401 whose session died, `Bad_OAuth_Token` of the identity
 * resources (403), and `InvalidSessionId` of the Bulk resources (400). An expired password, a malformed header, a session that is
 * not allowed to use the REST API, and every other 403 are not: a fresh token would be refused alike.
 * A 401 that names no code counts as a dead session.
 *
 * @example
 * ```ts
 * const body = '[{"errorCode":"INVALID_SESSION_ID","message":"Session expired or invalid"}]';
 * console.log(isRefreshable401({ status: 401, body })); // true
 * ```
 */
export function isRefreshable401(answer: AnswerFacts): boolean {
  return newTokenHelps(answer.status, parseErrorBody(answer.body), answer.body);
}

/**
 * Tells the same of an error that was made from the answer; `false` for everything else.
 *
 * @example
 * ```ts
 * const error = await sf.limits().catch((thrown: unknown) => thrown);
 * if (isRefreshable(error)) console.error("sign in again");
 * ```
 */
export function isRefreshable(error: unknown): boolean {
  if (!isKineticError(error) || error.status === undefined) return false;
  return newTokenHelps(error.status, error.platformErrors, error.problem);
}

function newTokenHelps(status: number, errors: readonly PlatformError[], text: string): boolean {
  if (![400, 401, 403].includes(status)) return false;
  const coded = errors.filter((error) => error.code !== undefined);
  if (coded.length === 0) return status === 401 && !TERMINAL_SESSION.test(text);
  return coded.some(isDeadSession) && !coded.some((error) => TERMINAL_SESSION.test(error.message));
}

/** Tells whether an error says that the token is dead and a new one would do. */
export function isDeadSession(error: PlatformError): boolean {
  return error.code !== undefined && SESSION_CODES.has(error.code) && !TERMINAL_SESSION.test(error.message);
}

/** Limit codes whose message does not matter. */
const SCOPE_BY_CODE: Readonly<Record<string, LimitScope>> = {
  TOO_MANY_APEX_REQUESTS: "concurrent",
  TOO_MANY_JOBS: "concurrent",
  STORAGE_LIMIT_EXCEEDED: "storage",
  rate_limit_exceeded: "rate",
  REPORT_EXPORT_LIMIT_EXCEEDED: "rate",
  LICENSE_LIMIT_EXCEEDED: "other",
};

/** Codes that stand for several limits; the message tells which. */
const LIMIT_CODES: ReadonlySet<string> = new Set([
  "REQUEST_LIMIT_EXCEEDED",
  "LIMIT_EXCEEDED",
  "EXCEEDED_QUOTA",
  "ExceededQuota",
  "EXCEEDEDQUOTA",
]);

/**
 * Tells what a limit error counts, or `undefined` when the code is not one of a limit. `REQUEST_LIMIT_EXCEEDED` stands both for the
 * allocation of 24 hours ("TotalRequests Limit exceeded.") and for too many long calls at once ("ConcurrentRequests ... Limit exceeded.").
 *
 * @example
 * ```ts
 * const message = "ConcurrentRequests (Concurrent API Requests) Limit exceeded.";
 * console.log(limitScope({ errorCode: "REQUEST_LIMIT_EXCEEDED", message })); // "concurrent"
 * ```
 */
export function limitScope(
  facts: CodeFacts & { readonly status?: number | undefined },
): LimitScope | undefined {
  const { errorCode = "", message = "", status } = facts;
  const fixed = Object.hasOwn(SCOPE_BY_CODE, errorCode) ? SCOPE_BY_CODE[errorCode] : undefined;
  if (fixed !== undefined) return fixed;
  if (!LIMIT_CODES.has(errorCode)) return status === 429 ? "rate" : undefined;
  if (/concurrent/i.test(message)) return "concurrent";
  if (/storage/i.test(message)) return "storage";
  if (errorCode === "REQUEST_LIMIT_EXCEEDED") return "daily";
  if (/\b24[ -]?(?:hours?|hrs?|h)\b|daily|per day|rolling/i.test(message)) return "daily";
  if (/per (?:hour|minute|second)|hourly/i.test(message)) return "rate";
  return errorCode === "EXCEEDED_QUOTA" ? "storage" : "other";
}

const TRANSIENT_CODES: ReadonlySet<string> = new Set([
  "UNABLE_TO_LOCK_ROW",
  "TooManyLockFailure",
  "TOOMANYLOCKFAILURE",
  "SERVER_UNAVAILABLE",
  "TEMPORARY_QUERY_MORE_FAILURE",
  "TOO_MANY_APEX_REQUESTS",
  "FUNCTIONALITY_TEMPORARILY_UNAVAILABLE",
  "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE",
  "PLATFORM_EVENT_PUBLISHING_UNAVAILABLE",
  "PLATFORM_EVENT_PUBLISH_FAILED",
  "SSO_SERVICE_DOWN",
  "server_error",
  "system_down",
  "service_unavailable",
  "unknown_error",
]);

/** A lock or a busy server that a trigger or flow passed on under a code of its own. */
const TRANSIENT_MESSAGE =
  /\bUNABLE_TO_LOCK_ROW\b|unable to obtain exclusive access|token request is already being processed/i;

/**
 * Tells whether the condition that a code stands for passes by itself: locks, a busy server, too many calls at once. Locks are also
 * recognised inside the message of a trigger or a flow. Says nothing about whether repeating the call is safe.
 *
 * @example
 * ```ts
 * console.log(isTransientCode("UNABLE_TO_LOCK_ROW")); // true
 * ```
 */
export function isTransientCode(errorCode: string | undefined, message = ""): boolean {
  if (errorCode !== undefined && TRANSIENT_CODES.has(errorCode)) return true;
  return TRANSIENT_MESSAGE.test(message) || limitScope({ errorCode, message }) === "concurrent";
}
