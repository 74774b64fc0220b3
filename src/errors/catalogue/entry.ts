import type { Remediation } from "../remediation.ts";

/**
 * When an entry of the catalogue applies. All given conditions must hold; within a list one is enough.
 * An entry without conditions is the last resort.
 */
export interface RemediationMatch {
  /** Salesforce's code (`errorCode`, `statusCode`, job error name or OAuth `error`), compared exactly. */
  readonly errorCode?: readonly string[] | undefined;
  /** `extendedErrorCode` of a query cursor error. */
  readonly extendedCode?: readonly string[] | undefined;
  /** A pattern in Salesforce's message or OAuth `error_description`. Descriptions change between releases: keep it short. */
  readonly message?: RegExp | undefined;
  /** A pattern in the method and path of the call. */
  readonly request?: RegExp | undefined;
  /** OAuth `grant_type` of the refused token request. */
  readonly grantType?: readonly string[] | undefined;
  /** Code of a failed connection, e.g. `ENOTFOUND`. */
  readonly systemCode?: readonly string[] | undefined;
  /** `scope` of a limit. */
  readonly scope?: readonly string[] | undefined;
  /** HTTP status, or its class such as `4xx`. */
  readonly status?: readonly (number | `${1 | 2 | 3 | 4 | 5}xx`)[] | undefined;
  /** `code` of the SDK's error class. */
  readonly code?: readonly string[] | undefined;
}

/** One entry of the remediation catalogue: when it applies, and what to do. */
export interface RemediationEntry extends Remediation {
  /** When the entry applies. */
  readonly match: RemediationMatch;
}

/** A remediation catalogue: data, in the order in which ties are decided. */
export type RemediationCatalogue = readonly RemediationEntry[];
