import { createHash } from "node:crypto";
import type { OrgUser } from "../../server/types.ts";
import type { App } from "../app.ts";
import type { CodeGrant } from "../codes.ts";
import { invalidGrant, OAuthRefusal } from "../refusal.ts";
import {
  checkSecret,
  type Form,
  type Granted,
  isRefreshable,
  type OAuthScope,
  requireApp,
  requireFlow,
  requireUsable,
} from "../scope.ts";

function requireVerifier(grant: CodeGrant, app: App, verifier: string | undefined): void {
  if (grant.challenge === undefined && !app.requirePkce) return;
  if (verifier === undefined) throw invalidGrant("missing required code verifier");
  const digest = createHash("sha256").update(verifier).digest("base64url");
  if (!/^[\w.~-]{43,128}$/.test(verifier) || digest !== grant.challenge)
    throw invalidGrant("invalid code verifier");
}

/** Opens the session that a person has agreed to, with a refresh token where the scopes allow it. */
export function grantSession(
  scope: OAuthScope,
  { app, user, scopes }: { readonly app: App; readonly user: OrgUser; readonly scopes: readonly string[] },
): Granted {
  const refreshToken = isRefreshable(scopes)
    ? scope.sessions.grant(user.id, app, scopes).refreshToken
    : undefined;
  const session = scope.sessions.open(user.id, app, { scopes, refreshToken });
  return { app, session, refreshToken, signed: true };
}

/** The web server flow's second half: a code and, where there is one, the verifier of its challenge. */
export function authorizationCode(scope: OAuthScope, form: Form): Granted {
  const app = requireApp(scope, form["client_id"]);
  requireFlow(app, "web-server");
  checkSecret(app, form["client_secret"]);
  if (form["redirect_uri"] === undefined)
    throw new OAuthRefusal("redirect_uri_missing", "redirect_uri not provided");
  const grant = scope.codes.take(form["code"] ?? "");
  if (grant === "expired") throw invalidGrant("expired authorization code");
  if (grant === "unknown" || grant.clientId !== app.clientId)
    throw invalidGrant("invalid authorization code");
  if (grant.redirectUri !== form["redirect_uri"])
    throw new OAuthRefusal("redirect_uri_mismatch", "redirect_uri must match configuration");
  requireVerifier(grant, app, form["code_verifier"]);
  const user = scope.users.byId(grant.userId);
  if (!user) throw invalidGrant("invalid authorization code");
  requireUsable(scope, user, app);
  return { ...grantSession(scope, { app, user, scopes: grant.scopes }), nonce: grant.nonce };
}
