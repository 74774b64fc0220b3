import { type ErrorDetails, KineticError } from "./kinetic-error.ts";

/** Facts of an {@link AuthenticationError}. */
export interface AuthenticationDetails extends ErrorDetails {}

/** Reports a refused login, or a token that is refused even after one refresh. */
export class AuthenticationError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "AUTHENTICATION" = "AUTHENTICATION";
  /** Always "AUTHENTICATION": narrows `AnyKineticError`. */
  declare readonly code: "AUTHENTICATION";

  constructor(message: string, details?: AuthenticationDetails) {
    super(AuthenticationError.code, message, details);
  }
}

/** Facts of a {@link PermissionError}. */
export interface PermissionDetails extends ErrorDetails {}

/** Reports that the user may not do this: a system, object, field or record permission is missing. */
export class PermissionError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "PERMISSION" = "PERMISSION";
  /** Always "PERMISSION": narrows `AnyKineticError`. */
  declare readonly code: "PERMISSION";

  constructor(message: string, details?: PermissionDetails) {
    super(PermissionError.code, message, details);
  }
}

/** Facts of a {@link NotFoundError}. */
export interface NotFoundDetails extends ErrorDetails {}

/** Reports a resource or record that does not exist, was deleted, or is hidden from this user. */
export class NotFoundError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "NOT_FOUND" = "NOT_FOUND";
  /** Always "NOT_FOUND": narrows `AnyKineticError`. */
  declare readonly code: "NOT_FOUND";

  constructor(message: string, details?: NotFoundDetails) {
    super(NotFoundError.code, message, details);
  }
}

/** Facts of a {@link RequestError}. */
export interface RequestDetails extends ErrorDetails {}

/** Reports a request that must be changed before it can succeed. */
export class RequestError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "REQUEST_REJECTED" = "REQUEST_REJECTED";
  /** Always "REQUEST_REJECTED": narrows `AnyKineticError`. */
  declare readonly code: "REQUEST_REJECTED";

  constructor(message: string, details?: RequestDetails) {
    super(RequestError.code, message, details);
  }
}

/** Facts of a {@link ConflictError}. */
export interface ConflictDetails extends ErrorDetails {
  /** What the request collides with: record URLs (300) or record ids (duplicates). */
  readonly matches?: readonly string[] | undefined;
}

/** Reports a collision with what is there: several matches, duplicates, a changed record, a locked row, a job's state. */
export class ConflictError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "CONFLICT" = "CONFLICT";
  /** Always "CONFLICT": narrows `AnyKineticError`. */
  declare readonly code: "CONFLICT";
  /** What the request collides with: record URLs (300) or record ids (duplicates). */
  readonly matches: readonly string[];

  constructor(message: string, details?: ConflictDetails) {
    super(ConflictError.code, message, details);
    this.matches = Object.freeze([...(details?.matches ?? [])]);
  }
}

/**
 * What a used-up limit counts: calls in 24 hours, calls at once, calls per time, stored data, the client's own budget
 * of calls, or something else.
 */
export type LimitScope = "daily" | "concurrent" | "rate" | "storage" | "budget" | "other";

/** Facts of a {@link LimitError}. */
export interface LimitDetails extends ErrorDetails {
  /**
   * What the limit counts.
   * @default "other"
   */
  readonly scope?: LimitScope | undefined;
}

/** Reports a limit of the org, the user or the call. */
export class LimitError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "LIMIT" = "LIMIT";
  /** Always "LIMIT": narrows `AnyKineticError`. */
  declare readonly code: "LIMIT";
  /** What the limit counts. */
  readonly scope: LimitScope;

  constructor(message: string, details?: LimitDetails) {
    super(LimitError.code, message, details);
    this.scope = details?.scope ?? "other";
  }
}

/** Facts of a {@link ServerError}. */
export interface ServerDetails extends ErrorDetails {}

/** Reports a fault on Salesforce's side: 5xx, or 420 where no route to the org was found. */
export class ServerError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "SERVER" = "SERVER";
  /** Always "SERVER": narrows `AnyKineticError`. */
  declare readonly code: "SERVER";

  constructor(message: string, details?: ServerDetails) {
    super(ServerError.code, message, details);
  }
}
