import { describe, expect, it } from "vitest";
import { apexRules } from "../../src/guard/index.ts";

const call = (method: string, below: string) => ({ method, path: `/services/apexrest/${below}` });

describe("the rules for Apex REST", () => {
  it.each([
    [["GET /orders/*"], "GET", "orders/17", true],
    [["GET /orders/*"], "GET", "orders", false],
    [["GET /orders/*"], "POST", "orders/17", false],
    [["GET orders"], "GET", "orders", true],
    [["GET /orders"], "GET", "orders/17", false],
    [["* /orders*"], "DELETE", "orders/17", true],
    [["GET /a", "POST /ns/b"], "POST", "ns/b", true],
    [["GET /*"], "GET", "", true],
    [[], "GET", "orders", false],
  ] as const)("%j let %s %s pass: %s", (rules, method, below, allowed) => {
    expect(apexRules(rules)(call(method, below))).toBe(allowed);
  });

  it.each(["orders", "FETCH /orders", "GET /a/*/b", "GET"])('refuse the rule "%s"', (rule) => {
    expect(() => apexRules(["GET /*", rule])).toThrow("takes a method and a path");
  });
});
