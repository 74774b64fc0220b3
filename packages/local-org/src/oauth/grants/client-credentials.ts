import { invalidGrant } from "../refusal.ts";
import {
  type Form,
  type Granted,
  type OAuthScope,
  requireApp,
  requireApproval,
  requireFlow,
  requireSecret,
  requireUsable,
} from "../scope.ts";

const UNUSABLE_SCOPES: ReadonlySet<string> = new Set(["full", "refresh_token", "offline_access"]);

/** Refuses the hosts that serve every org: these flows want the org's own. @throws OAuthRefusal */
export function requireMyDomain(host: string): void {
  if (/^(?:login|test)\./i.test(host)) throw invalidGrant("request not supported on this domain");
}

/** The client credentials flow: acts as the app's execution user. */
export function clientCredentials(scope: OAuthScope, form: Form, host: string): Granted {
  requireMyDomain(host);
  const app = requireApp(scope, form["client_id"]);
  requireFlow(app, "client-credentials");
  requireSecret(app, form["client_secret"]);
  if (app.scopes.every((name) => UNUSABLE_SCOPES.has(name))) throw invalidGrant("no valid scopes defined");
  const user = app.runAs === undefined ? undefined : scope.users.byUsername(app.runAs);
  if (!user) throw invalidGrant("no client credentials user enabled");
  requireUsable(scope, user, app);
  requireApproval(scope, app, user);
  return { app, session: scope.sessions.open(user.id, app), signed: true };
}
