import { Refusal } from "../refusal/index.ts";

/** An Apex REST call. */
export interface ApexCall {
  readonly method: string;
  /** From `/services/apexrest/` on, or what stands below it. */
  readonly path: string;
}

const RULE = /^(GET|POST|PUT|PATCH|DELETE|\*)\s+\/?([\w.~%/-]*\*?)$/;

/** Rules for Apex REST calls, ready to be asked. */
export type ApexRules = (call: ApexCall) => boolean;

/**
 * Reads rules such as `GET /orders/*`. A star at the end stands for anything, a star for the method for every method.
 *
 * @throws Refusal for a rule that is none
 */
export function apexRules(rules: readonly string[]): ApexRules {
  const read = rules.map((rule) => {
    const [, verb, pattern = ""] = RULE.exec(rule.trim()) ?? [];
    if (verb === undefined) throw badRule(rule);
    return { verb, pattern };
  });
  return ({ method, path }) => {
    const below = path.replace(/^\/services\/apexrest/i, "").replace(/^\/+/, "");
    return read.some(({ verb, pattern }) => {
      if (verb !== "*" && verb !== method) return false;
      return pattern.endsWith("*") ? below.startsWith(pattern.slice(0, -1)) : below === pattern;
    });
  };
}

function badRule(rule: string): Refusal {
  return new Refusal(`--apex-rest-allow takes a method and a path, not "${rule}"`, {
    code: "SETTINGS",
    action: "Write it as GET /orders/*.",
  });
}
