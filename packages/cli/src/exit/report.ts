import { inspect } from "node:util";
import { isDisk } from "./code-of.ts";
import { BrokenPipe, Ending, Interruption, UsageError } from "./usage-error.ts";

/** How a problem is told. */
export interface ReportOptions {
  /** Adds the whole error, without secrets. */
  readonly debug: boolean;
  readonly bold: (text: string) => string;
}

/** What the SDK's errors have beside their message. */
interface Explained extends Error {
  readonly problem: string;
  readonly remediation: { readonly summary: string };
}

/** Tells a problem to a person: what happened, what to do, what to quote. Nothing of it is a secret. */
export async function report(error: unknown, { debug, bold }: ReportOptions): Promise<string> {
  if (error instanceof BrokenPipe) return "";
  const [what, todo] = tell(error);
  const lines = [`${bold("kinetic:")} ${oneLine(what)}`];
  if (todo !== undefined) lines.push(oneLine(todo));
  if (debug) lines.push(inspect(error));
  return withoutSecrets(`${lines.join("\n")}\n`);
}

/** Words and signs without which no text shows a secret: wrong usage need not load the SDK to be told. */
const SUSPICIOUS =
  /secret|token|pass|key|auth|bearer|basic|cookie|assertion|verifier|code|session|sid|otp|00D|eyJ|5Aep|BEGIN|@|[0-9A-F]{64}/i;

async function withoutSecrets(text: string): Promise<string> {
  if (!SUSPICIOUS.test(text)) return text;
  const { redact } = await import("kinetic-core");
  return redact(text);
}

function tell(error: unknown): readonly [what: string, todo?: string | undefined] {
  if (error instanceof UsageError) return [error.message, `Type: ${error.type}`];
  if (error instanceof Ending) return [error.message, error.advice];
  if (error instanceof Interruption) return [error.message];
  if (isDisk(error))
    return [messageOf(error), "Free space, or name another place; then type the same again."];
  if (isExplained(error)) return [error.problem, adviceOf(error)];
  return [
    `this should not have happened: ${messageOf(error)}`,
    "Type it again with --debug, and report what it says.",
  ];
}

/** The part of the message behind the problem: the advice and the ids to quote. */
function adviceOf({ problem, message, remediation }: Explained): string {
  const at = message.indexOf("What to do:", problem.length);
  return at === -1 ? `What to do: ${remediation.summary}` : message.slice(at);
}

function isExplained(error: unknown): error is Explained {
  return error instanceof Error && "problem" in error && "remediation" in error;
}

function messageOf(error: unknown): string {
  if (isExplained(error)) return error.problem;
  return error instanceof Error ? error.message : String(error);
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ").trim();
}
