import type { OrgUser } from "../server/types.ts";
import type { App } from "./app.ts";
import { grantSession } from "./grants/authorization-code.ts";
import { OAuthRefusal } from "./refusal.ts";
import { isApproved, type OAuthScope, requestedScopes, requireApp } from "./scope.ts";

/** What a client sent the person's browser here for. */
export interface AuthorizationRequest {
  readonly app: App;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | undefined;
  /** `code`, or `token` for the implicit flow. */
  readonly responseType: "code" | "token";
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
  readonly loginHint: string;
}

/** An answer that goes back to the client by way of the browser. */
export class Redirect {
  readonly location: string;

  constructor(location: string) {
    this.location = location;
  }
}

const isLoopback = (url: string): boolean =>
  URL.canParse(url) && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);

function requireRedirect(app: App, redirectUri: string | null): string {
  if (redirectUri === null || redirectUri === "")
    throw new OAuthRefusal("redirect_uri_missing", "redirect_uri not provided");
  const fits = app.callbackUrls ? app.callbackUrls.includes(redirectUri) : isLoopback(redirectUri);
  if (!fits) throw new OAuthRefusal("redirect_uri_mismatch", "redirect_uri must match configuration");
  return redirectUri;
}

/** Refuses apps that no person may approve here. The codes are those of Salesforce's own error page. */
function requireOpen(scope: OAuthScope, app: App): void {
  if (!scope.policies.active)
    throw new OAuthRefusal("inactive_org", "organization is locked, closed, or suspended");
  if (app.blocked) throw new OAuthRefusal("OAUTH_APP_BLOCKED", "this app is blocked by admin");
  if (!app.installed && app.external)
    throw new OAuthRefusal("OAUTH_EC_APP_NOT_FOUND", "external client app not found");
  if (!app.installed) throw new OAuthRefusal("OAUTH_APPROVAL_ERROR_GENERIC", "generic approval error");
  if (app.disabled)
    throw new OAuthRefusal("oauth_flow_disabled", "The external client app or the OAuth plugin is disabled.");
}

/** Makes the address that a refusal is told at. */
function refusedAt(redirectUri: string, state: string | null, refusal: OAuthRefusal): Redirect {
  const url = new URL(redirectUri);
  url.searchParams.set("error", refusal.error);
  url.searchParams.set("error_description", refusal.description);
  if (state !== null) url.searchParams.set("state", state);
  return new Redirect(url.href);
}

function responseTypeOf(app: App, given: string | null): "code" | "token" {
  if (given === "code" && app.flows.has("web-server")) return "code";
  if (given === "token" && app.flows.has("user-agent")) return "token";
  throw new OAuthRefusal("unsupported_response_type", "response type not supported");
}

function challengeOf(app: App, query: URLSearchParams): string | undefined {
  const challenge = query.get("code_challenge") ?? undefined;
  const method = query.get("code_challenge_method") ?? "S256";
  if (challenge === undefined && app.requirePkce)
    throw new OAuthRefusal("invalid_request", "missing required code challenge");
  if (challenge !== undefined && (method !== "S256" || !/^[\w-]{43}$/.test(challenge)))
    throw new OAuthRefusal("invalid_request", "invalid code challenge");
  return challenge;
}

/**
 * Reads an authorization request. What may not be told to the client, because nobody knows whose address that is, is thrown;
 * everything else is a redirect.
 * @throws OAuthRefusal for the error page
 */
export function readAuthorization(
  scope: OAuthScope,
  query: URLSearchParams,
): AuthorizationRequest | Redirect {
  const app = requireApp(scope, query.get("client_id") ?? undefined);
  requireOpen(scope, app);
  const redirectUri = requireRedirect(app, query.get("redirect_uri"));
  const state = query.get("state");
  try {
    const responseType = responseTypeOf(app, query.get("response_type"));
    const scopes = requestedScopes(app, query.get("scope") ?? undefined);
    const challenge = challengeOf(app, query);
    // Nobody is ever logged in already: there are no cookies here.
    if (query.get("immediate") === "true" || query.get("prompt") === "none")
      throw new OAuthRefusal("immediate_unsuccessful", "immediate unsuccessful");
    const nonce = query.get("nonce") ?? undefined;
    const loginHint = query.get("login_hint") ?? "";
    return { app, redirectUri, scopes, state: state ?? undefined, responseType, challenge, nonce, loginHint };
  } catch (error) {
    if (error instanceof OAuthRefusal) return refusedAt(redirectUri, state, error);
    throw error;
  }
}

/** Refuses a person who may not use the app, whatever they say. @throws OAuthRefusal for the error page */
export function requirePerson(scope: OAuthScope, { app }: AuthorizationRequest, user: OrgUser): void {
  const bar = scope.users.barred(user);
  if (bar === "inactive") throw new OAuthRefusal("inactive_user", "user is inactive");
  if (bar === "hours" || (bar === "ip" && !app.relaxIpRestrictions))
    throw new OAuthRefusal("invalid_grant", "IP restricted or invalid login hours");
  if (app.permittedUsers === "admin-approved" && !isApproved(scope, app, user))
    throw new OAuthRefusal("OAUTH_APP_ACCESS_DENIED", "user is not admin approved to access this app");
}

/** Lets the client know what the person has decided. A person who allows a self-authorise app has approved it from then on. */
export function decide(
  scope: OAuthScope,
  request: AuthorizationRequest,
  decision: { readonly user: OrgUser; readonly allow: boolean },
): Redirect {
  const { app, redirectUri, state } = request;
  const { user, allow } = decision;
  if (!allow) {
    const refusal = new OAuthRefusal("access_denied", "end-user denied authorization");
    return refusedAt(redirectUri, state ?? null, refusal);
  }
  app.approved?.users.add(user.username.toLowerCase());
  return request.responseType === "code" ? withCode(scope, request, user) : withToken(scope, request, user);
}

function withCode(scope: OAuthScope, request: AuthorizationRequest, user: OrgUser): Redirect {
  const { app, redirectUri, scopes, challenge, nonce, state } = request;
  const code = scope.codes.issue({
    clientId: app.clientId,
    userId: user.id,
    redirectUri,
    scopes,
    challenge,
    nonce,
  });
  const url = new URL(redirectUri);
  url.searchParams.set("code", code);
  if (state !== undefined) url.searchParams.set("state", state);
  return new Redirect(url.href);
}

/** The implicit flow: the session itself, in the part of the address that no server sees. */
function withToken(scope: OAuthScope, request: AuthorizationRequest, user: OrgUser): Redirect {
  const { app, redirectUri, scopes, state } = request;
  const { session, refreshToken } = grantSession(scope, { app, user, scopes });
  const fragment = new URLSearchParams({
    access_token: session.accessToken,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    instance_url: scope.url(),
    id: `${scope.url()}/id/${scope.organizationId}/${user.id}`,
    issued_at: String(session.issuedAt),
    scope: session.scope,
    token_type: "Bearer",
    ...(state === undefined ? {} : { state }),
  });
  const url = new URL(redirectUri);
  url.hash = fragment.toString();
  return new Redirect(url.href);
}

/** Does what a person does on the pages. @returns where the browser goes. @throws OAuthRefusal for the error page */
export function authorizeAs(
  scope: OAuthScope,
  query: URLSearchParams,
  person: { readonly userId: string; readonly allow: boolean },
): string {
  const request = readAuthorization(scope, query);
  if (request instanceof Redirect) return request.location;
  const user = scope.users.byId(person.userId);
  if (!user) throw new OAuthRefusal("invalid_request", "the user is gone");
  requirePerson(scope, request, user);
  return decide(scope, request, { user, allow: person.allow }).location;
}
