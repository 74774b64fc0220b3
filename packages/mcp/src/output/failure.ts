import { isKineticError, redact } from "kinetic-core";
import { type NextCall, Refusal } from "../refusal/index.ts";

/** An error as an agent gets it. */
export interface Failure {
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
  readonly next?: NextCall | undefined;
}

/** Chooses the call that helps with an error; `undefined` where an operator must act. */
export type NextFor = (error: unknown) => NextCall | undefined;

/** Tells an error to an agent: the SDK's own text and advice, unchanged, and the call to make next. */
export function failureOf(error: unknown, nextFor: NextFor = () => undefined): Failure {
  if (error instanceof Refusal) {
    const { code, message, action, next } = error;
    return { code, message: `${message}. ${action}`, retryable: false, ...(next && { next }) };
  }
  if (isKineticError(error)) {
    const next = nextFor(error);
    return {
      code: error.code,
      salesforceCode: error.errorCode,
      message: error.message,
      retryable: error.retryable,
      retryAfterMs: error.retryAfterMs,
      requestId: error.requestId,
      ...(next && { next }),
    };
  }
  return {
    code: "INTERNAL",
    message: redact(error instanceof Error ? error.message : String(error)),
    retryable: false,
  };
}

/** The same as one line of text. */
export function failureText({ code, message, next }: Failure): string {
  return `${code}: ${message}${next === undefined ? "" : ` Next: ${next.tool} ${JSON.stringify(next.args)}`}`;
}
