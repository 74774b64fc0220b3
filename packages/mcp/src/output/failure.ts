import { isKineticError, redact } from "kinetic-core";
import { type NextCall, Refusal } from "../refusal/index.ts";
import { bounded } from "./boundary.ts";

/** What an agent is told besides the error itself. */
export interface Advice {
  /** One sentence about this very case, e.g. the names that are nearest. Names of the org only, no contents of records. */
  readonly hint?: string | undefined;
  /** The call to make next; left out where an operator must act. */
  readonly next?: NextCall | undefined;
}

/** An error as an agent gets it. */
export interface Failure extends Advice {
  readonly code: string;
  /** Salesforce's own code. */
  readonly salesforceCode?: string | undefined;
  /** What happened, and what to do. */
  readonly message: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  readonly retryAfterMs?: number | undefined;
  /** Quote it to Salesforce support. */
  readonly requestId?: string | undefined;
}

/** Tells an error to an agent: the SDK's own text and advice, unchanged, and the call to make next. */
export function failureOf(error: unknown, { hint, next }: Advice = {}): Failure {
  if (error instanceof Refusal) {
    const { code, message, action } = error;
    return { code, message: `${message}. ${action}`, retryable: false, hint, next: error.next ?? next };
  }
  if (isKineticError(error)) {
    const { code, errorCode, message, retryable, retryAfterMs, requestId } = error;
    return { code, salesforceCode: errorCode, message, retryable, retryAfterMs, requestId, hint, next };
  }
  return { code: "INTERNAL", message: internal(error), retryable: false, hint, next };
}

/** What nobody thought of: most often JSON of another kind than the org's, from something in between. */
function internal(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return `${redact(said).replace(/\.$/, "")}. The org's answer is not understood: something between this server and the org may have answered instead, or this is a fault of the server. What a write did is not known: look before you repeat it.`;
}

/**
 * The same as text. Only this server's own refusals are its own words: what an org said may be written by anybody who may
 * name a validation rule, or by whatever answered in its place, and stands between marks.
 */
export function failureText(error: unknown, failure: Failure): string {
  const { code, salesforceCode, message, hint, next } = failure;
  const said = error instanceof Refusal ? message : bounded(message);
  const parts = [
    `${code}${salesforceCode === undefined ? "" : ` (${salesforceCode})`}: ${said}`,
    hint,
    next === undefined ? undefined : `Next: ${next.tool} ${JSON.stringify(next.args)}`,
  ];
  return parts.filter((part) => part !== undefined).join("\n");
}
