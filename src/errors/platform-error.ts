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
