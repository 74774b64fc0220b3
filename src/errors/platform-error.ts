/** One error as an answer of Salesforce lists it, whatever the shape of the answer. */
export interface PlatformError {
  /** `errorCode`, `statusCode`, `exceptionCode`, OAuth `error`, GraphQL `ErrorType`; absent when the answer names none. */
  readonly code?: string | undefined;
  /** The text of the answer; empty when it has none. */
  readonly message: string;
  /** API names of the blamed fields. */
  readonly fields: readonly string[];
  /** `extendedErrorDetails[].extendedErrorCode` (REST API Developer Guide, "Query Cursors"). */
  readonly extendedCodes?: readonly string[] | undefined;
  /** HTTP status of the part of a composite, batch or graph answer that the error belongs to. */
  readonly status?: number | undefined;
  /** `referenceId` of that part. */
  readonly referenceId?: string | undefined;
  /** Ids of the records that a duplicate rule matched (`duplicateResut`, which Salesforce really spells so). */
  readonly duplicateIds?: readonly string[] | undefined;
}

/** Codes of parts and records that only share the fate of another one. */
const INNOCENT: ReadonlySet<string> = new Set([
  "ALL_OR_NONE_OPERATION_ROLLED_BACK",
  "PROCESSING_HALTED",
  "BATCH_PROCESSING_HALTED",
]);

/** Picks the error that an answer is about: the first that is not merely the consequence of another. */
export function mainError(errors: readonly PlatformError[]): PlatformError | undefined {
  return errors.find((error) => !INNOCENT.has(error.code ?? "")) ?? errors[0];
}
