import type { Evidence } from "../evidence.ts";
import { type Check, type CheckSpec, check, type Judged, judge } from "../result.ts";

const organizationCheck = check({ id: "org", title: "Org", finds: ["skip", "error", "warn trial-ending"] });
const userCheck = check({ id: "user", title: "User", finds: ["skip", "error", "fail user-inactive"] });
const version = check({
  id: "api-version",
  title: "API version",
  finds: ["skip", "error", "fail api-version-retired", "warn api-version-old"],
});

const DAY_MS = 86_400_000;
const TRIAL_WARNING_DAYS = 30;

/** Which org it is, and whether it will stay. */
export function checkOrganization({ organization }: Evidence, now: number): Judged {
  return judge(organizationCheck, organization, (org) => {
    const kind = org.IsSandbox ? "sandbox" : "production";
    const evidence = `${org.Name} (${org.Id}), ${org.OrganizationType}, ${kind}`;
    const ends = org.TrialExpirationDate === null ? Number.NaN : Date.parse(org.TrialExpirationDate);
    const days = Math.ceil((ends - now) / DAY_MS);
    if (!(days < TRIAL_WARNING_DAYS)) return organizationCheck.pass(evidence);
    return organizationCheck.found("warn trial-ending", `${evidence}; its trial ends in ${days} days`);
  });
}

/** Who works there. */
export function checkUser({ user }: Evidence): Judged {
  return judge(userCheck, user, ({ Username, UserType, Profile, IsActive }) => {
    const evidence = `${Username}, profile ${Profile?.Name ?? "unknown"}, ${UserType}`;
    if (IsActive) return userCheck.pass(evidence);
    return userCheck.found("fail user-inactive", `${evidence}, not active`);
  });
}

/** The first version that is not about to be retired (developer.salesforce.com, "API End-of-Life"). */
const FIRST_SAFE_VERSION = 41;

/** Whether the API version in use is offered, and will be. */
export function checkVersion({ versions }: Evidence): Judged {
  return judge(version, versions, ({ offered, used }) => {
    const newest = offered[offered.length - 1] ?? "none";
    const evidence = `${used} in use; the org offers up to ${newest}`;
    if (!offered.includes(used)) return version.found("fail api-version-retired", evidence);
    if (Number(used) < FIRST_SAFE_VERSION) return version.found("warn api-version-old", evidence);
    return version.pass(evidence);
  });
}

/** Limits that integrations meet, by what they are called there and here. */
const LIMITS = [
  limitCheck("DailyApiRequests", "API calls of 24 hours"),
  limitCheck("DailyBulkV2QueryJobs", "bulk queries of 24 hours"),
  limitCheck("DailyBulkApiBatches", "bulk batches of 24 hours"),
] as const;

function limitCheck(
  name: string,
  what: string,
): {
  readonly name: string;
  readonly to: Check<"skip" | "error" | "warn api-limit-low" | "fail api-limit-low">;
} {
  const finds = ["skip", "error", "warn api-limit-low", "fail api-limit-low"] as const;
  return { name, to: check({ id: `limit ${name}`, title: `Left of the ${what}`, finds }) };
}

/** What the checks of this file can find. */
export const orgChecks: readonly CheckSpec[] = [
  organizationCheck,
  userCheck,
  version,
  ...LIMITS.map(({ to }) => to),
];

/** Whether enough is left of the org's allocations. */
export function checkLimits({ limits }: Evidence): readonly Judged[] {
  return LIMITS.map(({ name, to }) => {
    if (limits.state === "failed" && limits.error.remediation.id === "limits-resource-hidden")
      return to.found(
        "skip",
        "only “View Setup and Configuration” shows limits; REST and Bulk API need no such right",
      );
    return judge(to, limits, (all) => {
      const one = all[name];
      if (one === undefined || one.Max === 0) return to.found("skip", "the org does not tell it");
      const percent = (100 * one.Remaining) / one.Max;
      const evidence = `${one.Remaining} of ${one.Max} (${percent.toFixed(0)} %)`;
      if (percent >= 20) return to.pass(evidence);
      return to.found(percent < 5 ? "fail api-limit-low" : "warn api-limit-low", evidence);
    });
  });
}
