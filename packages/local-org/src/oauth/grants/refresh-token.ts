import { setTimeout } from "node:timers/promises";
import { invalidGrant } from "../refusal.ts";
import {
  checkSecret,
  type Form,
  type Granted,
  type OAuthScope,
  requireApp,
  requireFlow,
  requireUsable,
} from "../scope.ts";

/** The refresh token flow: one request of a token at a time. */
export async function refreshToken(scope: OAuthScope, form: Form): Promise<Granted> {
  const token = form["refresh_token"] ?? "";
  if (scope.refreshing.has(token)) throw invalidGrant("token request is already being processed");
  scope.refreshing.add(token);
  try {
    if (scope.policies.refreshMs > 0) await setTimeout(scope.policies.refreshMs, undefined, { ref: false });
    return refresh(scope, form);
  } finally {
    scope.refreshing.delete(token);
  }
}

function refresh(scope: OAuthScope, form: Form): Granted {
  const app = requireApp(scope, form["client_id"]);
  requireFlow(app, "refresh-token");
  checkSecret(app, form["client_secret"]);
  const grant = scope.sessions.findGrant(form["refresh_token"] ?? "", app.refreshTokenIdleSeconds);
  const user = grant?.clientId === app.clientId ? scope.users.byId(grant.userId) : undefined;
  if (!grant || !user) throw invalidGrant("expired access/refresh token");
  requireUsable(scope, user, app);
  const scopes = grant.scope.split(" ");
  if (!app.refreshTokenRotation) {
    const session = scope.sessions.open(user.id, app, { scopes, refreshToken: grant.refreshToken });
    return { app, session, signed: true };
  }
  scope.sessions.revoke(grant.refreshToken);
  const next = scope.sessions.grant(user.id, app, scopes).refreshToken;
  const session = scope.sessions.open(user.id, app, { scopes, refreshToken: next });
  return { app, session, refreshToken: next, signed: true };
}
