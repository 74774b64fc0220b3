import { recordId } from "./check.ts";

export type { Fields, SalesforceRecord } from "../schema/index.ts";

/** What every call takes. */
export interface CallOptions {
  /** Ends the call; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How duplicate rules treat a write (REST API guide, "Duplicate Rule Header"); each is `false` when left out. */
export interface DuplicateRuleOptions {
  /** Saves in spite of a rule that only alerts. A rule that blocks refuses all the same. */
  readonly allowSave?: boolean | undefined;
  /** Returns the fields of the records that match. */
  readonly includeRecordDetails?: boolean | undefined;
  /** Applies the sharing rules of the current user. */
  readonly runAsCurrentUser?: boolean | undefined;
}

/** Options of a write. */
export interface WriteOptions extends CallOptions {
  /**
   * The assignment rule for accounts, cases and leads: `false` for none, or the id of a rule
   * (REST API guide, "Assignment Rule Header").
   * @default the org's active rule
   */
  readonly assignmentRule?: boolean | string | undefined;
  /** How duplicate rules treat the write. @default as the org's rules say */
  readonly duplicateRule?: DuplicateRuleOptions | undefined;
  /**
   * Whether the record gets among the user's recently viewed ones; only writes of single records decide it, from version 60.0
   * (REST API guide, "MRU Header"). `false` is faster for users that nobody looks over the shoulder of.
   * @default as the org does: `true`
   */
  readonly updateMru?: boolean | undefined;
  /** Further request headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Writes the options of a write as request headers (REST API guide, "Headers").
 * @throws InputError when the assignment rule is named by what is no id
 */
export function writeHeaders(options: WriteOptions): Record<string, string> {
  const { assignmentRule, duplicateRule, updateMru, headers } = options;
  const rule =
    typeof assignmentRule === "string"
      ? recordId(assignmentRule, { field: "assignmentRule" })
      : assignmentRule
        ? "TRUE"
        : "FALSE";
  return {
    ...(assignmentRule === undefined ? {} : { "sforce-auto-assign": rule }),
    ...(duplicateRule === undefined
      ? {}
      : { "sforce-duplicate-rule-header": duplicateHeader(duplicateRule) }),
    ...(updateMru === undefined ? {} : { "sforce-mru": `updateMru=${updateMru}` }),
    ...headers,
  };
}

function duplicateHeader(options: DuplicateRuleOptions): string {
  return Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");
}
