import type { ConfigurationProblem } from "../errors/index.ts";
import {
  checkAppPolicy,
  checkClock,
  checkHost,
  checkScope,
  checkSettings,
  checkSignIn,
} from "./checks/login.ts";
import { checkObjects } from "./checks/objects.ts";
import { checkLimits, checkOrganization, checkUser, checkVersion } from "./checks/org.ts";
import {
  checkApiEnabled,
  checkBulkIngest,
  checkBulkQuery,
  checkSystemPermissions,
} from "./checks/permissions.ts";
import type { Evidence } from "./evidence.ts";
import { evidenceOfBadSettings, gatherEvidence } from "./gather.ts";
import { explained } from "./result.ts";
import type { DoctorSubject } from "./subject.ts";
import type { CheckResult, DiagnoseOptions, Diagnosis } from "./types.ts";

/** Looks into an org: gathers the evidence, then judges it. */
export async function diagnose(
  subject: DoctorSubject,
  options: DiagnoseOptions,
  now: () => number,
): Promise<Diagnosis> {
  return judgeEvidence(await gatherEvidence(subject, options), options, now());
}

/** The diagnosis where no client could be made: the settings fail, the rest is skipped. */
export function diagnoseSettings(problems: readonly ConfigurationProblem[]): Diagnosis {
  return judgeEvidence(evidenceOfBadSettings(problems), {}, 0);
}

/** Judges evidence, in the order in which one thing needs another. Pure. */
export function judgeEvidence(evidence: Evidence, options: DiagnoseOptions, now: number): Diagnosis {
  const checks: readonly CheckResult[] = [
    checkSettings(evidence),
    checkHost(evidence),
    checkSignIn(evidence),
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

function worst(checks: readonly CheckResult[]): Diagnosis["verdict"] {
  const seen = new Set(checks.map(({ verdict }) => verdict));
  return seen.has("fail") ? "fail" : seen.has("warn") ? "warn" : "pass";
}
