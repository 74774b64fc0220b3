import type { OrgUser } from "../server/types.ts";
import type { Clock } from "../store/types.ts";
import type { App } from "./app.ts";
import type { Codes } from "./codes.ts";
import type { Flow, Policies } from "./options.ts";
import { invalidGrant, OAuthRefusal } from "./refusal.ts";
import type { Session, Sessions } from "./sessions.ts";
import type { SigningKey } from "./signing-key.ts";
import type { Users } from "./users.ts";

/** What the OAuth resources work with. */
export interface OAuthScope {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly codes: Codes;
  readonly clock: Clock;
  readonly organizationId: string;
  readonly policies: Policies;
  /** The org's own key: id tokens and JWT-based access tokens. */
  readonly signingKey: SigningKey;
  app(clientId: string): App | undefined;
  url(): string;
  /** The values that a JWT's `aud` may have. */
  audiences(): readonly string[];
  /** The refresh tokens that are being used right now. */
  readonly refreshing: Set<string>;
  /** Refuse a JWT that expires more than five minutes ahead, as Salesforce's documentation (not its servers) does. */
  readonly strictJwtExpiry: boolean;
}

/** A granted session, and what the answer is to contain besides. */
export interface Granted {
  readonly app: App;
  readonly session: Session;
  /** A new refresh token, where the flow gives one. */
  readonly refreshToken?: string | undefined;
  /** The `nonce` that an id token is to repeat. */
  readonly nonce?: string | undefined;
  /** Whether `signature` and `issued_at` are in the answer. */
  readonly signed: boolean;
  /** Whether `scope` is in the answer. @default true */
  readonly namesScope?: boolean | undefined;
}

/** The form of a token request, with the client's Basic credentials merged in. */
export type Form = Readonly<Record<string, string>>;

/** Finds the app. @throws OAuthRefusal */
export function requireApp(scope: OAuthScope, clientId: string | undefined): App {
  const app = clientId === undefined ? undefined : scope.app(clientId);
  if (!app) throw new OAuthRefusal("invalid_client_id", "client identifier invalid");
  return app;
}

/** Checks the consumer secret. @throws OAuthRefusal */
export function requireSecret(app: App, secret: string | undefined): void {
  if (secret !== app.clientSecret) throw new OAuthRefusal("invalid_client", "invalid client credentials");
}

/** Checks the consumer secret where one is given, or the app wants one. @throws OAuthRefusal */
export function checkSecret(app: App, secret: string | undefined): void {
  if (secret !== undefined || app.requireSecret) requireSecret(app, secret);
}

/** Checks that the app may be used at all, and for this flow. @throws OAuthRefusal */
export function requireFlow(app: App, flow: Flow): void {
  if (app.blocked) throw new OAuthRefusal("app_blocked", "this app is blocked by admin");
  if (!app.installed) throw new OAuthRefusal("invalid_client", "app must be installed into org");
  if (app.disabled)
    throw new OAuthRefusal("oauth_flow_disabled", "The external client app or the OAuth plugin is disabled.");
  if (!app.flows.has(flow))
    throw new OAuthRefusal("oauth_flow_disabled", "oauth flow not enabled for this app");
}

/** Whether a user may use an app, by name, profile or permission set. */
export function isApproved(scope: OAuthScope, app: App, user: OrgUser): boolean {
  const { approved } = app;
  if (!approved || approved.users.has(user.username.toLowerCase())) return true;
  const { profile, permissionSets } = scope.users.grantsOf(user.id);
  return approved.profiles.has(profile) || permissionSets.some((name) => approved.permissionSets.has(name));
}

/** Checks that a user may use an app. @throws OAuthRefusal */
export function requireApproval(scope: OAuthScope, app: App, user: OrgUser): void {
  if (isApproved(scope, app, user)) return;
  if (app.permittedUsers === "self-authorize") throw invalidGrant("user hasn't approved this consumer");
  throw new OAuthRefusal("invalid_app_access", "user is not admin approved to access this app");
}

/** Checks that a user may log in, now and through this app, and counts the login. @throws OAuthRefusal */
export function requireUsable(scope: OAuthScope, user: OrgUser, app: App): void {
  if (!scope.policies.active)
    throw new OAuthRefusal("inactive_org", "organization is locked, closed, or suspended");
  const bar = scope.users.barred(user);
  if (bar === "inactive") throw invalidGrant("inactive user");
  if (bar === "ip" && !app.relaxIpRestrictions) throw invalidGrant("ip restricted");
  if (bar === "hours") throw invalidGrant("IP restricted or invalid login hours");
  if (!scope.sessions.countLogin(user.id, scope.policies.maxLoginsPerHour))
    throw new OAuthRefusal("rate_limit_exceeded", "number of logins exceeded");
}

/** Whether an app's tokens may be refreshed. */
export function isRefreshable(scopes: readonly string[]): boolean {
  return scopes.includes("refresh_token") || scopes.includes("offline_access");
}

/** Reads the scopes that a client asks for: no more than the app has. @throws OAuthRefusal */
export function requestedScopes(app: App, requested: string | undefined): readonly string[] {
  const names = (requested ?? "").split(/[\s+]+/).filter((name) => name !== "");
  if (names.length === 0) return app.scopes;
  const allowed = new Set([
    ...app.scopes,
    ...(isRefreshable(app.scopes) ? ["refresh_token", "offline_access"] : []),
  ]);
  if (names.every((name) => allowed.has(name))) return names;
  throw new OAuthRefusal("invalid_scope", "the requested scope is not allowed");
}
