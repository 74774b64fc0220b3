import { type ErrorDetails, KineticError } from "./kinetic-error.ts";

/** Facts of a {@link JobError}; `jobId` is among those of every error. */
export interface JobDetails extends ErrorDetails {
  /** State of the job as the server said it. */
  readonly state?: string | undefined;
}

/** Reports a Bulk job that ended Failed or Aborted, or is in a state that the SDK does not know. */
export class JobError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "JOB" = "JOB";
  /** Always "JOB": narrows `AnyKineticError`. */
  declare readonly code: "JOB";
  /** State of the job as the server said it. */
  readonly state: string | undefined;

  constructor(message: string, details?: JobDetails) {
    super(JobError.code, message, details);
    this.state = details?.state;
  }
}

/** Facts of a {@link JobTimeoutError}. */
export interface JobTimeoutDetails extends ErrorDetails {
  /** What opens the job again: plain data that survives JSON. */
  readonly handle?: unknown;
}

/** Reports that waiting for a job ended before the job did. The job was left alone and goes on. */
export class JobTimeoutError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "JOB_TIMEOUT" = "JOB_TIMEOUT";
  /** Always "JOB_TIMEOUT": narrows `AnyKineticError`. */
  declare readonly code: "JOB_TIMEOUT";
  /** What opens the job again: plain data that survives JSON. */
  readonly handle: unknown;

  constructor(message: string, details?: JobTimeoutDetails) {
    super(JobTimeoutError.code, message, details);
    this.handle = details?.handle;
  }
}

/** Facts of an {@link IncompleteResultError}. */
export interface IncompleteResultDetails extends ErrorDetails {
  /** Rows that the server counted. */
  readonly expected?: number | undefined;
  /** Rows that arrived. */
  readonly received?: number | undefined;
}

/** Reports that fewer rows arrived than the server counted. */
export class IncompleteResultError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "INCOMPLETE_RESULT" = "INCOMPLETE_RESULT";
  /** Always "INCOMPLETE_RESULT": narrows `AnyKineticError`. */
  declare readonly code: "INCOMPLETE_RESULT";
  /** Rows that the server counted. */
  readonly expected: number | undefined;
  /** Rows that arrived. */
  readonly received: number | undefined;

  constructor(message: string, details?: IncompleteResultDetails) {
    super(IncompleteResultError.code, message, details);
    this.expected = details?.expected;
    this.received = details?.received;
  }
}

/** How the rows of a load are accounted for. */
export interface RowCounts {
  /** Rows that were sent. */
  readonly input: number;
  /** Rows that were saved. */
  readonly succeeded: number;
  /** Rows that were refused. */
  readonly failed: number;
  /** Rows that the job did not come to. */
  readonly unprocessed: number;
}

/** Facts of an {@link AccountingError}. */
export interface AccountingDetails extends ErrorDetails {
  /** The counts that do not add up. */
  readonly counts?: RowCounts | undefined;
}

/** Reports that succeeded, failed and unprocessed rows do not add up to the rows sent. */
export class AccountingError extends KineticError {
  /** The code of this class, the same for each of its errors. */
  static override readonly code: "ACCOUNTING" = "ACCOUNTING";
  /** Always "ACCOUNTING": narrows `AnyKineticError`. */
  declare readonly code: "ACCOUNTING";
  /** The counts that do not add up. */
  readonly counts: RowCounts | undefined;

  constructor(message: string, details?: AccountingDetails) {
    super(AccountingError.code, message, details);
    this.counts = details?.counts;
  }
}
