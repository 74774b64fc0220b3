import { isKineticError } from "../../errors/index.ts";
import type { Evidence } from "../evidence.ts";
import { type CheckSpec, check, type Judged, judge } from "../result.ts";
import { problemsOf, problemText } from "../settings-problems.ts";

const settings = check({ id: "settings", title: "Settings", finds: ["fail configuration"] });
const signedIn = check({ id: "sign-in", title: "Sign-in", finds: ["skip", "error"] });
const scopes = check({
  id: "scope",
  title: "Scope api",
  finds: ["skip", "error", "fail api-scope-missing"],
});
const clock = check({
  id: "clock",
  title: "Clock",
  finds: ["skip", "warn clock-skew", "fail clock-skew"],
});
const host = check({
  id: "login-host",
  title: "Login host and audience",
  finds: ["skip", "error", "fail configuration"],
});

/** What the checks of this file can find. */
export const loginChecks: readonly CheckSpec[] = [settings, host, signedIn, clock, scopes];

/** Whether the settings are complete. */
export function checkSettings({ problems, login }: Evidence): Judged {
  if (problems.length === 0) return settings.pass(`complete, for the flow ${login.flow}`);
  return settings.found("fail configuration", problemText(problems), problems);
}

/** What says that the host of the login, or the audience, is the wrong one. */
const WRONG_HOST = new Set(["login-host-wrong", "wrong-domain-for-flow", "jwt-audience"]);

/** Whether the host fits the flow, and answers. */
export function checkHost({ problems, login, signIn }: Evidence): Judged {
  const own = problemsOf("host", problems);
  if (own.length > 0) return host.found("fail configuration", problemText(own), problems);
  if (problems.length > 0) return host.found("skip", "the settings are not complete");
  if (login.loginUrl === undefined) return host.found("skip", `the flow ${login.flow} logs in nowhere`);
  if (signIn.state === "failed") {
    const { error } = signIn;
    const isUnreachable = error.code === "NETWORK" || error.code === "TIMEOUT";
    if (isUnreachable || WRONG_HOST.has(error.remediation.id)) return host.found("error", error);
  }
  const { hostname } = new URL(login.loginUrl);
  const audience = login.audience === undefined ? "" : `, audience ${login.audience}`;
  return host.pass(`${hostname} (${kindOfHost(hostname)})${audience}`);
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
export function checkSignIn({ signIn, login, userInfo }: Evidence): Judged {
  // A ready token, or one from a store, is tried by the first call only.
  if (userInfo.state === "failed" && isKineticError(userInfo.error, "AUTHENTICATION"))
    return signedIn.found("error", userInfo.error);
  return judge(signedIn, signIn, ({ instanceUrl, organizationId }) =>
    signedIn.pass(`${login.flow} flow, org ${organizationId ?? "unknown"} at ${instanceUrl}`),
  );
}

const WARN_SKEW_MS = 60_000;
const MAX_SKEW_MS = 180_000;

/** Whether this machine's clock agrees with the server's. */
export function checkClock({ skewMs }: Evidence): Judged {
  if (skewMs.state === "skipped") return clock.found("skip", skewMs.reason);
  const skew = skewMs.value;
  const seconds = Math.round(Math.abs(skew) / 1000);
  const evidence =
    seconds < 2
      ? "agrees with the server's"
      : `${seconds} s ${skew > 0 ? "behind" : "ahead of"} the server's`;
  if (Math.abs(skew) < WARN_SKEW_MS) return clock.pass(evidence);
  return clock.found(Math.abs(skew) < MAX_SKEW_MS ? "warn clock-skew" : "fail clock-skew", evidence);
}

/** Whether the token may use the APIs. */
export function checkScope({ signIn }: Evidence): Judged {
  return judge(scopes, signIn, ({ scope }) => {
    if (scope === undefined) return scopes.found("skip", "the login's answer names no scopes");
    const evidence = `the token has ${scope.join(", ")}`;
    if (scope.includes("api") || scope.includes("full")) return scopes.pass(evidence);
    return scopes.found("fail api-scope-missing", evidence);
  });
}
