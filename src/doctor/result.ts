import { type KineticError, type Remediation, remediationById } from "../errors/index.ts";
import type { Outcome } from "./evidence.ts";
import type { CheckResult } from "./types.ts";

/** What names a check. */
export interface CheckName {
  readonly id: string;
  readonly title: string;
}

/** A check that went well. */
export function pass(name: CheckName, evidence: string): CheckResult {
  return { ...name, verdict: "pass", evidence };
}

/** A check that could not, or need not, be made. */
export function skip(name: CheckName, evidence: string): CheckResult {
  return { ...name, verdict: "skip", evidence };
}

/** A finding; `remedy` is the id of an entry of the remediation catalogue, or the remedy itself. */
export function finding(
  name: CheckName,
  verdict: "warn" | "fail",
  { evidence, remedy }: { readonly evidence: string; readonly remedy: string | Remediation },
): CheckResult {
  return { ...name, verdict, evidence, remedy: typeof remedy === "string" ? entry(remedy) : remedy };
}

/** Judges what is known; what failed is a fail with the error's own advice, what was skipped a skip. */
export function judge<T>(
  name: CheckName,
  outcome: Outcome<T>,
  known: (value: T) => CheckResult,
): CheckResult {
  if (outcome.state === "known") return known(outcome.value);
  if (outcome.state === "skipped") return skip(name, outcome.reason);
  return failure(name, outcome.error);
}

/** A fail with the error's own advice. */
export function failure(name: CheckName, { problem, remediation }: KineticError): CheckResult {
  return finding(name, "fail", { evidence: problem, remedy: remediation });
}

/** What a call that failed is told by, in front of why: a cause meets one call after the other. */
const CALL = /^[A-Z]+ \S+ on /;

/** Marks the checks that an earlier one explains: the same was seen, and the same is to be done. */
export function explained(checks: readonly CheckResult[]): readonly CheckResult[] {
  const first = new Map<string, string>();
  return checks.map((check) => {
    if (check.remedy === undefined) return check;
    const cause = `${check.verdict} ${check.remedy.id} ${check.evidence.replace(CALL, "")}`;
    const sameAs = first.get(cause);
    if (sameAs !== undefined) return { ...check, sameAs };
    first.set(cause, check.id);
    return check;
  });
}

function entry(id: string): Remediation {
  const found = remediationById(id);
  if (found === undefined) throw new TypeError(`The catalogue has no entry ${id}`);
  return found;
}
