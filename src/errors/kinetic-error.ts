import type { Remediation } from "./remediation.ts";

/** Facts that any error of the SDK may carry. Absent facts are `undefined`. */
export interface ErrorDetails {
  /** What to do about it; the constructor of a subclass chooses a fitting default. */
  readonly remediation?: Remediation | undefined;
  /** HTTP status of the answer. */
  readonly status?: number | undefined;
  /** Salesforce's own code (`errorCode`, `statusCode` or OAuth `error`), verbatim. */
  readonly errorCode?: string | undefined;
  /** API names of the fields that the answer blames. */
  readonly fields?: readonly string[] | undefined;
  /** `X-Sfdc-Request-Id` of the answer: quote it to Salesforce support. */
  readonly requestId?: string | undefined;
  /** How many times the call was sent. */
  readonly attempts?: number | undefined;
  /** `Retry-After` of the answer, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** Bulk job that the error is about. */
  readonly jobId?: string | undefined;
  /** The call, as method and path without its query. */
  readonly request?: string | undefined;
  readonly cause?: unknown;
}
