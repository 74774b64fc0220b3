import type { RemediationCatalogue } from "./catalogue/entry.ts";
import { isTransientCode } from "./classify.ts";
import { duplicateIds } from "./parse-error-body.ts";
import { mainError, type PlatformError } from "./platform-error.ts";
import { redact } from "./redact.ts";
import type { Remediation } from "./remediation.ts";
import { remediationFor } from "./remediation-for.ts";

/** Why one row or record was refused. */
export interface RowError {
  /** Salesforce's status code, e.g. `REQUIRED_FIELD_MISSING`; `UNKNOWN` when the row names none. */
  readonly code: string;
  /** What Salesforce said about the row, with secrets redacted. */
  readonly message: string;
  /** API names of the blamed fields. */
  readonly fields: readonly string[];
  /** Whether the same row may succeed when it is sent again unchanged. */
  readonly transient: boolean;
  /** What to do about it. */
  readonly remediation: Remediation;
  /** Ids of the records that a duplicate rule matched, where the answer tells them. */
  readonly duplicateIds?: readonly string[] | undefined;
}

/** Row errors without a code carry this one. */
const UNKNOWN = "UNKNOWN";

/** Rows that Salesforce did not save because of a fault of its own: a failed row was surely not saved, so it may be sent again. */
const ROW_TRANSIENT: ReadonlySet<string> = new Set([
  "UNKNOWN_EXCEPTION",
  "INTERNAL_ERROR",
  "Unknown",
  "TERRITORY_REALIGN_IN_PROGRESS",
  "RECORD_IN_USE_BY_WORKFLOW",
]);

/**
 * Reads the `sf__Error` of a failed Bulk API 2.0 row: `CODE:message:fields --`. The message may hold colons itself, so the text is
 * cut at its first and last one. Total: text of another form becomes the message of an `UNKNOWN` error.
 *
 * @param text the value of the column
 * @param catalogue where to look the remediation up
 * @default catalogue the SDK's own catalogue
 * @example
 * ```ts
 * const error = parseRowError("REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --");
 * console.error(error.fields, error.remediation.summary);
 * ```
 */
export function parseRowError(text: string, catalogue?: RemediationCatalogue): RowError {
  const trimmed = text.trim().replace(/\s*--$/, "");
  const first = trimmed.indexOf(":");
  const code = trimmed.slice(0, Math.max(first, 0)).trim();
  if (!/^[A-Za-z][A-Za-z0-9_]{1,80}$/.test(code))
    return rowError({ message: text.trim(), fields: [] }, catalogue);
  const last = trimmed.lastIndexOf(":");
  const fields = last > first ? fieldList(trimmed.slice(last + 1)) : undefined;
  const message = trimmed.slice(first + 1, fields === undefined ? undefined : last).trim();
  return rowError({ code, message, fields: fields ?? [] }, catalogue);
}

/** Reads the part behind the last colon; `undefined` when it is not a list of field names but the end of the message. */
function fieldList(text: string): readonly string[] | undefined {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return names.every((name) => /^[A-Za-z][A-Za-z0-9_.]*$/.test(name)) ? names : undefined;
}

/** One entry of `errors` in the answer to a collection or single-record call. */
export interface RecordErrorEntry {
  /** The code as collections spell its name. */
  readonly statusCode?: string | undefined;
  /** Some resources say `errorCode` instead. */
  readonly errorCode?: string | undefined;
  /** What Salesforce said about the record. */
  readonly message?: string | undefined;
  /** API names of the blamed fields. */
  readonly fields?: readonly string[] | undefined;
  /** What a duplicate rule found; the platform really spells it so. */
  readonly duplicateResut?: unknown;
  /** The same, spelt as one would expect. */
  readonly duplicateResult?: unknown;
}

/**
 * Turns the `errors` of one refused record of a collection call into one error: the first that is this record's own fault,
 * with the fields of all. Total: an empty list gives an `UNKNOWN` error.
 *
 * @example
 * ```ts
 * const error = recordError([{ statusCode: "DUPLICATE_VALUE", message: "duplicate value found", fields: ["Ext__c"] }]);
 * console.error(error.remediation.summary);
 * ```
 */
export function recordError(errors: readonly RecordErrorEntry[], catalogue?: RemediationCatalogue): RowError {
  const main = mainError(errors.map(toPlatformError));
  const fields = [...new Set(errors.flatMap((one) => one.fields ?? []))];
  return rowError({ ...main, message: main?.message ?? "", fields }, catalogue);
}

function toPlatformError(entry: RecordErrorEntry): PlatformError {
  const { statusCode, errorCode, message = "", fields = [] } = entry;
  const matched = duplicateIds({ ...entry });
  return {
    code: statusCode ?? errorCode,
    message,
    fields,
    ...(matched.length > 0 ? { duplicateIds: matched } : {}),
  };
}

function rowError(error: PlatformError, catalogue: RemediationCatalogue | undefined): RowError {
  const { code, message } = error;
  return Object.freeze({
    code: code ?? UNKNOWN,
    message: redact(message),
    fields: Object.freeze([...error.fields]),
    transient: isTransientCode(code, message) || (code !== undefined && ROW_TRANSIENT.has(code)),
    remediation: remediationFor({ errorCode: code, message }, catalogue),
    ...(error.duplicateIds === undefined ? {} : { duplicateIds: Object.freeze([...error.duplicateIds]) }),
  });
}
