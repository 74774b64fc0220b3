import type { Remediation } from "../errors/index.ts";

/** How a check ended. `warn` works today and may not tomorrow; `skip` could not or need not be checked. */
export type Verdict = "pass" | "warn" | "fail" | "skip";

/** One thing that was checked. */
export interface CheckResult {
  /** Stable name, such as `sign-in` or `object Account`. */
  readonly id: string;
  /** What was checked, for a person. */
  readonly title: string;
  readonly verdict: Verdict;
  /** What was seen; with `skip`, why nothing was. Never a secret. */
  readonly evidence: string;
  /** What to do about it; there with `fail` and `warn`. */
  readonly remedy?: Remediation | undefined;
  /** The `id` of an earlier check that saw the same and has the same remedy: most often one cause broke both. */
  readonly sameAs?: string | undefined;
}

/** What `diagnose` found. */
export interface Diagnosis {
  /** The worst verdict of all checks. */
  readonly verdict: "pass" | "warn" | "fail";
  /** Every check, from the settings to the single object. */
  readonly checks: readonly CheckResult[];
}

/** System permissions that the work may need, by what needs them. */
export type NeededPermission = "bulkApiHardDelete" | "viewAllData" | "modifyAllData" | "viewSetup";

/** What to look into. */
export interface DiagnoseOptions {
  /** Objects whose permissions are checked, each with the fields that the work needs. @default none */
  readonly objects?: readonly (string | ObjectNeed)[] | undefined;
  /** System permissions that must be there; others are only reported. @default none */
  readonly needs?: readonly NeededPermission[] | undefined;
  /** Makes an empty ingest job and aborts it, to prove that loads are allowed. @default false: only reads */
  readonly writeProbe?: boolean | undefined;
  /** Ends the checks; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What the work needs of one object. */
export interface ObjectNeed {
  /** API name. */
  readonly object: string;
  /** API names of the fields that must be visible, and writable where `access` has `create` or `edit`. @default none */
  readonly fields?: readonly string[] | undefined;
  /** What the work does with records. @default read */
  readonly access?: readonly ObjectAccess[] | undefined;
}

/** What can be done with the records of an object. */
export type ObjectAccess = "read" | "create" | "edit" | "delete" | "viewAll" | "modifyAll";
