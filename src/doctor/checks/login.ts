import { isKineticError } from "../../errors/index.ts";
import type { Evidence } from "../evidence.ts";
import { failure, finding, judge, pass, skip } from "../result.ts";
import type { CheckResult } from "../types.ts";

/** Whether the settings are complete. */
export function checkSettings({ problems, login }: Evidence): CheckResult {
  const name = { id: "settings", title: "Settings" };
  if (problems.length === 0) return pass(name, `complete, for the flow ${login.flow}`);
  const evidence = problems.map(({ setting, message }) => `${setting} ${message}`).join("; ");
  return finding(name, "fail", { evidence, remedy: "configuration" });
}

/** Whether the host fits the flow. */
export function checkHost({ problems, login }: Evidence): CheckResult {
  const name = { id: "login-host", title: "Login host and audience" };
  if (login.loginUrl === undefined) {
    return skip(
      name,
      problems.length > 0 ? "the settings are not complete" : `the flow ${login.flow} logs in nowhere`,
    );
  }
  const host = new URL(login.loginUrl).hostname;
  const audience = login.audience === undefined ? "" : `, audience ${login.audience}`;
  return pass(name, `${host} (${kindOfHost(host)})${audience}`);
}

function kindOfHost(host: string): string {
  if (host === "login.salesforce.com") return "production and Developer Edition";
  if (host === "test.salesforce.com") return "sandboxes";
  if (/\.sandbox\.my\.salesforce\.com$/.test(host)) return "My Domain of a sandbox";
  if (/\.my\.salesforce\.com$/.test(host)) return "My Domain";
  if (/^(?:localhost|127\.|\[::1\])/.test(host)) return "this machine";
  return "a host of its own";
}

/** Whether somebody could sign in. */
export function checkSignIn({ signIn, login, userInfo }: Evidence): CheckResult {
  const name = { id: "sign-in", title: "Sign-in" };
  // A ready token, or one from a store, is tried by the first call only.
  if (userInfo.state === "failed" && isKineticError(userInfo.error, "AUTHENTICATION"))
    return failure(name, userInfo.error);
  return judge(name, signIn, ({ instanceUrl, organizationId }) =>
    pass(name, `${login.flow} flow, org ${organizationId ?? "unknown"} at ${instanceUrl}`),
  );
}

/** Codes by which a policy of the app or org refuses a login (Salesforce Help, "OAuth 2.0 Authorization Errors"). */
const POLICY = new Set([
  "app-access-not-approved",
  "app-not-installed",
  "app-blocked",
  "app-approval-refused",
  "app-not-in-org",
  "app-disabled",
  "flow-disabled",
  "client-credentials-no-run-as",
  "client-credentials-no-scope",
  "jwt-user-not-approved",
  "jwt-refresh-scope",
  "login-ip-or-hours",
  "login-rate",
]);

/** Whether the policies of the app let the user in. */
export function checkAppPolicy({ signIn }: Evidence): CheckResult {
  const name = { id: "app-policy", title: "Policies of the app" };
  if (signIn.state === "known") return pass(name, "the app lets this user in by this flow");
  if (signIn.state === "skipped") return skip(name, signIn.reason);
  const { problem, remediation } = signIn.error;
  if (POLICY.has(remediation.id)) return finding(name, "fail", { evidence: problem, remedy: remediation });
  return skip(name, "the login failed before the policies were asked");
}

const WARN_SKEW_MS = 60_000;
const MAX_SKEW_MS = 180_000;

/** Whether this machine's clock agrees with the server's. */
export function checkClock({ skewMs }: Evidence): CheckResult {
  const name = { id: "clock", title: "Clock" };
  return judge(name, skewMs, (skew) => {
    const seconds = Math.round(Math.abs(skew) / 1000);
    const evidence =
      seconds < 2
        ? "agrees with the server's"
        : `${seconds} s ${skew > 0 ? "behind" : "ahead of"} the server's`;
    if (Math.abs(skew) < WARN_SKEW_MS) return pass(name, evidence);
    return finding(name, Math.abs(skew) < MAX_SKEW_MS ? "warn" : "fail", { evidence, remedy: "clock-skew" });
  });
}

/** Whether the token may use the APIs. */
export function checkScope({ signIn }: Evidence): CheckResult {
  const name = { id: "scope", title: "Scope api" };
  return judge(name, signIn, ({ scope }) => {
    if (scope === undefined) return skip(name, "the login's answer names no scopes");
    const evidence = `the token has ${scope.join(", ")}`;
    if (scope.includes("api") || scope.includes("full")) return pass(name, evidence);
    return finding(name, "fail", { evidence, remedy: "api-scope-missing" });
  });
}
