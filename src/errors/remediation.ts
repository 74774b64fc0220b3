/** Who can carry out a remediation. */
export type RemediationActor = "admin" | "developer" | "user" | "salesforce";

/** What to do about an error: shown unchanged by the SDK, the command line and the MCP adapter. */
export interface Remediation {
  /** Stable id of the catalogue entry, kebab-case, e.g. `jwt-user-not-approved`. */
  readonly id: string;
  /** One sentence in the imperative: what to do. */
  readonly summary: string;
  /** Why it happened, in one or two sentences. */
  readonly cause: string;
  /** The steps in order, in terms of Setup pages or code. */
  readonly steps: readonly string[];
  /** Who can do it. */
  readonly who: RemediationActor;
  /** Whether the same call can succeed later without anything being changed. */
  readonly retryHelps: boolean;
  /** The official page by name. */
  readonly doc: string;
}
