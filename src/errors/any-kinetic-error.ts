import type {
  AuthenticationError,
  ConflictError,
  LimitError,
  NotFoundError,
  PermissionError,
  RequestError,
  ServerError,
} from "./call-errors.ts";
import type { ConfigurationError, InputError } from "./input-errors.ts";
import type { AccountingError, IncompleteResultError, JobError, JobTimeoutError } from "./job-errors.ts";
import { brandOf, type ErrorCode } from "./kinetic-error.ts";
import type {
  NetworkError,
  OutcomeUnknownError,
  TimeoutError,
  UnexpectedResponseError,
} from "./transport-errors.ts";

/** Every error that the SDK throws; `switch (error.code)` narrows it to one class. */
export type AnyKineticError =
  | ConfigurationError
  | AuthenticationError
  | PermissionError
  | NotFoundError
  | RequestError
  | ConflictError
  | LimitError
  | ServerError
  | NetworkError
  | TimeoutError
  | OutcomeUnknownError
  | UnexpectedResponseError
  | InputError
  | JobError
  | JobTimeoutError
  | IncompleteResultError
  | AccountingError;

/**
 * Tells whether a caught value is an error of the SDK, made by any installed copy of it; with a code, whether it is of that kind.
 *
 * @example
 * ```ts
 * try {
 *   await sf.query("SELECT Id FROM Account").first();
 * } catch (error) {
 *   if (!isKineticError(error, "LIMIT") || error.scope !== "daily") throw error;
 *   console.error("Stop until tomorrow:", error.remediation.summary);
 * }
 * ```
 */
export function isKineticError(error: unknown): error is AnyKineticError;
export function isKineticError<C extends ErrorCode>(
  error: unknown,
  code: C,
): error is Extract<AnyKineticError, { readonly code: C }>;
export function isKineticError(error: unknown, code?: ErrorCode): boolean {
  const brand = brandOf(error);
  return code === undefined ? brand !== undefined : brand === code;
}
