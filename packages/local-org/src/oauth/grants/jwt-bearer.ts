import { compactVerify, decodeJwt, importSPKI, importX509, type JWTPayload } from "jose";
import type { App } from "../app.ts";
import { invalidGrant, OAuthRefusal } from "../refusal.ts";
import {
  type Form,
  type Granted,
  isRefreshable,
  type OAuthScope,
  requireApp,
  requireApproval,
  requireFlow,
  requireUsable,
} from "../scope.ts";

function decode(assertion: string): JWTPayload {
  try {
    return decodeJwt(assertion);
  } catch {
    throw invalidGrant("invalid assertion");
  }
}

async function requireSignature(app: App, assertion: string): Promise<void> {
  const { certificate } = app;
  if (certificate === undefined) throw invalidGrant("invalid assertion");
  try {
    const key = certificate.includes("BEGIN CERTIFICATE")
      ? await importX509(certificate, "RS256")
      : await importSPKI(certificate, "RS256");
    await compactVerify(assertion, key, { algorithms: ["RS256"] });
  } catch {
    throw invalidGrant("invalid assertion");
  }
}

const withoutSlash = (url: string): string => url.replace(/\/$/, "");

function requireAudience(scope: OAuthScope, claims: JWTPayload): void {
  const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  const accepted = scope.audiences().map(withoutSlash);
  const fits = audiences.some(
    (audience) => typeof audience === "string" && accepted.includes(withoutSlash(audience)),
  );
  if (!fits) throw invalidGrant("audience is invalid");
}

function requireTime(scope: OAuthScope, claims: JWTPayload): void {
  const now = scope.clock().getTime() / 1000;
  if (typeof claims.exp !== "number" || claims.exp <= now) throw invalidGrant("expired authorization code");
  if (scope.strictJwtExpiry && claims.exp > now + 300) throw invalidGrant("invalid assertion");
}

/** The JWT bearer flow: client, signature, audience, expiry, user, approval, in this order. */
export async function jwtBearer(scope: OAuthScope, form: Form): Promise<Granted> {
  const assertion = form["assertion"] ?? "";
  const claims = decode(assertion);
  const app = requireApp(scope, claims.iss);
  requireFlow(app, "jwt-bearer");
  await requireSignature(app, assertion);
  requireAudience(scope, claims);
  requireTime(scope, claims);
  // The old name of the claim wins where both are given.
  const username = claims["prn"] ?? claims.sub;
  const user = typeof username === "string" ? scope.users.byUsername(username) : undefined;
  if (!user) throw invalidGrant("user hasn't approved this consumer");
  requireUsable(scope, user, app);
  if (!isRefreshable(app.scopes)) {
    const description =
      "The JWT bearer and SAML assertion bearer flows require a refresh_token scope. Install and preauthorize the app.";
    throw new OAuthRefusal("invalid_request", description);
  }
  requireApproval(scope, app, user);
  return { app, session: scope.sessions.open(user.id, app), signed: false };
}
