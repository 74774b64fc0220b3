import { Refusal } from "../refusal/index.ts";

/** An Apex REST call. */
export interface ApexCall {
  readonly method: string;
  /** From `/services/apexrest/` on, or what stands below it. */
  readonly path: string;
}

const RULE = /^(GET|POST|PUT|PATCH|DELETE|\*)\s+\/?([\w.~%/-]*\*?)$/;

/**
 * Tells whether a list of rules such as `GET /orders/*` allows a call. A star at the end stands for anything, a star for
 * the method for every method.
 *
 * @throws Refusal for a rule that is none
 */
export function allowsApex(rules: readonly string[], { method, path }: ApexCall): boolean {
  const below = path.replace(/^\/services\/apexrest/i, "").replace(/^\/+/, "");
  return rules.some((rule) => {
    const [, verb, pattern = ""] = RULE.exec(rule.trim()) ?? [];
    if (verb === undefined) throw badRule(rule);
    if (verb !== "*" && verb !== method) return false;
    return pattern.endsWith("*") ? below.startsWith(pattern.slice(0, -1)) : below === pattern;
  });
}

function badRule(rule: string): Refusal {
  return new Refusal(`--apex-rest-allow takes a method and a path, not "${rule}"`, {
    code: "SETTINGS",
    action: "Write it as GET /orders/*.",
  });
}
