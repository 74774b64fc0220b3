import { inspect } from "node:util";
import { redact } from "./redact.ts";

/**
 * Returns the cause itself, or, where its printed form shows a secret, an error with the same name and redacted text.
 * The original is left as it is: it belongs to whoever raised it.
 */
export function safeCause(cause: unknown): unknown {
  const shown = print(cause);
  if (redact(shown) === shown) return cause;
  if (!(cause instanceof Error)) return redact(shown);
  const copy = new Error(redact(cause.message));
  copy.name = cause.name;
  copy.stack = redact(cause.stack ?? `${cause.name}: ${cause.message}`);
  return copy;
}

/** Describes a cause in one line of plain data. */
export function summariseCause(cause: unknown): {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
} {
  if (!(cause instanceof Error)) return { name: typeof cause, message: redact(print(cause)) };
  const { code } = cause as { readonly code?: unknown };
  const summary = { name: cause.name, message: redact(cause.message) };
  return typeof code === "string" ? { ...summary, code } : summary;
}

/** Prints any value; a value whose own printer throws prints as its type. */
function print(value: unknown): string {
  try {
    return typeof value === "string"
      ? value
      : inspect(value, { depth: 6, breakLength: Number.POSITIVE_INFINITY });
  } catch {
    return `[${typeof value}]`;
  }
}
