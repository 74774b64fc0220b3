import { IncompleteResultError, isKineticError, type KineticError } from "../errors/index.ts";
import { queryAfter } from "../soql/index.ts";
import type { QueryStart } from "./query-fetch.ts";

/** How far a reading has come. */
export interface Progress {
  readonly received: number;
  readonly totalSize: number;
  /** The last row that was read. */
  readonly last: unknown;
}

/**
 * Where to begin again when the org has lost a query's cursor: behind the last row, if the rows come in the order of their
 * ids and have one.
 * @throws IncompleteResultError for a lost cursor of any other query; the error itself where it is about something else
 */
export function restartAfter(start: QueryStart, error: unknown, progress: Progress): QueryStart {
  if (!isCursorLost(error)) throw error;
  const { received, totalSize, last } = progress;
  const id = isOtherUser(error) ? undefined : idOf(last);
  const soql = "soql" in start && id !== undefined ? queryAfter(start.soql, { id, received }) : undefined;
  if (soql === undefined) throw rowsMissing(error, progress);
  process.emitWarning(
    `The org no longer knew the query's cursor after ${received} of ${totalSize} rows; the rows after ${id} are asked for by a new query`,
    "KineticWarning",
  );
  return { ...start, soql };
}

function isCursorLost(error: unknown): error is KineticError {
  return (
    isKineticError(error) && ["INVALID_QUERY_LOCATOR", "INVALID_LOCATOR"].includes(error.errorCode ?? "")
  );
}

/** Rows of another user's rights do not belong to the ones before. */
function isOtherUser({ platformErrors }: KineticError): boolean {
  return platformErrors.some(({ extendedCodes }) => extendedCodes?.includes("UNAUTHORIZED_USER_FOR_CURSOR"));
}

function idOf(row: unknown): string | undefined {
  const id = typeof row === "object" && row !== null && "Id" in row ? row.Id : undefined;
  return typeof id === "string" ? id : undefined;
}

/** Tells a lost cursor as what it means for the reader. */
function rowsMissing(error: KineticError, { received, totalSize }: Progress): IncompleteResultError {
  return new IncompleteResultError(
    `The org no longer knows the query's cursor after ${received} of ${totalSize} rows: it lives for two days, and may end with the session. ` +
      "A query that selects Id and ends with ORDER BY Id goes on by itself",
    {
      expected: totalSize,
      received,
      status: error.status,
      errorCode: error.errorCode,
      requestId: error.requestId,
      request: error.request,
      remediation: error.remediation,
      retryable: true,
      cause: error,
    },
  );
}
