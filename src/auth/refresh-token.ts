import { form, oauthEndpoint } from "./endpoints.ts";
import { nodeCrypto } from "./node-crypto.ts";
import type { AccessToken, AuthContext, AuthProvider } from "./provider.ts";
import { SettingsCheck } from "./settings.ts";
import { readTokenAnswer } from "./token-answer.ts";

/** Told the tokens of every renewal, and awaited before they are used. */
export type OnTokens = (tokens: {
  readonly accessToken: string;
  readonly refreshToken: string;
}) => Promise<void> | void;

/** Settings of the refresh token flow. */
export interface RefreshTokenConfig {
  /** Consumer key of the app that the refresh token was granted to. */
  readonly clientId: string;
  /** Consumer secret, where the app asks for it. */
  readonly clientSecret?: string | undefined;
  /** Token of an earlier login. */
  readonly refreshToken: string;
  /** Login host: `https://login.salesforce.com`, `https://test.salesforce.com`, or the org's My Domain URL. */
  readonly loginUrl: string;
  /**
   * Save what it is given: with refresh token rotation the old token is dead by then, and a process that forgets the
   * new one is locked out.
   */
  readonly onTokens?: OnTokens | undefined;
}

/**
 * Logs in with a refresh token from an earlier login (Salesforce Help, "OAuth 2.0 Refresh Token Flow for Renewed
 * Sessions").
 *
 * @throws ConfigurationError naming every bad setting at once, before any network call
 * @example
 * ```ts
 * const auth = refreshToken({
 *   clientId,
 *   loginUrl,
 *   refreshToken: await readFile("refresh.token", "utf8"),
 *   onTokens: (tokens) => writeFile("refresh.token", tokens.refreshToken, { mode: 0o600 }),
 * });
 * ```
 */
export function refreshToken(config: RefreshTokenConfig): AuthProvider {
  const check = new SettingsCheck("refreshToken options");
  const clientId = check.required("clientId", config.clientId);
  const first = check.secret("refreshToken", config.refreshToken);
  const clientSecret = check.optionalSecret("clientSecret", config.clientSecret);
  const loginUrl = check.baseUrl("loginUrl", config.loginUrl);
  check.done("The refresh token flow cannot start");
  const renew = renewer({ clientId, clientSecret, loginUrl, onTokens: config.onTokens });
  // Whose token it is cannot be told without asking: the token that the settings begin with stands for the user. By
  // its digest, because an identity is no secret.
  const grant = nodeCrypto().createHash("sha256").update(first).digest("hex").slice(0, 16);
  return {
    flow: "refresh-token",
    identity: `refresh-token ${loginUrl.host} ${clientId} ${grant}`,
    authenticate: (context) => renew(context, context.previous?.refreshToken ?? first),
  };
}

/** What a renewal needs beside the refresh token. */
export interface RenewalSettings {
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly loginUrl: URL;
  readonly onTokens?: OnTokens | undefined;
}

/** Makes the function that renews a token; the flows that end in a refresh token share it. */
export function renewer(
  settings: RenewalSettings,
): (context: AuthContext, token: string) => Promise<AccessToken> {
  const url = oauthEndpoint(settings.loginUrl, "token");
  return async ({ post }, token) => {
    const { clientId, clientSecret } = settings;
    const members = {
      grant_type: "refresh_token",
      refresh_token: token,
      client_id: clientId,
      client_secret: clientSecret,
    };
    // Not ended when nobody waits any more: with rotation, a lost answer is a lost login.
    const answer = readTokenAnswer(await post({ url, form: form(members), repeatable: false }));
    return keep(answer, token, settings.onTokens);
  };
}

/** Hands the tokens to whoever saves them. Without rotation the answer names no refresh token: the old one stays. */
export async function keep(
  answer: AccessToken,
  refreshToken: string | undefined,
  onTokens: OnTokens | undefined,
): Promise<AccessToken> {
  const tokens = { ...answer, refreshToken: answer.refreshToken ?? refreshToken };
  if (tokens.refreshToken !== undefined) {
    await onTokens?.({ accessToken: tokens.token, refreshToken: tokens.refreshToken });
  }
  return tokens;
}
