import type { WriteError } from "../store/types.ts";
import type { OrgUser, Reply } from "./types.ts";

/** One entry of a REST error array. */
export interface ErrorEntry {
  readonly errorCode: string;
  readonly message: string;
  /** Present only where Salesforce sends it: an array, possibly empty, for row errors; absent otherwise. */
  readonly fields?: readonly string[] | undefined;
}

/** An answer other than success. Thrown by a handler, it becomes the error array that Salesforce would send. */
export class SalesforceError extends Error {
  readonly status: number;
  readonly entries: readonly ErrorEntry[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    entries: readonly ErrorEntry[],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(entries.map((entry) => `${entry.errorCode}: ${entry.message}`).join("; "));
    this.name = "SalesforceError";
    this.status = status;
    this.entries = entries;
    this.headers = headers;
  }
}

/** Makes an error without `fields`: `[{"message":…,"errorCode":…}]`. */
export function failure(status: number, errorCode: string, message: string): SalesforceError {
  return new SalesforceError(status, [{ errorCode, message }]);
}

/** Makes the 404 that Salesforce gives for an unknown version, object, record or job alike. */
export function notFound(message = "The requested resource does not exist"): SalesforceError {
  return failure(404, "NOT_FOUND", message);
}

/** Makes the answer for what this org does not do: 501, and what is missing. */
export function notImplemented(what: string): SalesforceError {
  return failure(501, "NOT_IMPLEMENTED", `kinetic-local-org does not implement ${what}.`);
}

/** Makes the answer for a row that was refused: 400, or 404 where the row is gone. */
export function writeFailure(errors: readonly WriteError[]): SalesforceError {
  const gone = errors.some((error) => error.statusCode === "ENTITY_IS_DELETED");
  return new SalesforceError(
    gone ? 404 : 400,
    errors.map(({ statusCode, message, fields }) => {
      const bare =
        statusCode === "JSON_PARSER_ERROR" || (statusCode === "INVALID_FIELD" && fields.length === 0);
      return bare ? { errorCode: statusCode, message } : { errorCode: statusCode, message, fields };
    }),
  );
}

function toWire({ errorCode, message, fields }: ErrorEntry): Record<string, unknown> {
  // Salesforce prints errorCode first for NOT_FOUND alone.
  if (errorCode === "NOT_FOUND") return { errorCode, message };
  return fields === undefined ? { message, errorCode } : { message, errorCode, fields };
}

/** Turns an error into the reply that carries it. */
export function errorReply(error: SalesforceError): Reply {
  return { status: error.status, headers: error.headers, json: error.entries.map(toWire) };
}

/** Returns the caller of a route that needs a session. */
export function callerOf(call: { readonly user: OrgUser | undefined }): OrgUser {
  if (!call.user) throw failure(401, "INVALID_SESSION_ID", "Session expired or invalid");
  return call.user;
}
