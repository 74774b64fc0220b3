import { AuthenticationError } from "../errors/index.ts";
import { form, oauthEndpoint } from "./endpoints.ts";
import { nodeCrypto } from "./node-crypto.ts";
import type { AuthProvider } from "./provider.ts";
import { keep, type OnTokens, renewer } from "./refresh-token.ts";
import { SettingsCheck } from "./settings.ts";
import { readTokenAnswer } from "./token-answer.ts";

/** Settings of the address that a person is sent to. */
export interface AuthorizationConfig {
  /** Consumer key of the external client app or connected app. */
  readonly clientId: string;
  /** Login host: `https://login.salesforce.com`, `https://test.salesforce.com`, or the org's My Domain URL. */
  readonly loginUrl: string;
  /** Callback URL as it is registered in the app, byte for byte. */
  readonly redirectUri: string;
  /** @default api refresh_token */
  readonly scope?: readonly string[] | undefined;
  /** What the login page asks even of a person who is logged in. */
  readonly prompt?: "login" | "consent" | "select_account" | undefined;
  /** User name to fill in. */
  readonly loginHint?: string | undefined;
}

/** A login that was begun: send the person to `url`, keep the rest until the callback. */
export interface AuthorizationRequest {
  readonly url: string;
  /** Compare with the `state` of the callback: another one is somebody else's callback. */
  readonly state: string;
  /** Secret of this one login; goes into `authorizationCode`. */
  readonly codeVerifier: string;
}

/**
 * Begins a login in a browser with PKCE (Salesforce Help, "OAuth 2.0 Web Server Flow for Web App Integration").
 *
 * @throws ConfigurationError naming every bad setting at once
 * @example
 * ```ts
 * const redirectUri = "https://app.example.com/callback";
 * const { url, state, codeVerifier } = authorizationRequest({ clientId, loginUrl, redirectUri });
 * console.log("send the browser to", url, "and keep", state, codeVerifier);
 * ```
 */
export function authorizationRequest(config: AuthorizationConfig): AuthorizationRequest {
  const check = new SettingsCheck("authorizationRequest options");
  const clientId = check.required("clientId", config.clientId);
  const redirectUri = check.required("redirectUri", config.redirectUri);
  const loginUrl = check.baseUrl("loginUrl", config.loginUrl);
  check.done("The login cannot begin");
  const { createHash, randomBytes } = nodeCrypto();
  const state = randomBytes(16).toString("base64url");
  const codeVerifier = randomBytes(48).toString("base64url");
  const url = oauthEndpoint(loginUrl, "authorize");
  const members = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: (config.scope ?? ["api", "refresh_token"]).join(" "),
    state,
    code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
    code_challenge_method: "S256",
    prompt: config.prompt,
    login_hint: config.loginHint,
  };
  url.search = new URLSearchParams(form(members)).toString();
  return { url: url.href, state, codeVerifier };
}

/** Settings of the exchange of a code for tokens. */
export interface AuthorizationCodeConfig {
  /** Consumer key of the external client app or connected app. */
  readonly clientId: string;
  /** Consumer secret; apps without one (public clients) must leave it out. */
  readonly clientSecret?: string | undefined;
  /** Login host: `https://login.salesforce.com`, `https://test.salesforce.com`, or the org's My Domain URL. */
  readonly loginUrl: string;
  /** Callback URL that the code came to, byte for byte. */
  readonly redirectUri: string;
  /** `code` of the callback, decoded. It can be used once, within 15 minutes. */
  readonly code: string;
  /** The verifier that `authorizationRequest` made for this login. */
  readonly codeVerifier: string;
  /** Save what it is given; see `refreshToken`. */
  readonly onTokens?: OnTokens | undefined;
}

/**
 * Ends a login in a browser: exchanges the code, and renews the token by the refresh token from then on.
 *
 * @throws ConfigurationError naming every bad setting at once, before any network call
 * @example
 * ```ts
 * const callback = new URL("https://app.example.com/callback?code=aPrx…&state=…");
 * const code = callback.searchParams.get("code") ?? "";
 * const redirectUri = "https://app.example.com/callback";
 * const auth = authorizationCode({ clientId, loginUrl, redirectUri, code, codeVerifier: "kept since the request" });
 * ```
 */
export function authorizationCode(config: AuthorizationCodeConfig): AuthProvider {
  const check = new SettingsCheck("authorizationCode options");
  const clientId = check.required("clientId", config.clientId);
  const redirectUri = check.required("redirectUri", config.redirectUri);
  const code = check.secret("code", config.code);
  const codeVerifier = check.secret("codeVerifier", config.codeVerifier);
  const clientSecret = check.optionalSecret("clientSecret", config.clientSecret);
  const loginUrl = check.baseUrl("loginUrl", config.loginUrl);
  check.done("The code cannot be exchanged");
  const { onTokens } = config;
  const renew = renewer({ clientId, clientSecret, loginUrl, onTokens });
  const members = {
    grant_type: "authorization_code",
    code,
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uri: redirectUri,
    code_verifier: codeVerifier,
  };
  let used = false;
  return {
    flow: "web-server",
    authenticate: async (context) => {
      const token = context.previous?.refreshToken;
      if (token !== undefined) return renew(context, token);
      if (used)
        throw new AuthenticationError(
          "The code was used, and the org granted no refresh token: log in again",
          { errorCode: "INVALID_SESSION_ID" },
        );
      used = true;
      const url = oauthEndpoint(loginUrl, "token");
      const answer = await context.post({
        url,
        form: form(members),
        repeatable: false,
      });
      return keep(readTokenAnswer(answer), undefined, onTokens);
    },
  };
}
