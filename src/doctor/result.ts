import { type KineticError, remediationById } from "../errors/index.ts";
import type { Outcome } from "./evidence.ts";
import type { CheckResult } from "./types.ts";

/**
 * What a check can come to, beside a pass: `skip`, `error` (a fail with the advice of the error that was met), or a verdict
 * and the id of an entry of the remediation catalogue.
 */
export type Finding = "skip" | "error" | `${"warn" | "fail"} ${string}`;

/** A result, and what it was concluded from, where that may have broken other checks, too. */
export interface Judged extends CheckResult {
  readonly cause?: object | undefined;
}

/** What names a check, and all that it can find. */
export interface CheckSpec<F extends Finding = Finding> {
  readonly id: string;
  readonly title: string;
  readonly finds: readonly F[];
}

/** A check. Nothing can be found by it that it does not name. */
export interface Check<F extends Finding> extends CheckSpec {
  readonly pass: (evidence: string) => Judged;
  /** A finding with what was seen, or with the error that tells it. */
  readonly found: (finding: F, seen: string | KineticError, cause?: object) => Judged;
}

/** Makes a check. */
export function check<const F extends Finding>({ id, title, finds }: CheckSpec<F>): Check<F> {
  return {
    id,
    title,
    finds,
    pass: (evidence) => ({ id, title, verdict: "pass", evidence }),
    found(finding, seen, cause) {
      const error = typeof seen === "string" ? undefined : seen;
      const evidence = typeof seen === "string" ? seen : seen.problem;
      if (finding === "skip") return { id, title, verdict: "skip", evidence };
      const [verdict, remedy] = finding === "error" ? (["fail", undefined] as const) : splitFinding(finding);
      const advice = remedy === undefined ? error?.remediation : remediationById(remedy);
      if (advice === undefined) throw new TypeError(`There is no advice for ${finding} of ${id}`);
      return { id, title, verdict, evidence, remedy: advice, cause: cause ?? error };
    },
  };
}

function splitFinding(finding: string): readonly [verdict: "warn" | "fail", remedy: string] {
  const [verdict, remedy = ""] = finding.split(" ");
  return [verdict === "warn" ? "warn" : "fail", remedy];
}

/** Judges what is known; what failed is a fail with the error's own advice, what was skipped a skip. */
export function judge<T>(
  to: Check<"skip" | "error">,
  outcome: Outcome<T>,
  known: (value: T) => Judged,
): Judged {
  if (outcome.state === "known") return known(outcome.value);
  return outcome.state === "skipped" ? to.found("skip", outcome.reason) : to.found("error", outcome.error);
}

/**
 * Marks the checks that an earlier one explains. What counts is what was looked at, not that two texts are equal: both
 * were concluded from the same thing, or calls of different kinds met the same error. Two objects that fail alike are two
 * facts, and so are two limits that happen to be equally low.
 */
export function explained(checks: readonly Judged[]): readonly CheckResult[] {
  const seen: Judged[] = [];
  return checks.map((check) => {
    const alike = check.cause === undefined ? [] : seen.filter((one) => isAlike(one, check));
    const first =
      alike.find(({ cause }) => cause === check.cause) ?? alike.find((one) => hasSameText(one, check));
    const result = first === undefined ? check : { ...check, sameAs: first.sameAs ?? first.id };
    seen.push(result);
    const { cause: _, ...shown } = result;
    return shown;
  });
}

function isAlike(one: Judged, other: Judged): boolean {
  return one.cause !== undefined && one.verdict === other.verdict && one.remedy?.id === other.remedy?.id;
}

function hasSameText(one: Judged, other: Judged): boolean {
  return kindOf(one) !== kindOf(other) && textOf(one) === textOf(other);
}

/** `limit` of `limit DailyApiRequests`. */
function kindOf({ id }: CheckResult): string {
  return id.split(" ")[0] ?? id;
}

/** What a call that failed is told by, in front of why: a cause meets one call after the other. */
const CALL = /^[A-Z]+ \S+ on /;

function textOf({ evidence }: CheckResult): string {
  return evidence.replace(CALL, "");
}
