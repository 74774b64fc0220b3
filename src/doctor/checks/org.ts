import type { Evidence } from "../evidence.ts";
import { finding, judge, pass, skip } from "../result.ts";
import type { CheckResult } from "../types.ts";

const DAY_MS = 86_400_000;
const TRIAL_WARNING_DAYS = 30;

/** Which org it is, and whether it will stay. */
export function checkOrganization({ organization }: Evidence, now: number): CheckResult {
  const name = { id: "org", title: "Org" };
  return judge(name, organization, (org) => {
    const kind = org.IsSandbox ? "sandbox" : "production";
    const evidence = `${org.Name} (${org.Id}), ${org.OrganizationType}, ${kind}`;
    const ends = org.TrialExpirationDate === null ? Number.NaN : Date.parse(org.TrialExpirationDate);
    const days = Math.ceil((ends - now) / DAY_MS);
    if (!(days < TRIAL_WARNING_DAYS)) return pass(name, evidence);
    return finding(name, "warn", {
      evidence: `${evidence}; its trial ends in ${days} days`,
      remedy: "trial-ending",
    });
  });
}

/** Who works there. */
export function checkUser({ user }: Evidence): CheckResult {
  const name = { id: "user", title: "User" };
  return judge(name, user, ({ Username, UserType, Profile, IsActive }) => {
    const evidence = `${Username}, profile ${Profile?.Name ?? "unknown"}, ${UserType}`;
    if (IsActive) return pass(name, evidence);
    return finding(name, "fail", { evidence: `${evidence}, not active`, remedy: "user-inactive" });
  });
}

/** The first version that is not about to be retired (developer.salesforce.com, "API End-of-Life"). */
const FIRST_SAFE_VERSION = 41;

/** Whether the API version in use is offered, and will be. */
export function checkVersion({ versions }: Evidence): CheckResult {
  const name = { id: "api-version", title: "API version" };
  return judge(name, versions, ({ offered, used }) => {
    const newest = offered[offered.length - 1] ?? "none";
    const evidence = `${used} in use; the org offers up to ${newest}`;
    if (!offered.includes(used)) return finding(name, "fail", { evidence, remedy: "api-version-retired" });
    if (Number(used) < FIRST_SAFE_VERSION)
      return finding(name, "warn", { evidence, remedy: "api-version-old" });
    return pass(name, evidence);
  });
}

/** Limits that integrations meet, by what they are called there and here. */
const LIMITS: readonly (readonly [string, string])[] = [
  ["DailyApiRequests", "API calls of 24 hours"],
  ["DailyBulkV2QueryJobs", "bulk queries of 24 hours"],
  ["DailyBulkApiBatches", "bulk batches of 24 hours"],
];

/** Whether enough is left of the org's allocations. */
export function checkLimits({ limits }: Evidence): readonly CheckResult[] {
  return LIMITS.map(([limit, title]) => {
    const name = { id: `limit ${limit}`, title: `Left of the ${title}` };
    if (limits.state === "failed" && limits.error.remediation.id === "limits-resource-hidden")
      return skip(
        name,
        "only “View Setup and Configuration” shows limits; REST and Bulk API need no such right",
      );
    return judge(name, limits, (all) => {
      const one = all[limit];
      if (one === undefined || one.Max === 0) return skip(name, "the org does not tell it");
      const percent = (100 * one.Remaining) / one.Max;
      const evidence = `${one.Remaining} of ${one.Max} (${percent.toFixed(0)} %)`;
      if (percent >= 20) return pass(name, evidence);
      return finding(name, percent < 5 ? "fail" : "warn", { evidence, remedy: "api-limit-low" });
    });
  });
}
