import type { SigningKey } from "../../auth/index.ts";
import type { Evidence } from "../evidence.ts";
import { type CheckSpec, check, type Judged } from "../result.ts";
import { problemsOf, problemText } from "../settings-problems.ts";

const key = check({
  id: "certificate",
  title: "Key and certificate",
  finds: [
    "skip",
    "fail configuration",
    "fail jwt-invalid-assertion",
    "warn certificate-ending",
    "fail certificate-ending",
  ],
});

/** Refusals by which a policy of the app or org keeps a login out (Salesforce Help, "OAuth 2.0 Authorization Errors"). */
const POLICIES = [
  "fail app-access-not-approved",
  "fail app-not-installed",
  "fail app-blocked",
  "fail app-approval-refused",
  "fail app-not-in-org",
  "fail app-disabled",
  "fail flow-disabled",
  "fail client-credentials-no-run-as",
  "fail client-credentials-no-scope",
  "fail jwt-user-not-approved",
  "fail jwt-refresh-scope",
  "fail login-ip-or-hours",
  "fail login-rate",
] as const;

const policy = check({ id: "app-policy", title: "Policies of the app", finds: ["skip", ...POLICIES] });

/** What the checks of this file can find. */
export const appChecks: readonly CheckSpec[] = [key, policy];

const DAY_MS = 86_400_000;
const WARNING_DAYS = 30;

/** Whether the key can be used, its certificate belongs to it and lasts, and the app knows it. */
export function checkKey({ problems, login, signIn }: Evidence, now: number): Judged {
  const own = problemsOf("key", problems);
  if (own.length > 0) return key.found("fail configuration", problemText(own), problems);
  if (problems.length > 0) return key.found("skip", "the settings are not complete");
  if (login.key === undefined) return key.found("skip", `the flow ${login.flow} signs nothing with a key`);
  const days = daysLeft(login.key, now);
  const evidence = keyText(login.key, days);
  if (days <= 0) return key.found("fail certificate-ending", evidence);
  if (signIn.state === "failed" && signIn.error.remediation.id === "jwt-invalid-assertion")
    return key.found("fail jwt-invalid-assertion", signIn.error);
  return days < WARNING_DAYS ? key.found("warn certificate-ending", evidence) : key.pass(evidence);
}

function daysLeft({ certificateEndsAt = Number.POSITIVE_INFINITY }: SigningKey, now: number): number {
  return Math.ceil((certificateEndsAt - now) / DAY_MS);
}

function keyText({ bits, certificateEndsAt }: SigningKey, days: number): string {
  const what = bits === undefined ? "a key that a signer keeps" : `an RSA key of ${bits} bits`;
  if (certificateEndsAt === undefined)
    return `${what}; no certificate is in the settings, so its end is not known`;
  const day = new Date(certificateEndsAt).toISOString().slice(0, 10);
  const ends = days <= 0 ? "ended" : "ends";
  return `${what}; the certificate belongs to it and ${ends} on ${day}${days <= 0 ? "" : `, in ${days} days`}`;
}

/** Whether the policies of the app let the user in. */
export function checkAppPolicy({ signIn }: Evidence): Judged {
  if (signIn.state === "known") return policy.pass("the app lets this user in by this flow");
  if (signIn.state === "skipped") return policy.found("skip", signIn.reason);
  const { error } = signIn;
  const refusal = POLICIES.find((one) => one === `fail ${error.remediation.id}`);
  if (refusal !== undefined) return policy.found(refusal, error);
  return policy.found("skip", "the login failed before the policies were asked");
}
