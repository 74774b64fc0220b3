import type { App } from "../app.ts";
import { invalidGrant, OAuthRefusal } from "../refusal.ts";
import {
  checkSecret,
  type Form,
  type Granted,
  type OAuthScope,
  requestedScopes,
  requireApp,
  requireApproval,
  requireFlow,
  requireUsable,
} from "../scope.ts";
import { requireMyDomain } from "./client-credentials.ts";

const TYPE = "urn:ietf:params:oauth:token-type:";
const TYPES: ReadonlySet<string> = new Set(["access_token", "refresh_token", "id_token", "saml2", "jwt"]);
const MAX_TOKEN = 10_000;

function required(form: Form, name: string): string {
  const value = form[name];
  if (value === undefined || value === "")
    throw new OAuthRefusal("invalid_request", `missing required parameter: ${name}`);
  return value;
}

async function ask(app: App, form: Form): Promise<string> {
  const subjectToken = required(form, "subject_token");
  const subjectTokenType = required(form, "subject_token_type");
  if (!subjectTokenType.startsWith(TYPE) || !TYPES.has(subjectTokenType.slice(TYPE.length)))
    throw new OAuthRefusal("invalid_request", `unsupported subject_token_type: ${subjectTokenType}`);
  if (subjectToken.length > MAX_TOKEN) throw invalidGrant("subject_token validation failed");
  const request = { subjectToken, subjectTokenType, tokenHandler: form["token_handler"] };
  let username: string | null | undefined;
  try {
    username = await app.tokenExchangeHandler?.(request);
  } catch {
    username = undefined;
  }
  if (username === null) throw invalidGrant("subject_token validation failed");
  if (username === undefined) throw invalidGrant("token handler validation failed");
  return username;
}

/** The token exchange flow: the app's handler says whose session the foreign token is good for. */
export async function tokenExchange(scope: OAuthScope, form: Form, host: string): Promise<Granted> {
  requireMyDomain(host);
  const app = requireApp(scope, form["client_id"]);
  requireFlow(app, "token-exchange");
  checkSecret(app, form["client_secret"]);
  const scopes = requestedScopes(app, form["scope"]);
  const user = scope.users.byUsername(await ask(app, form));
  if (!user) throw invalidGrant("token handler validation failed");
  requireUsable(scope, user, app);
  requireApproval(scope, app, user);
  return { app, session: scope.sessions.open(user.id, app, { scopes }), signed: true };
}
