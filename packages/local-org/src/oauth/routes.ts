import { createHmac } from "node:crypto";
import { notImplemented } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import { consentRoutes } from "./consent.ts";
import { devicePageRoutes } from "./device-page.ts";
import { discoveryRoutes } from "./discovery.ts";
import { authorizationCode } from "./grants/authorization-code.ts";
import { clientCredentials } from "./grants/client-credentials.ts";
import { beginDevice, pollDevice } from "./grants/device.ts";
import { jwtBearer } from "./grants/jwt-bearer.ts";
import { usernamePassword } from "./grants/password.ts";
import { refreshToken } from "./grants/refresh-token.ts";
import { tokenExchange } from "./grants/token-exchange.ts";
import { identity, userinfo } from "./identity.ts";
import { inOtherWords, OAuthRefusal, refusalReply } from "./refusal.ts";
import { type Form, type Granted, type OAuthScope, requireApp, requireSecret } from "./scope.ts";
import type { Session } from "./sessions.ts";
import { soapRoutes } from "./soap.ts";

const SAML_ASSERTION = "urn:oasis:names:tc:SAML:2.0:profiles:SSO:browser";

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
  const host = call.headers.host ?? "";
  switch (form["grant_type"]) {
    case "urn:ietf:params:oauth:grant-type:jwt-bearer":
      return jwtBearer(scope, form);
    case "client_credentials":
      return clientCredentials(scope, form, host);
    case "refresh_token":
      return refreshToken(scope, form);
    case "authorization_code":
      return authorizationCode(scope, form);
    case "device":
      return pollDevice(scope, form);
    case "password":
      return usernamePassword(scope, form);
    case "urn:ietf:params:oauth:grant-type:token-exchange":
      return tokenExchange(scope, form, host);
    case "assertion":
      // The way of the draft that came before saml2-bearer.
      if (form["assertion_type"] !== SAML_ASSERTION)
        throw new OAuthRefusal("invalid_assertion_type", "invalid assertion type");
      throw notImplemented("the SAML bearer flow");
    case "urn:ietf:params:oauth:grant-type:saml2-bearer":
      throw notImplemented("the SAML bearer flow");
    default:
      throw new OAuthRefusal("unsupported_grant_type", "grant type not supported");
  }
}

const identityUrl = (scope: OAuthScope, userId: string): string =>
  `${scope.url()}/id/${scope.organizationId}/${userId}`;

/** The claims of a token that the org signs itself. */
function claimsOf(scope: OAuthScope, session: Session): Record<string, unknown> {
  return {
    iss: scope.url(),
    sub: identityUrl(scope, session.userId),
    aud: session.clientId,
    iat: Math.floor(session.issuedAt / 1000),
    exp: Math.floor(session.expiresAt / 1000),
  };
}

async function asJwt(scope: OAuthScope, session: Session): Promise<Session> {
  const claims = { ...claimsOf(scope, session), scp: session.scope, jti: scope.sessions.token(20) };
  return scope.sessions.rename(session, await scope.signingKey.sign(claims));
}

async function idTokenOf(scope: OAuthScope, { session, nonce }: Granted): Promise<Record<string, string>> {
  if (!session.scope.split(" ").includes("openid")) return {};
  const claims = { ...claimsOf(scope, session), ...(nonce === undefined ? {} : { nonce }) };
  return { id_token: await scope.signingKey.sign(claims) };
}

async function tokenReply(scope: OAuthScope, granted: Granted): Promise<Reply> {
  const { app, signed } = granted;
  const session = app.jwtAccessTokens ? await asJwt(scope, granted.session) : granted.session;
  const id = identityUrl(scope, session.userId);
  const format = app.jwtAccessTokens ? { token_format: "jwt", api_instance_url: scope.url() } : {};
  const named = granted.namesScope === false ? {} : { scope: session.scope };
  const rest = { ...named, instance_url: scope.url(), id, token_type: "Bearer", ...format };
  const issued = String(session.issuedAt);
  if (!signed) return { status: 200, json: { access_token: session.accessToken, ...rest } };
  const signature = createHmac("sha256", app.clientSecret)
    .update(id + issued)
    .digest("base64");
  const refresh = granted.refreshToken === undefined ? {} : { refresh_token: granted.refreshToken };
  const idToken = await idTokenOf(scope, { ...granted, session });
  const json = {
    access_token: session.accessToken,
    ...refresh,
    signature,
    ...rest,
    ...idToken,
    issued_at: issued,
  };
  return { status: 200, json };
}

async function token(scope: OAuthScope, call: Call, form: Form): Promise<Reply> {
  if (form["response_type"] === "device_code") return beginDevice(scope, form);
  return tokenReply(scope, await grant(scope, call, form));
}

const HINTS: ReadonlySet<string | undefined> = new Set([undefined, "access_token", "refresh_token"]);

function revoke(scope: OAuthScope, form: Form): Reply {
  if (!HINTS.has(form["token_type_hint"]))
    throw new OAuthRefusal("unsupported_token_type", "this token type is not supported");
  if (scope.sessions.revoke(form["token"] ?? "")) return { status: 200 };
  throw new OAuthRefusal("invalid_token", "invalid token");
}

function introspect(scope: OAuthScope, form: Form): Reply {
  const app = requireApp(scope, form["client_id"]);
  requireSecret(app, form["client_secret"]);
  const given = form["token"] ?? "";
  const session = scope.sessions.find(given);
  const found = session ?? scope.sessions.findGrant(given);
  const user = found && scope.users.byId(found.userId);
  // A client learns of its own tokens only.
  if (!found || !user?.active || found.clientId !== app.clientId)
    return { status: 200, json: { active: false } };
  const issued = session ? Math.floor(session.issuedAt / 1000) : undefined;
  const times = session ? { exp: Math.floor(session.expiresAt / 1000), iat: issued, nbf: issued } : {};
  const json = {
    active: true,
    scope: found.scope,
    client_id: found.clientId,
    username: user.username,
    sub: identityUrl(scope, user.id),
    token_type: session ? "access_token" : "refresh_token",
    ...times,
  };
  return { status: 200, json };
}

type Answer = (call: Call, form: Form) => Promise<Reply> | Reply;

/** Wraps resources whose refusals are OAuth's. */
function refuser({ policies }: OAuthScope): (answer: Answer) => (call: Call) => Promise<Reply> {
  return (answer) => async (call) => {
    try {
      return await answer(call, await readForm(call));
    } catch (error) {
      if (!(error instanceof OAuthRefusal)) throw error;
      return refusalReply(policies.otherWords ? inOtherWords(error) : error);
    }
  };
}

/** The resources under `/services/oauth2`, the identity URL, the pages, OpenID discovery and SOAP login. */
export function oauthRoutes(scope: OAuthScope): readonly Route[] {
  const refusing = refuser(scope);
  const revocation = refusing((_call, form) => revoke(scope, form));
  const mustPost = refusing(() => {
    throw new OAuthRefusal("invalid_request", "must use HTTP POST");
  });
  const open = (method: "GET" | "POST", path: string, handler: Route["handler"]): Route => ({
    method,
    path,
    auth: false,
    handler,
  });
  return [
    open(
      "POST",
      "/services/oauth2/token",
      refusing((call, form) => token(scope, call, form)),
    ),
    open("GET", "/services/oauth2/token", mustPost),
    open("POST", "/services/oauth2/revoke", revocation),
    open("GET", "/services/oauth2/revoke", revocation),
    open(
      "POST",
      "/services/oauth2/introspect",
      refusing((_call, form) => introspect(scope, form)),
    ),
    open("GET", "/services/oauth2/userinfo", userinfo(scope)),
    open("POST", "/services/oauth2/userinfo", userinfo(scope)),
    open("GET", "/id/:organization/:user", identity(scope)),
    ...consentRoutes(scope),
    ...devicePageRoutes(scope),
    ...discoveryRoutes(scope),
    ...soapRoutes(scope),
  ];
}
