import { compactVerify, decodeJwt, importSPKI, importX509, type JWTPayload } from "jose";
import type { OrgUser } from "../server/types.ts";
import type { Clock } from "../store/types.ts";
import type { App, Flow } from "./options.ts";
import { OAuthRefusal } from "./refusal.ts";
import type { Session, Sessions } from "./sessions.ts";
import type { Users } from "./users.ts";

/** What the token endpoint works with. */
export interface GrantScope {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly clock: Clock;
  app(clientId: string): App | undefined;
  /** The values that a JWT's `aud` may have. */
  audiences(): readonly string[];
  /** Refuse a JWT that expires more than five minutes ahead, as Salesforce's documentation (not its servers) does. */
  readonly strictJwtExpiry: boolean;
}

/** A granted session, and what the answer is to contain besides. */
export interface Granted {
  readonly app: App;
  readonly session: Session;
  /** A new refresh token, where the app rotates them. */
  readonly refreshToken?: string | undefined;
  /** Whether `signature` and `issued_at` are in the answer. */
  readonly signed: boolean;
}

/** The form of a token request, with the client's Basic credentials merged in. */
export type Form = Readonly<Record<string, string>>;

const refuse = (error: string, description: string): OAuthRefusal => new OAuthRefusal(error, description);
const invalidGrant = (description: string): OAuthRefusal => refuse("invalid_grant", description);

/** Finds the app. @throws OAuthRefusal */
export function requireApp(scope: GrantScope, clientId: string | undefined): App {
  const app = clientId === undefined ? undefined : scope.app(clientId);
  if (!app) throw refuse("invalid_client_id", "client identifier invalid");
  return app;
}

/** Checks the consumer secret. @throws OAuthRefusal */
export function requireSecret(app: App, secret: string | undefined): void {
  if (secret !== app.clientSecret) throw refuse("invalid_client", "invalid client credentials");
}

function requireFlow(app: App, flow: Flow): void {
  if (app.disabled)
    throw refuse("oauth_flow_disabled", "The external client app or the OAuth plugin is disabled.");
  if (!app.flows.has(flow)) throw refuse("oauth_flow_disabled", "oauth flow not enabled for this app");
}

function requireApproval(app: App, user: OrgUser): void {
  if (!app.approvedUsers || app.approvedUsers.has(user.username.toLowerCase())) return;
  if (app.permittedUsers === "self-authorize") throw invalidGrant("user hasn't approved this consumer");
  throw refuse("invalid_app_access", "user is not admin approved to access this app");
}

function requireUsable(scope: GrantScope, user: OrgUser): void {
  if (!user.active) throw invalidGrant("inactive user");
  if (scope.users.ipRestricted(user.username)) throw invalidGrant("ip restricted");
}

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

function requireAudience(scope: GrantScope, claims: JWTPayload): void {
  const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  const accepted = scope.audiences().map(withoutSlash);
  const fits = audiences.some(
    (audience) => typeof audience === "string" && accepted.includes(withoutSlash(audience)),
  );
  if (!fits) throw invalidGrant("audience is invalid");
}

function requireTime(scope: GrantScope, claims: JWTPayload): void {
  const now = scope.clock().getTime() / 1000;
  if (typeof claims.exp !== "number" || claims.exp <= now) throw invalidGrant("expired authorization code");
  if (scope.strictJwtExpiry && claims.exp > now + 300) throw invalidGrant("invalid assertion");
}

/** The JWT bearer flow: client, signature, audience, expiry, user, approval, in this order. */
export async function jwtBearer(scope: GrantScope, form: Form): Promise<Granted> {
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
  requireUsable(scope, user);
  if (!app.scopes.includes("refresh_token") && !app.scopes.includes("offline_access")) {
    const description =
      "The JWT bearer and SAML assertion bearer flows require a refresh_token scope. Install and preauthorize the app.";
    throw refuse("invalid_request", description);
  }
  requireApproval(app, user);
  return { app, session: scope.sessions.open(user.id, app), signed: false };
}

const UNUSABLE_SCOPES: ReadonlySet<string> = new Set(["full", "refresh_token", "offline_access"]);

/** The client credentials flow: acts as the app's execution user. */
export function clientCredentials(scope: GrantScope, form: Form, host: string): Granted {
  if (/^(?:login|test)\./i.test(host)) throw invalidGrant("request not supported on this domain");
  const app = requireApp(scope, form["client_id"]);
  requireFlow(app, "client-credentials");
  requireSecret(app, form["client_secret"]);
  if (app.scopes.every((name) => UNUSABLE_SCOPES.has(name))) throw invalidGrant("no valid scopes defined");
  const user = app.runAs === undefined ? undefined : scope.users.byUsername(app.runAs);
  if (!user) throw invalidGrant("no client credentials user enabled");
  requireUsable(scope, user);
  requireApproval(app, user);
  return { app, session: scope.sessions.open(user.id, app), signed: true };
}

/** The refresh token flow. */
export function refreshToken(scope: GrantScope, form: Form): Granted {
  const app = requireApp(scope, form["client_id"]);
  requireFlow(app, "refresh-token");
  if (form["client_secret"] !== undefined) requireSecret(app, form["client_secret"]);
  const grant = scope.sessions.findGrant(form["refresh_token"] ?? "");
  if (!grant || grant.clientId !== app.clientId) throw invalidGrant("expired access/refresh token");
  const user = scope.users.byId(grant.userId);
  if (!user) throw invalidGrant("expired access/refresh token");
  requireUsable(scope, user);
  if (!app.refreshTokenRotation) {
    return { app, session: scope.sessions.open(user.id, app, grant.refreshToken), signed: true };
  }
  scope.sessions.revoke(grant.refreshToken);
  const next = scope.sessions.grant(user.id, app);
  const session = scope.sessions.open(user.id, app, next.refreshToken);
  return { app, session, refreshToken: next.refreshToken, signed: true };
}
