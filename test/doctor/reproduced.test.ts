import { type CheckResult, SalesforceClient } from "kinetic-core";
import { startLocalOrg } from "kinetic-local-org";
import { describe, expect, it } from "vitest";
import { CHECKS } from "../../src/doctor/index.ts";
import { keys } from "../support/keys.ts";
import { loginCases, policyCases } from "./reproduce/login-cases.ts";
import { objectCases, orgCases } from "./reproduce/org-cases.ts";
import { jwt, type Wrong } from "./reproduce/wrong.ts";

const cases: readonly Wrong[] = [...loginCases, ...policyCases, ...orgCases, ...objectCases];

/** The id that the doctor names a check by: one of an object has `*` in its place. */
function named(id: string): string {
  return id.replace(/^(object|fields) .*/, "$1 *");
}

/** What a check found, as `CHECKS` calls it. */
function findingOf({ id, verdict, remedy }: CheckResult): string {
  if (remedy === undefined) return verdict;
  const { finds = [] } = CHECKS.find((one) => one.id === named(id)) ?? {};
  const finding = `${verdict} ${remedy.id}` as const;
  return verdict === "fail" && !(finds as readonly string[]).includes(finding) ? "error" : finding;
}

async function diagnosed({ org: orgOptions, auth = jwt(), client, options }: Omit<Wrong, "found" | "what">) {
  await using org = await startLocalOrg({ keyPair: keys, ...orgOptions });
  const make = () => new SalesforceClient({ auth: auth(org), ...client });
  return await SalesforceClient.diagnoseClient(make, options);
}

describe("a diagnosis finds", () => {
  it.each(cases)("$what", async ({ found, ...wrong }) => {
    const { checks, verdict } = await diagnosed(wrong);
    expect(Object.fromEntries(checks.map((check) => [check.id, findingOf(check)]))).toMatchObject(found);
    const seen = checks.map(findingOf);
    const isFailed = seen.some((one) => one === "error" || one.startsWith("fail "));
    const isDoubtful = seen.some((one) => one.startsWith("warn "));
    expect(verdict).toBe(isFailed ? "fail" : isDoubtful ? "warn" : "pass");
    for (const check of checks) {
      const { finds } = CHECKS.find(({ id }) => id === named(check.id)) ?? {};
      if (check.verdict !== "pass") expect(finds, check.id).toContain(findingOf(check));
    }
  });
});

it("all that a check can find is brought about above, and all checks are named", async () => {
  const reproduced = new Set(
    cases.flatMap(({ found }) => Object.entries(found).map(([id, finding]) => `${named(id)}: ${finding}`)),
  );
  const possible = CHECKS.flatMap(({ id, finds }) => finds.map((finding) => `${id}: ${finding}`));
  expect(possible.filter((one) => !reproduced.has(one))).toEqual([]);
  const { checks } = await diagnosed({ options: { objects: [{ object: "Account", fields: ["Name"] }] } });
  expect(checks.map(({ id }) => named(id)).sort()).toEqual(CHECKS.map(({ id }) => id).sort());
});
