import { createHmac } from "node:crypto";
import type { Call, Reply, Route } from "../server/types.ts";
import {
  clientCredentials,
  type Form,
  type Granted,
  type GrantScope,
  jwtBearer,
  refreshToken,
  requireApp,
  requireSecret,
} from "./grants.ts";
import { type IdentityScope, identity, userinfo } from "./identity.ts";
import { OAuthRefusal, refusalReply } from "./refusal.ts";

/** What the OAuth resources work with. */
export type OAuthScope = GrantScope & IdentityScope;

const FORM = "application/x-www-form-urlencoded";

/** Reads the parameters of a request: query, form body, and the client's Basic credentials. Other bodies are not read. */
async function readForm(call: Call): Promise<Form> {
  const type = (call.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  const body = type === FORM ? new URLSearchParams(await call.readText()) : new URLSearchParams();
  const basic = /^Basic\s+(\S+)\s*$/i.exec(call.headers.authorization ?? "")?.[1];
  const [id, secret] =
    basic === undefined ? [] : Buffer.from(basic, "base64").toString("utf8").split(/:(.*)/s, 2);
  return {
    ...Object.fromEntries(call.query),
    ...Object.fromEntries(body),
    ...(id === undefined ? {} : { client_id: decodeURIComponent(id) }),
    ...(secret === undefined ? {} : { client_secret: decodeURIComponent(secret) }),
  };
}

async function grant(scope: OAuthScope, call: Call, form: Form): Promise<Granted> {
  switch (form["grant_type"]) {
    case "urn:ietf:params:oauth:grant-type:jwt-bearer":
      return jwtBearer(scope, form);
    case "client_credentials":
      return clientCredentials(scope, form, call.headers.host ?? "");
    case "refresh_token":
      return refreshToken(scope, form);
    case "password":
      // Blocked by default in every org since Summer '23.
      throw new OAuthRefusal("invalid_grant", "authentication failure");
    default:
      throw new OAuthRefusal("unsupported_grant_type", "grant type not supported");
  }
}

function tokenReply(scope: OAuthScope, granted: Granted): Reply {
  const { app, session, signed } = granted;
  const id = `${scope.url()}/id/${scope.organizationId}/${session.userId}`;
  const issued = String(session.issuedAt);
  const rest = { scope: session.scope, instance_url: scope.url(), id, token_type: "Bearer" };
  if (!signed) return { status: 200, json: { access_token: session.accessToken, ...rest } };
  const signature = createHmac("sha256", app.clientSecret)
    .update(id + issued)
    .digest("base64");
  const rotated = granted.refreshToken === undefined ? {} : { refresh_token: granted.refreshToken };
  const json = { access_token: session.accessToken, ...rotated, signature, ...rest, issued_at: issued };
  return { status: 200, json };
}

function revoke(scope: OAuthScope, form: Form): Reply {
  if (scope.sessions.revoke(form["token"] ?? "")) return { status: 200 };
  throw new OAuthRefusal("invalid_token", "invalid token");
}

function introspect(scope: OAuthScope, form: Form): Reply {
  const app = requireApp(scope, form["client_id"]);
  requireSecret(app, form["client_secret"]);
  const token = form["token"] ?? "";
  const session = scope.sessions.find(token);
  const found = session ?? scope.sessions.findGrant(token);
  const user = found && scope.users.byId(found.userId);
  if (!found || !user) return { status: 200, json: { active: false } };
  const issued = session ? Math.floor(session.issuedAt / 1000) : undefined;
  const times = session ? { exp: Math.floor(session.expiresAt / 1000), iat: issued, nbf: issued } : {};
  const json = {
    active: true,
    scope: found.scope,
    client_id: found.clientId,
    username: user.username,
    sub: `${scope.url()}/id/${scope.organizationId}/${user.id}`,
    token_type: session ? "access_token" : "refresh_token",
    ...times,
  };
  return { status: 200, json };
}

/** Wraps a resource whose refusals are OAuth's. */
function refusing(
  answer: (call: Call, form: Form) => Promise<Reply> | Reply,
): (call: Call) => Promise<Reply> {
  return async (call) => {
    try {
      return await answer(call, await readForm(call));
    } catch (error) {
      if (error instanceof OAuthRefusal) return refusalReply(error);
      throw error;
    }
  };
}

/** The resources under `/services/oauth2`, and the identity URL. */
export function oauthRoutes(scope: OAuthScope): readonly Route[] {
  const token = refusing(async (call, form) => tokenReply(scope, await grant(scope, call, form)));
  const revocation = refusing((_call, form) => revoke(scope, form));
  const mustPost = refusing(() => {
    throw new OAuthRefusal("invalid_request", "must use HTTP POST");
  });
  return [
    { method: "POST", path: "/services/oauth2/token", auth: false, handler: token },
    { method: "GET", path: "/services/oauth2/token", auth: false, handler: mustPost },
    { method: "POST", path: "/services/oauth2/revoke", auth: false, handler: revocation },
    { method: "GET", path: "/services/oauth2/revoke", auth: false, handler: revocation },
    {
      method: "POST",
      path: "/services/oauth2/introspect",
      auth: false,
      handler: refusing((_call, form) => introspect(scope, form)),
    },
    { method: "GET", path: "/services/oauth2/userinfo", auth: false, handler: userinfo(scope) },
    { method: "POST", path: "/services/oauth2/userinfo", auth: false, handler: userinfo(scope) },
    { method: "GET", path: "/id/:organization/:user", auth: false, handler: identity(scope) },
  ];
}
