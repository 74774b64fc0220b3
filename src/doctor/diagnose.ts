import type { ConfigurationProblem } from "../errors/index.ts";
import { appChecks, checkAppPolicy, checkKey } from "./checks/app.ts";
import {
  checkClock,
  checkHost,
  checkScope,
  checkSettings,
  checkSignIn,
  loginChecks,
} from "./checks/login.ts";
import { checkObjects, objectChecks } from "./checks/objects.ts";
import { checkLimits, checkOrganization, checkUser, checkVersion, orgChecks } from "./checks/org.ts";
import {
  checkApiEnabled,
  checkBulkIngest,
  checkBulkQuery,
  checkSystemPermissions,
  permissionChecks,
} from "./checks/permissions.ts";
import type { Evidence } from "./evidence.ts";
import { evidenceOfBadSettings, gatherEvidence } from "./gather.ts";
import { type CheckSpec, explained, type Judged } from "./result.ts";
import type { DoctorSubject } from "./subject.ts";
import type { DiagnoseOptions, Diagnosis } from "./types.ts";

/** Every check with all that it can find beside a pass; those of an object are named with `*` in its place. */
export const CHECKS: readonly CheckSpec[] = [
  ...loginChecks,
  ...appChecks,
  ...orgChecks,
  ...permissionChecks,
  ...objectChecks,
];

/** Looks into an org: gathers the evidence, then judges it. */
export async function diagnose(
  subject: DoctorSubject,
  options: DiagnoseOptions,
  now: () => number,
): Promise<Diagnosis> {
  return judgeEvidence(await gatherEvidence(subject, options), options, now());
}

/** The diagnosis where no client could be made: the settings fail, the rest is skipped. */
export function diagnoseSettings(
  problems: readonly ConfigurationProblem[],
  options: DiagnoseOptions,
): Diagnosis {
  return judgeEvidence(evidenceOfBadSettings(problems, options), options, 0);
}

/** Judges evidence, in the order in which one thing needs another. Pure. */
export function judgeEvidence(evidence: Evidence, options: DiagnoseOptions, now: number): Diagnosis {
  const checks: readonly Judged[] = [
    checkSettings(evidence),
    checkHost(evidence),
    checkSignIn(evidence),
    checkKey(evidence, now),
    checkAppPolicy(evidence),
    checkClock(evidence),
    checkScope(evidence),
    checkOrganization(evidence, now),
    checkUser(evidence),
    checkVersion(evidence),
    checkApiEnabled(evidence),
    checkBulkQuery(evidence),
    checkBulkIngest(evidence),
    ...checkSystemPermissions(evidence, options.needs ?? []),
    ...checkObjects(evidence, options),
    ...checkLimits(evidence),
  ];
  return { verdict: worst(checks), checks: explained(checks) };
}

function worst(checks: readonly Judged[]): Diagnosis["verdict"] {
  const seen = new Set(checks.map(({ verdict }) => verdict));
  return seen.has("fail") ? "fail" : seen.has("warn") ? "warn" : "pass";
}
